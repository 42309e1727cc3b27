import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { WorkDecision } from '../../shared/model/work.ts';
import { toFailure } from './failure.ts';
import type { WorldState } from './world.ts';

/**
 * How a work item of a world is decided: wherever it is shown, the same reason is being written, and it is still there
 * when somebody left in between.
 */
export function decidingOn(world: WorldState, id: string) {
  return {
    readReason: (): string => world.reasons.get(id) ?? '',
    keepReason: (reason: string): void => void world.reasons.set(id, reason),
    /** Settles with null when it was taken, else with what the engine said. */
    async onDecide(
      decision: WorkDecision,
      reason: string,
      personIds?: readonly string[],
    ): Promise<ContractErrorBody | null> {
      try {
        await world.decide(id, decision, reason, personIds);
        world.reasons.delete(id);
        return null;
      } catch (error) {
        return toFailure(error);
      }
    },
  };
}
