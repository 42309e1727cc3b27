import type { World } from '../../shared/model/status.ts';
import { type EngineThread, StartFailure } from '../engine/thread.ts';
import { refusalBody } from './admin/refusal.ts';

/** Gives the engine of a world; null when it does not run and this door starts none. May throw a StartFailure. */
export type EngineOf = (world: World) => Promise<EngineThread | null>;

/**
 * The engine that is asked for, or why it cannot be had, as the contract's client reads it.
 *
 * @throws what is no StartFailure
 */
export async function engineFor(
  engineOf: EngineOf,
  world: World,
): Promise<EngineThread | ReturnType<typeof refusalBody>> {
  const affects = `Everything in the ${world} world.`;
  try {
    const engine = await engineOf(world);
    return engine ?? refusalBody({ status: 503, error: { ...notRunning(world), affects } });
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const { message, fix } = error;
    return refusalBody({ status: 503, error: { code: 'unreachable', message, affects, fix } });
  }
}

const notRunning = (world: World) => ({
  code: 'unreachable' as const,
  message: `The ${world} world does not run here.`,
  fix:
    world === 'sandbox'
      ? 'Found a pretend company in it (sandbox.start does), which starts it. Or start Footbridge with --demo.'
      : `Start it: footbridge status --world ${world}.`,
});

/** Rehearsing begins with an empty folder and no engine of the sandbox: this one procedure starts it. */
export const startsSandbox = (name: string, world: World): boolean => name === 'sandbox.start' && world === 'sandbox';
