import { type Company, displayName, type Group, type Person } from './company.ts';

/** One thing that an identity provider notices between two moments of a company. */
export type Difference =
  | { readonly kind: 'user created'; readonly person: Person }
  /** Attributes other than the manager; a person who is gone keeps what was last told. */
  | { readonly kind: 'user changed'; readonly before: Person; readonly after: Person }
  | { readonly kind: 'user disabled' | 'user deleted' | 'user enabled' | 'user restored'; readonly person: Person }
  | {
      readonly kind: 'manager changed';
      readonly person: Person;
      readonly before: string | null;
      readonly after: string | null;
    }
  | { readonly kind: 'user purged'; readonly person: Person }
  | { readonly kind: 'group created' | 'group renamed'; readonly group: Group }
  | {
      /** Of people; and of groups in a group. */
      readonly kind: 'members changed' | 'nested groups changed';
      readonly group: Group;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    };

/**
 * What changed from one moment of a company to another, in the order in which Entra provisions: users before the
 * managers that name them, users before groups, groups before their members. Who is gone goes first, since somebody new
 * may have that login.
 *
 * @param before null: the identity provider has told nothing yet, so everything is new
 */
export function differences(before: Company | null, after: Company): readonly Difference[] {
  const known = new Map(before?.people.map((person) => [person.id, person]));
  const present = new Set(after.people.map((person) => person.id));
  const knownGroups = new Map(before?.groups.map((group) => [group.id, group]));
  return [
    ...[...known.values()].flatMap((person): readonly Difference[] =>
      present.has(person.id) ? [] : [{ kind: 'user purged', person }],
    ),
    ...after.people.flatMap((person): readonly Difference[] =>
      known.has(person.id) ? [] : [{ kind: 'user created', person }],
    ),
    ...after.people.flatMap((person) => attributesAndPresence(known.get(person.id), person)),
    ...after.people.flatMap((person): readonly Difference[] => {
      const managerBefore = known.get(person.id)?.managerId ?? null;
      if (managerBefore === person.managerId) return [];
      return [{ kind: 'manager changed', person, before: managerBefore, after: person.managerId }];
    }),
    ...after.groups.flatMap((group): readonly Difference[] => {
      const was = knownGroups.get(group.id);
      if (was === undefined) return [{ kind: 'group created', group }];
      return was.name === group.name ? [] : [{ kind: 'group renamed', group }];
    }),
    ...after.groups.flatMap((group) => memberships(knownGroups.get(group.id), group, present)),
    ...after.groups.flatMap((group) => nestedGroups(knownGroups.get(group.id), group)),
  ];
}

function attributesAndPresence(before: Person | undefined, after: Person): readonly Difference[] {
  const changed: readonly Difference[] =
    before !== undefined && attributesOf(before) !== attributesOf(after)
      ? [{ kind: 'user changed', before, after }]
      : [];
  const presenceBefore = before?.presence ?? 'here';
  if (presenceBefore === after.presence) return changed;
  switch (after.presence) {
    case 'left':
      return [...changed, { kind: 'user disabled', person: after }];
    case 'deleted':
      return [...changed, { kind: 'user deleted', person: after }];
    case 'here':
      // Restored first: what is sent to a soft-deleted user would be lost with the next rename.
      return [{ kind: presenceBefore === 'deleted' ? 'user restored' : 'user enabled', person: after }, ...changed];
  }
}

const attributesOf = (person: Person) =>
  JSON.stringify([displayName(person), person.name, person.login, person.department, person.title]);

function nestedGroups(before: Group | undefined, after: Group): readonly Difference[] {
  const added = after.groups.filter((id) => !before?.groups.includes(id));
  const removed = before?.groups.filter((id) => !after.groups.includes(id)) ?? [];
  return added.length + removed.length === 0 ? [] : [{ kind: 'nested groups changed', group: after, added, removed }];
}

/** A purged member needs no word: the server takes a deleted user out of every group by itself. */
function memberships(before: Group | undefined, after: Group, present: ReadonlySet<string>): readonly Difference[] {
  const was = new Set(before?.members);
  const is = new Set(after.members);
  const added = after.members.filter((id) => !was.has(id));
  const removed = [...was].filter((id) => !is.has(id) && present.has(id));
  return added.length + removed.length === 0 ? [] : [{ kind: 'members changed', group: after, added, removed }];
}
