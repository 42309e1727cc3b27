import type { World } from '../../shared/model/status.ts';
import type { Logger } from '../engine/ports.ts';
import { type EngineThread, StartFailure } from '../engine/thread.ts';
import type { Closers } from '../host/closers.ts';
import { neighbourOf, worldFolder } from '../host/data-folder.ts';
import { exitCode, failureOf, HostFailure } from '../host/exit.ts';
import { hostEngine } from '../host/host-engine.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { createWorlds, type StartEngine, type Worlds } from '../host/worlds.ts';
import type { DesktopFlags } from './arguments.ts';
import { afterEngineDeath, afterFailedStart, type EngineDecision, isTold, noTroubles } from './crash.ts';
import { sandboxResources } from './places.ts';
import { engineGaveUp, engineUnstarted } from './words.ts';

export interface EngineParts {
  readonly start: StartEngine;
  readonly flags: Pick<DesktopFlags, 'data' | 'scimPort'>;
  readonly logger: Logger;
  readonly closers: Closers;
  /** An engine answers, for the first time or again. */
  readonly onStart: (engine: EngineThread) => void;
  /** The live engine ended and could not be started again; it is tried further. @param tell whether a person is to be told */
  readonly onStuck: (failure: HostFailure, tell: boolean) => void;
  /** The live engine does not stay up, or can never be started as things are: the app cannot go on. */
  readonly onGivenUp: (failure: HostFailure) => void;
  /** As `setTimeout`. */
  readonly later?: (act: () => void, milliseconds: number) => NodeJS.Timeout;
}

/**
 * The engines of the desktop app. One that ends by itself is recorded and started again, so that its SCIM door is back,
 * as often and as soon as crash.ts says. Without the live one the app cannot go on in the end; without the sandbox it can.
 */
export function createEngines(parts: EngineParts): Worlds {
  const { start, flags, logger, closers, onStart, onStuck, onGivenUp, later = setTimeout } = parts;
  const { data } = flags;
  const troubles = new Map<World, EngineDecision['troubles']>();
  /** Why a world's engine cannot be started, since it last ran. */
  const stuck = new Map<World, HostFailure>();
  const timers = new Map<World, NodeJS.Timeout>();
  closers.add(async () => {
    for (const timer of timers.values()) clearTimeout(timer);
  });
  /** Chosen for the first start; a later one takes the port that identity providers know by then. */
  let scimPort = flags.scimPort ?? ('remembered' as const);

  const worlds = createWorlds({
    start: hostEngine(startTold, data, closers),
    optionsOf: (world) => ({
      world,
      data: worldFolder(data, world),
      scimPort: world === 'live' ? scimPort : 'remembered',
      logLevel: 'info',
      neighbour: neighbourOf(data, world),
      ...(world === 'sandbox' ? { sandbox: { resources: sandboxResources } } : {}),
    }),
    onDeath: died,
  });

  async function startTold(options: Parameters<StartEngine>[0]): Promise<EngineThread> {
    const engine = await start(options, ({ level, fields, message }) => logger[level](fields, message));
    if (options.world === 'live') scimPort = 'remembered';
    stuck.delete(options.world);
    onStart(engine);
    return engine;
  }

  function died(world: World, cause: unknown): void {
    const { id, log } = recordUnexpected(cause ?? `The engine of the ${world} world ended.`, data);
    const decision = afterEngineDeath(troubles.get(world) ?? noTroubles, Date.now());
    logger.error({ world, id, log, again: decision.again }, 'An engine ended.');
    follow(world, decision, () => {
      const { message, fix } = engineGaveUp(id, log);
      return new HostFailure(exitCode.unexpected, message, fix);
    });
  }

  function unstarted(world: World, error: unknown): void {
    if (closers.closing) return;
    const failure = failureOf(error) ?? stuck.get(world) ?? unexpectedFailure(error);
    stuck.set(world, failure);
    const code = error instanceof StartFailure ? error.code : 'internal';
    const decision = afterFailedStart(troubles.get(world) ?? noTroubles, code);
    logger.error({ world, code, again: decision.again }, `An engine could not be started. ${failure.message}`);
    if (world === 'live' && decision.again !== null) onStuck(failure, isTold(decision.troubles));
    follow(world, decision, () => failure);
  }

  /** Recorded once, however often it is tried in vain. */
  function unexpectedFailure(error: unknown): HostFailure {
    const { id, log } = recordUnexpected(error, data);
    const { message, fix } = engineUnstarted(id, log);
    return new HostFailure(exitCode.unexpected, message, fix);
  }

  function follow(world: World, { troubles: counted, again }: EngineDecision, why: () => HostFailure): void {
    troubles.set(world, counted);
    clearTimeout(timers.get(world));
    // At once means now: whoever asks for the engine meanwhile waits for this start.
    if (again === 0) startAgain(world);
    else if (again !== null)
      timers.set(
        world,
        later(() => startAgain(world), again),
      );
    else if (world === 'live') onGivenUp(why());
  }

  function startAgain(world: World): void {
    worlds.engine(world).then(
      ({ scim }) => logger.info({ world, scim }, 'The engine answers again.'),
      (error: unknown) => unstarted(world, error),
    );
  }

  return worlds;
}
