import type { Impact } from '../../../shared/model/impact.ts';
import type { Directory } from '../mapping/types.ts';
import type { WantedAccount } from '../provisioning/account.ts';
import { decide } from '../provisioning/decide.ts';
import type { DescribedPerson, WantContext } from '../provisioning/want.ts';
import { findAccount } from '../store/account.ts';
import { findDelivery } from '../store/delivery.ts';
import { everybody } from '../store/person.ts';
import type { ReadDb } from '../store/sql.ts';
import { usersOfPerson } from '../store/user.ts';
import type { Draft, DraftApp } from './draft.ts';

/** How many people each list names; the counts are exact. */
const LISTED = 500;

export const noImpact: Impact = { gains: [], gainsCount: 0, loses: [], losesCount: 0, held: [], heldCount: 0 };

const kinds = { granted: 'gains', revoked: 'loses', held: 'held' } as const;

/**
 * What a draft would do to people: each app whose mappings or rules change is decided for everybody, by the very
 * function that decides for good, and nothing is written: it is a question, and takes no lock.
 */
export function impactOf(db: ReadDb, context: WantContext, draft: Draft): Impact {
  const apps = draft.apps.filter((app) => app.snapshot !== null);
  const impact: Impact = { gains: [], gainsCount: 0, loses: [], losesCount: 0, held: [], heldCount: 0 };
  if (apps.length === 0) return impact;
  // Rule 0: what a removed source fed is held as it is.
  const removed = new Set(draft.removedSources.map(({ pk }) => pk));
  const directory = withNames(context.directory, draft);
  for (const personPk of everybody(db)) {
    const newest = removed.size === 0 ? undefined : usersOfPerson(db, personPk)[0];
    if (newest && removed.has(newest.source_pk)) continue;
    const person = context.describe(db, personPk);
    if (!person) continue;
    for (const app of apps) add(impact, person, app, previousOf(db, app, personPk), directory);
  }
  return impact;
}

/** The names of groups that are still to come stand in the draft, not yet in the store. */
function withNames(directory: Directory, { groups }: Draft): Directory {
  const names = new Map(groups.map(({ id, group }) => [id, group.displayName]));
  return {
    hasGroup: (id) => directory.hasGroup(id),
    groupName: (id) => directory.groupName(id) ?? names.get(id) ?? null,
  };
}

function previousOf(db: ReadDb, { row }: DraftApp, personPk: number): WantedAccount | null {
  const account = row === null ? undefined : findAccount(db, row.pk, personPk);
  const delivery = account && findDelivery(db, account.pk);
  return delivery ? (JSON.parse(delivery.wanted) as WantedAccount) : null;
}

function add(
  impact: Impact,
  person: DescribedPerson,
  { name, snapshot }: DraftApp,
  previous: WantedAccount | null,
  directory: Directory,
): void {
  const evaluate = snapshot !== null && person.gone === null && !person.identityOpen;
  const { decisions, wanted } = decide({
    person: person.name,
    gone: person.gone,
    identityOpen: person.identityOpen,
    evaluation: evaluate ? snapshot.evaluate(person, directory) : null,
    previous,
    snapshotId: '',
  });
  for (const { effect, role, reason } of decisions) {
    if (effect === 'kept') continue;
    // Doubt about a role that somebody has not got holds nothing.
    if (effect === 'held' && !wanted?.roles.includes(role)) continue;
    const kind = kinds[effect];
    impact[`${kind}Count`] += 1;
    if (impact[kind].length < LISTED) impact[kind].push({ person: person.name, app: name, role, reason });
  }
}
