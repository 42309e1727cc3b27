import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { WorkDecision } from '../../shared/model/work.ts';
import { toFailure } from './failure.ts';
import type { WorldState } from './world.ts';

/** Takes a decision about a work item. @returns null when it was taken, else what the engine said */
export async function takeDecision(
  world: WorldState,
  id: string,
  decision: WorkDecision,
  reason: string,
): Promise<ContractErrorBody | null> {
  try {
    await world.decide(id, decision, reason);
    return null;
  } catch (error) {
    return toFailure(error);
  }
}
