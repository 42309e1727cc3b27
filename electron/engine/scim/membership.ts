import { derivedPart, memberWithoutValue, removeWithValue } from './dialect/operation.ts';
import { note, type Reading } from './dialect/reading.ts';
import { scimError } from './error.ts';
import type { ResolvedFilter } from './filter/filter.ts';
import { type MemberReference, readMembers } from './member.ts';
import type { ResolvedPath } from './path.ts';

/** One change of a group's members, to be done on the store's rows, in order. */
export type MembershipEdit =
  | { readonly kind: 'add'; readonly members: readonly MemberReference[] }
  | { readonly kind: 'remove'; readonly ids: readonly string[] }
  | { readonly kind: 'remove all' }
  | { readonly kind: 'replace'; readonly members: readonly MemberReference[] }
  /** The filter is about one member: {value, type}. */
  | { readonly kind: 'remove where'; readonly filter: ResolvedFilter };

/**
 * What an operation on `members` means for the rows. A remove that names values removes those and never all.
 *
 * @param sent the operation's value; undefined when it has none
 * @throws ScimError invalidValue when members are needed and none can be read, invalidPath when the path names something
 *   of members that cannot be written
 */
export function readMembershipEdits(
  operation: 'add' | 'replace' | 'remove',
  path: ResolvedPath,
  sent: unknown,
  reading: Reading,
): readonly MembershipEdit[] {
  const part = path.subAttribute?.name ?? 'value';
  if (part !== 'value') {
    note(reading, derivedPart, `“members.${part}”`, 'ignored');
    return [];
  }
  if (path.filter !== null) return editsOfFiltered(operation, path.filter, sent, reading);
  if (operation === 'remove') {
    if (sent === undefined || sent === null) return [{ kind: 'remove all' }];
    const ids = readMembers(sent, reading).map((member) => member.value);
    note(reading, removeWithValue, 'a remove of members with values', `read as a remove of ${countOf(ids)}`);
    return ids.length === 0 ? [] : [{ kind: 'remove', ids }];
  }
  if (sent === undefined)
    throw scimError.invalidValue(`“${operation}” of members needs a value: a list of {"value": id}.`);
  const members = readMembers(sent, reading);
  if (operation === 'replace') return [{ kind: 'replace', members }];
  return members.length === 0 ? [] : [{ kind: 'add', members }];
}

const countOf = (ids: readonly string[]) => (ids.length === 1 ? 'that member' : `those ${ids.length} members`);

function editsOfFiltered(
  operation: 'add' | 'replace' | 'remove',
  filter: ResolvedFilter,
  sent: unknown,
  reading: Reading,
): readonly MembershipEdit[] {
  const ids = idsOf(filter);
  const removal: MembershipEdit = ids === undefined ? { kind: 'remove where', filter } : { kind: 'remove', ids };
  if (operation === 'remove') return [removal];
  if (sent !== undefined && sent !== null) {
    const members = readMembers(sent, reading);
    return operation === 'add' ? [{ kind: 'add', members }] : [removal, { kind: 'add', members }];
  }
  if (operation === 'replace' || ids === undefined) {
    throw scimError.invalidValue(`“${operation}” of members needs a value: a list of {"value": id}.`);
  }
  note(reading, memberWithoutValue, 'an add of members without a value', `read from its path: ${countOf(ids)}`);
  return [{ kind: 'add', members: ids.map((value) => ({ value })) }];
}

/** The ids that a filter names by `value eq`, alone or joined by `or`; undefined when it says anything else. */
function idsOf(filter: ResolvedFilter): readonly string[] | undefined {
  if (filter.kind === 'compare') {
    const isId = filter.operator === 'eq' && filter.path.key === 'members.value' && typeof filter.value === 'string';
    return isId ? [String(filter.value)] : undefined;
  }
  if (filter.kind !== 'or') return undefined;
  const ids = new Set<string>();
  for (const part of filter.filters) {
    const found = idsOf(part);
    if (found === undefined) return undefined;
    for (const id of found) ids.add(id);
  }
  return [...ids];
}
