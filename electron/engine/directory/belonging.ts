import { directGroupsOf, groupsAround } from '../store/nestedGroup.ts';
import type { ReadDb } from '../store/sql.ts';

/** That a user belongs to a group (RFC 7643 §4.1.2, `groups`), in the shortest way in which they do. */
export interface Belonging {
  readonly group: { readonly id: string; readonly name: string };
  /** The group in this one by way of which they belong; null when they are a member of this one itself. */
  readonly by: Belonging | null;
}

interface HeldGroup {
  readonly id: string;
  readonly name: string;
  readonly holders: readonly number[];
}

/**
 * What each of these users belongs to: the groups that they are members of, then those that hold these, and so on. Two
 * statements, however many users there are; one when none of them is in a group.
 *
 * @returns by the user's key; users in no group are left out
 */
export function belongingsOf(db: ReadDb, userPks: readonly number[]): ReadonlyMap<number, readonly Belonging[]> {
  const direct = new Map<number, number[]>();
  for (const { user_pk, group_pk } of directGroupsOf(db, userPks)) {
    const groups = direct.get(user_pk);
    if (groups) groups.push(group_pk);
    else direct.set(user_pk, [group_pk]);
  }
  if (direct.size === 0) return new Map();
  const groups = new Map<number, HeldGroup>();
  for (const { pk, id, name, holders } of groupsAround(db, [...new Set([...direct.values()].flat())]))
    groups.set(pk, { id, name, holders: JSON.parse(holders) as readonly number[] });
  return new Map([...direct].map(([userPk, groupPks]) => [userPk, climb(groups, groupPks)]));
}

/** Step by step outwards, so that the shortest way is found first, and each group once: circles end by themselves. */
function climb(groups: ReadonlyMap<number, HeldGroup>, direct: readonly number[]): readonly Belonging[] {
  const found: Belonging[] = [];
  const seen = new Set<number>();
  let step: { readonly pk: number; readonly by: Belonging | null }[] = direct.map((pk) => ({ pk, by: null }));
  while (step.length > 0) {
    const next: typeof step = [];
    for (const { pk, by } of step) {
      const group = groups.get(pk);
      // Not there: it was deleted, and keeps its members only so that what it gave can be told.
      if (!group || seen.has(pk)) continue;
      seen.add(pk);
      const belonging = { group, by };
      found.push(belonging);
      for (const holder of group.holders) next.push({ pk: holder, by: belonging });
    }
    step = next;
  }
  return found;
}

/** The names of the groups by way of which somebody belongs, the one that they are a member of itself first. */
export function wayOf({ by }: Belonging): readonly string[] {
  const names: string[] = [];
  for (let one = by; one !== null; one = one.by) names.unshift(one.group.name);
  return names;
}
