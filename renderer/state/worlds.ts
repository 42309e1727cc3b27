import { createClient } from '../../shared/contract/client.ts';
import { ContractError } from '../../shared/contract/error.ts';
import type { Overview, World } from '../../shared/model/status.ts';
import type { Host } from '../data/host.ts';
import { screenPatience } from '../data/patience.ts';
import type { Place } from './route.ts';

/** Which worlds the host runs, with what each says of itself. */
export type RunningWorlds = ReadonlyMap<World, Overview>;

/**
 * Asks the host for both worlds; one that it does not run is left out.
 *
 * @throws ContractError when no world answers
 */
export async function findWorlds(host: Host): Promise<RunningWorlds> {
  const running = new Map<World, Overview>();
  let failure: unknown = null;
  for (const world of ['live', 'sandbox'] as const) {
    try {
      running.set(world, await createClient(host.transport(world), screenPatience).call('overview.get', {}));
    } catch (error) {
      if (!(error instanceof ContractError)) throw error;
      failure ??= error;
    }
  }
  if (running.size === 0) throw failure;
  return running;
}

/**
 * The world to begin in: the one the link names, else the one last looked at, else live; but the sandbox while live has
 * no source yet and the sandbox has people, since somebody who started the demo came to see it.
 */
export function chooseWorld(running: RunningWorlds, linked: World | null, remembered: World | null): World {
  for (const wish of [linked, remembered]) if (wish !== null && running.has(wish)) return wish;
  const live = running.get('live');
  const sandbox = running.get('sandbox');
  if (!live) return 'sandbox';
  return live.sources === 0 && sandbox !== undefined && sandbox.sources > 0 ? 'sandbox' : 'live';
}

/** Where to begin in a world when the address names no place: with what is next to do there. */
export function choosePlace(running: RunningWorlds, world: World): Place {
  const isUntouched = running.get(world)?.sources === 0;
  if (!isUntouched) return 'activity';
  return world === 'live' ? 'setup' : 'rehearse';
}
