import { createContext, useContext } from 'react';
import type { Input } from '../../shared/contract/contract.ts';
import type { World } from '../../shared/model/status.ts';
import type { Place } from './route.ts';

/** The worlds of this window, and how to go from one to the other. */
export interface Worlds {
  /** Those that the host runs. */
  readonly running: readonly World[];
  readonly current: World;
  /** Looks at a world that runs; null is the place to begin in. */
  enter(world: World, place: Place | null): void;
  /**
   * Founds a pretend company in the sandbox world, which is started when it does not run, and goes there.
   *
   * @throws ContractError
   */
  startSandbox(company: Input<'sandbox.start'>): Promise<void>;
}

const WorldsContext = createContext<Worlds | null>(null);

export const WorldsProvider = WorldsContext.Provider;

export function useWorlds(): Worlds {
  const worlds = useContext(WorldsContext);
  if (worlds === null) throw new Error('No worlds above this component.');
  return worlds;
}
