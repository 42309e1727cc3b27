import type { Client } from '../../shared/contract/client.ts';
import type { WorkDecision, WorkItem } from '../../shared/model/work.ts';

/** Decides whatever is asked, as somebody would who wants the IdP obeyed. */
export async function decideItem(client: Client, item: WorkItem): Promise<void> {
  const decision = (item.decisions.includes('new person') ? 'new person' : item.decisions[0]) as WorkDecision;
  await client.call('work.decide', { id: item.id, decision, reason: 'as it should be' });
}

/** Of what the guard holds, the removal of one person alone is rejected. */
export async function rejectForOne(client: Client, nth: number): Promise<void> {
  const items = (await client.call('work.list', {})).items.filter(({ kind }) => kind === 'guard');
  const item = items[nth % Math.max(items.length, 1)];
  const person = item?.persons[nth % item.persons.length];
  if (!item || !person) return;
  await client.call('work.decide', { id: item.id, decision: 'reject', reason: 'not meant', personIds: [person.id] });
}

const rejected = async (client: Client) =>
  (await client.call('removal.listHeld', {})).items.filter(({ heldBy }) => heldBy === 'rejected');

/** Names of people who keep what should be taken from them, by decision. */
export const rejectedPeople = async (client: Client): Promise<string[]> =>
  (await rejected(client)).map(({ person }) => person.name);

/** What was rejected is released after all. */
export async function releaseRejected(client: Client): Promise<void> {
  for (const { accountId } of await rejected(client))
    await client.call('removal.release', { accountId, reason: 'meant after all' });
}
