/** Groups as most dialects tell them: made, renamed, and their members changed by PATCH. */
import { type Company, type Group, personOf } from './company.ts';
import { ask, type Conversation, createOne, findOne, memberOf, readPages, type ScimRequest } from './conversation.ts';
import type { Difference } from './differences.ts';
import type { Recollection } from './memory.ts';
import { filterOn, get, type PatchOperation, patch, post } from './requests.ts';

/** A member of a group, by the id that the server gave it. */
export interface Member {
  readonly id: string;
  readonly type: 'User' | 'Group';
  /** Login or name. */
  readonly display: string;
}

/** Looks for a group by its name. @returns the server's id, null when there is none */
export type FindGroup = (name: string) => Conversation<string | null>;

/** What distinguishes the groups of one dialect from those of another. */
export interface GroupShapes {
  /** Whether groups in groups are told. */
  readonly nested: boolean;
  /** How a group is looked for before it is made; called once for each telling. */
  finder(): FindGroup;
  /** Asked before a known group is changed; null: nothing is. */
  look?(id: string): ScimRequest;
  newGroup(group: Group): Readonly<Record<string, unknown>>;
  rename(group: Group, id: string): readonly PatchOperation[];
  /** One PATCH for each list of operations. */
  members(added: readonly Member[], removed: readonly Member[], group: Group): readonly (readonly PatchOperation[])[];
  /** How many operations the server takes in one PATCH; asked once for each telling that changes members. */
  most?(): Conversation<number>;
  /** Sent before members are changed, in a PATCH of its own. */
  first?(group: Group, id: string): readonly PatchOperation[];
  /** Ends the path of every PATCH. */
  readonly query?: string;
}

/** Tells the changes of groups, and nothing of users. @param moment the company after them */
export function* tellGroups(
  changes: readonly Difference[],
  recollection: Recollection,
  moment: Company,
  shapes: GroupShapes,
): Conversation<void> {
  const find = shapes.finder();
  let most: number | null = null;
  for (const change of changes) {
    switch (change.kind) {
      case 'group created': {
        const matched = yield* find(change.group.name);
        const id = matched ?? (yield* createOne(post('Groups', shapes.newGroup(change.group))));
        recollection.learn(change.group.id, id);
        break;
      }
      case 'group renamed': {
        const id = recollection.idOf(change.group.id);
        yield* patch('Groups', id, shapes.rename(change.group, id), shapes.query);
        break;
      }
      case 'nested groups changed':
      case 'members changed': {
        if (change.kind === 'nested groups changed' && !shapes.nested) break;
        const id = recollection.idOf(change.group.id);
        if (shapes.most) most ??= yield* shapes.most();
        if (shapes.look) yield* ask(shapes.look(id), [200]);
        const first = shapes.first?.(change.group, id);
        if (first) yield* patch('Groups', id, first, shapes.query);
        const [added, removed] = [change.added, change.removed].map((ids) => membersOf(ids, recollection, moment));
        for (const operations of shapes.members(added ?? [], removed ?? [], change.group)) {
          for (const part of chunks(operations, most)) yield* patch('Groups', id, part, shapes.query);
        }
        break;
      }
      default:
    }
  }
}

/** Members as the server knows them. @param ids object ids of people or groups */
export const membersOf = (ids: readonly string[], recollection: Recollection, moment: Company): readonly Member[] =>
  ids.map((objectId) => {
    const id = recollection.idOf(objectId);
    const group = moment.groups.find((other) => other.id === objectId);
    if (group !== undefined) return { id, type: 'Group', display: group.name };
    return { id, type: 'User', display: personOf(moment, objectId)?.login ?? '' };
  });

/** Each group is looked for by a filter on its name. @param before, after what the dialect puts around the filter */
export const findByFilter =
  (before = '', after = ''): (() => FindGroup) =>
  () =>
  (name) =>
    findOne(get(`/Groups?${before}${filterOn('displayName', name)}${after}`), [404]);

/** All groups are read once, and names compared here. */
export const findInList = (): FindGroup => {
  let known: readonly unknown[] | null = null;
  return function* find(name) {
    known ??= yield* readPages((startIndex) => get(startIndex === 1 ? '/Groups' : `/Groups?startIndex=${startIndex}`));
    const named = known.find((group) => memberOf(group, 'displayName') === name);
    const id = memberOf(named, 'id');
    return typeof id === 'string' ? id : null;
  };
};

/** @param most null: as many as there are */
function chunks<T>(items: readonly T[], most: number | null): readonly (readonly T[])[] {
  if (most === null || most < 1 || items.length <= most) return [items];
  return Array.from({ length: Math.ceil(items.length / most) }, (_, n) => items.slice(n * most, (n + 1) * most));
}

/** One operation with a value for each member. */
export const memberValue = ({ id, display }: Member) => ({ value: id, display });

/** The path of one member (RFC 7644, figure 7). */
export const memberPath = ({ id }: Member) => `members[value eq ${JSON.stringify(id)}]`;
