import type { Client } from '../../../shared/contract/client.ts';
import { ContractError } from '../../../shared/contract/error.ts';

/**
 * What the pretend company's admin does about work items: in a company where somebody leaves every minute, the guard's
 * limit for an hour is soon reached. Removals of one person each are released; whatever takes access from several
 * people at once, or is no matter of the guard, waits for the person in front of the screen.
 *
 * @returns the titles of what was released
 * @throws ContractError, but not for an item that somebody else decided meanwhile
 */
export async function releaseSingleRemovals(client: Client, signal: AbortSignal): Promise<readonly string[]> {
  const { items } = await client.call('work.list', {}, { signal });
  const released: string[] = [];
  for (const item of items) {
    if (item.kind !== 'guard' || item.people !== 1 || !item.decisions.includes('approve')) continue;
    try {
      const reason = 'One person, announced by the company (pretend admin).';
      await client.call('work.decide', { id: item.id, decision: 'approve', reason }, { signal });
      released.push(item.title);
    } catch (error) {
      if (!(error instanceof ContractError && ['not-found', 'conflict'].includes(error.body.code))) throw error;
    }
  }
  return released;
}
