import { World } from '../../shared/model/status.ts';
import { type EngineOptions, type EngineThread, StartFailure, type startEngine } from '../engine/thread.ts';

/** How an engine is had: `startEngine`, given from outside so that a test can choose its luck. */
export type StartEngine = typeof startEngine;

/** The engines of one host: the live one, and the sandbox one once somebody asked for it. */
export interface Worlds {
  /**
   * The engine of a world, started when it does not run yet.
   *
   * @throws StartFailure when it cannot be started
   */
  engine(world: World): Promise<EngineThread>;
  /** The engine of a world as it is: null while nobody started it. */
  running(world: World): Promise<EngineThread | null>;
  /** Stops all engines; nothing can be started any more. */
  stop(): Promise<void>;
}

export interface WorldsOptions {
  readonly start: StartEngine;
  readonly optionsOf: (world: World) => EngineOptions;
  /** An engine ended although nobody stopped it. It is forgotten by then: `engine` starts a new one. */
  readonly onDeath: (world: World, cause: Error | null) => void;
}

export function createWorlds({ start, optionsOf, onDeath }: WorldsOptions): Worlds {
  const engines = new Map<World, Promise<EngineThread>>();
  let stopping = false;

  async function begin(world: World): Promise<EngineThread> {
    try {
      const engine = await start(optionsOf(world));
      void engine.ended.then((cause) => {
        if (stopping) return;
        engines.delete(world);
        onDeath(world, cause);
      });
      return engine;
    } catch (error) {
      // The next call may find the folder free or the disk emptied.
      engines.delete(world);
      throw error;
    }
  }

  return {
    async engine(world) {
      if (stopping) throw new StartFailure('internal', 'Footbridge is stopping.', 'Start it again.');
      const known = engines.get(world);
      if (known !== undefined) return known;
      const starting = begin(world);
      engines.set(world, starting);
      return starting;
    },
    running: async (world) => (await engines.get(world)) ?? null,
    async stop() {
      stopping = true;
      const stopped = World.options.map(async (world) => {
        const engine = await engines.get(world)?.catch(() => undefined);
        await engine?.stop();
      });
      await Promise.all(stopped);
    },
  };
}
