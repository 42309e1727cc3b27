import type { World } from '../../shared/model/status.ts';
import type { Logger } from '../engine/ports.ts';
import type { EngineThread } from '../engine/thread.ts';
import type { Closers } from '../host/closers.ts';
import { neighbourOf, worldFolder } from '../host/data-folder.ts';
import { hostEngine } from '../host/host-engine.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { createWorlds, type StartEngine, type Worlds } from '../host/worlds.ts';
import type { DesktopFlags } from './arguments.ts';
import { afterEngineDeath, type Deaths } from './crash.ts';
import { sandboxResources } from './places.ts';

export interface EngineParts {
  readonly start: StartEngine;
  readonly flags: Pick<DesktopFlags, 'data' | 'scimPort'>;
  readonly logger: Logger;
  readonly closers: Closers;
  /** An engine answers, for the first time or again. */
  readonly onStart: (engine: EngineThread) => void;
  /** The live engine does not stay up; the id is that of its last death, the log where it is recorded. */
  readonly onGivenUp: (id: string, log: string) => void;
}

/**
 * The engines of the desktop app. One that ends by itself is recorded and started again at once, so that its SCIM door
 * is back; the live one at most as often as crash.ts says, and then the app cannot go on. Without the sandbox it can.
 */
export function createEngines({ start, flags, logger, closers, onStart, onGivenUp }: EngineParts): Worlds {
  const { data } = flags;
  const deaths = new Map<World, Deaths>();
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
    onStart(engine);
    return engine;
  }

  function died(world: World, cause: unknown): void {
    const { id, log } = recordUnexpected(cause ?? `The engine of the ${world} world ended.`, data);
    const after = afterEngineDeath(deaths.get(world) ?? [], Date.now());
    deaths.set(world, after.deaths);
    logger.error({ world, id, log, again: after.restart }, 'An engine ended.');
    if (after.restart) {
      worlds.engine(world).then(
        ({ scim }) => logger.info({ world, scim }, 'The engine answers again.'),
        (error: unknown) => closers.closing || died(world, error),
      );
    } else if (world === 'live') onGivenUp(id, log);
  }

  return worlds;
}
