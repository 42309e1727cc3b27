import fc from 'fast-check';
import { createGroup, patchGroup, removeGroup } from '../../electron/engine/directory/groups.ts';
import { createUser } from '../../electron/engine/directory/users.ts';
import type { GroupRow } from '../../electron/engine/store/group.ts';
import type { UserRow } from '../../electron/engine/store/user.ts';
import { patchSchema } from '../support/scim.ts';
import type { Directory } from './act.ts';

const USERS = 4;
const GROUPS = 5;

/** A member comes to a group or leaves it, or the group is deleted; a member's number counts users, then groups. */
export interface Step {
  readonly kind: 'add' | 'remove' | 'delete';
  readonly group: number;
  readonly members: readonly number[];
}

const member = fc.nat(USERS + GROUPS - 1);

/** Any order of memberships, groups in themselves and in circles among them; few deletions, since they come to an end. */
export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    kind: fc.oneof(
      { weight: 8, arbitrary: fc.constant('add' as const) },
      { weight: 3, arbitrary: fc.constant('remove' as const) },
      { weight: 1, arbitrary: fc.constant('delete' as const) },
    ),
    group: fc.nat(GROUPS - 1),
    members: fc.uniqueArray(member, { minLength: 1, maxLength: 3 }),
  }),
  { minLength: 1, maxLength: 14 },
);

/** What nesting means, worked out as naively as can be: sets of direct members, gone through again and again. */
export class Nesting {
  readonly directory: Directory;
  readonly users: readonly UserRow[];
  readonly groups: readonly GroupRow[];
  readonly #deleted = new Set<string>();
  /** By the id of a group: the ids of its direct members. */
  readonly #members = new Map<string, Set<string>>();

  /** @param directory may hold others: a name is taken once, so everybody is told apart by a number */
  constructor(directory: Directory, number = 0) {
    this.directory = directory;
    const row = <Row>({ row: made }: { readonly row: Row | null }): Row => {
      if (made === null) throw new Error('nothing was created');
      return made;
    };
    this.users = Array.from({ length: USERS }, (_, n) =>
      row(this.directory.act((act) => createUser(act, { userName: `user ${number} ${n}` }))),
    );
    this.groups = Array.from({ length: GROUPS }, (_, n) =>
      row(this.directory.act((act) => createGroup(act, { displayName: `Group ${n}` }))),
    );
    for (const { id } of this.groups) this.#members.set(id, new Set());
  }

  /** Sends the step, unless its group or all of its members were deleted. */
  take({ kind, group: index, members }: Step): ReturnType<typeof patchGroup> | null {
    const { id } = this.groups[index] as GroupRow;
    const all = [...this.users, ...this.groups].map((one) => one.id);
    const chosen = members.map((number) => all[number] as string).filter((one) => !this.#deleted.has(one));
    if (this.#deleted.has(id) || chosen.length === 0) return null;
    const own = this.#members.get(id);
    if (kind === 'delete') {
      this.#deleted.add(id);
      for (const others of this.#members.values()) others.delete(id);
      own?.clear();
      return this.directory.act((act) => removeGroup(act, id));
    }
    for (const one of chosen) kind === 'add' ? own?.add(one) : own?.delete(one);
    const operation = { op: kind, path: 'members', value: chosen.map((value) => ({ value })) };
    return this.directory.act((act) => patchGroup(act, id, { schemas: [patchSchema], Operations: [operation] }));
  }

  isMember = (id: string, groupId: string): boolean => this.#members.get(groupId)?.has(id) ?? false;

  idOf = (name: string): string => this.groups[Number(name.replace('Group ', ''))]?.id ?? '';

  /** By the id of each group that a user is in: how many steps away it is, 1 for a direct member. */
  groupsOf(userId: string): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (let distance = 1; distance <= GROUPS; distance += 1) {
      const before = distance === 1 ? [userId] : [...found].filter(([, at]) => at === distance - 1).map(([id]) => id);
      for (const { id } of this.groups)
        if (!found.has(id) && before.some((one) => this.isMember(one, id))) found.set(id, distance);
    }
    return found;
  }

  /** What everybody is in, by the key of the person. */
  everybody = (): ReadonlyMap<number, ReadonlySet<string>> =>
    new Map(this.users.map(({ id, person_pk }) => [person_pk, new Set(this.groupsOf(id).keys())]));
}
