import type { Overview, Status } from '../../../shared/model/status.ts';
import { waitsInWords } from '../provisioning/held.ts';
import { countOutstanding } from '../store/delivery.ts';
import { lastProof } from '../store/operation.ts';
import { countHeldRemovals } from '../store/removal.ts';
import {
  accountsByState,
  countApps,
  countOnTheWay,
  countPeople,
  countSources,
  countUrgent,
  failingApps,
} from '../store/status.ts';
import { countWorkItems } from '../store/work.ts';
import type { ApiContext } from './context.ts';

/** The state of this world in numbers. */
export const getStatus = (context: ApiContext): Status => ({
  ...numbersOf(context),
  removalsWaiting: countHeldRemovals(context.db).accounts,
});

function numbersOf({ db }: ApiContext): Omit<Status, 'removalsWaiting'> {
  const proof = lastProof(db);
  const { people, since } = countHeldRemovals(db);
  return {
    people: countPeople(db),
    sources: countSources(db),
    apps: countApps(db),
    accounts: Object.fromEntries(accountsByState(db).map(({ state, n }) => [state, n])),
    outstanding: countOutstanding(db),
    onTheWay: countOnTheWay(db),
    held: { people, since: since === null ? null : new Date(since).toISOString() },
    needsYou: countWorkItems(db),
    lastProof: proof
      ? {
          app: proof.app,
          person: proof.person,
          operation: proof.verb,
          kind: proof.kind,
          seen: proof.seen,
          at: new Date(proof.at).toISOString(),
        }
      : null,
  };
}

/** The numbers, and the sentence that says whether all is right. */
export function getOverview(context: ApiContext): Overview {
  const numbers = numbersOf(context);
  return {
    ...numbers,
    world: context.world,
    paused: context.apps.pause(),
    scim: context.scim,
    health: healthOf(context, numbers),
  };
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

function healthOf(context: ApiContext, status: Omit<Status, 'removalsWaiting'>): Overview['health'] {
  if (status.sources === 0 && status.people === 0)
    return { level: 'ok', sentence: 'No identity provider is connected yet.' };
  const failing = failingApps(context.db)[0];
  const listening = context.scim === null ? 'Not listening' : 'Listening';
  const size = `${listening}. ${counted(status.sources, 'source')}, ${counted(status.apps, 'app')}`;
  const paused = context.apps.pause();
  if (paused !== null) {
    const what = paused.removals === 'wait' ? 'Nothing is delivered' : 'Only access is taken away';
    const waiting = waitsInWords(status.onTheWay, countUrgent(context.db));
    return {
      level: paused.removals === 'wait' ? 'failing' : 'attention',
      sentence: `${size}. Paused since ${paused.since}. ${what}. ${waiting}`,
    };
  }
  if (failing)
    return {
      level: 'failing',
      sentence: `${size}. ${failing.name} does not take what is sent: ${counted(failing.n, 'account')} wait, and it is tried again.`,
    };
  if (status.needsYou > 0)
    return { level: 'attention', sentence: `${size}. ${counted(status.needsYou, 'thing')} only you can decide.` };
  const moving = status.onTheWay;
  if (moving > 0) return { level: 'ok', sentence: `${size}, ${counted(moving, 'account')} on the way.` };
  return { level: 'ok', sentence: `${size}, all quiet.` };
}
