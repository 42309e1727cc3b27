import { fold } from '../../../shared/kit/fold.ts';
import type { Note } from '../scim/dialect/reading.ts';
import { scimError } from '../scim/error.ts';
import { evaluateFilter } from '../scim/filter/evaluate.ts';
import type { JsonObject } from '../scim/json.ts';
import type { MemberReference } from '../scim/member.ts';
import { applyPatch, type MembershipEdit, parsePatch } from '../scim/patch.ts';
import { parseResource, replaceResource } from '../scim/resource.ts';
import { checkPreconditions } from '../scim/version.ts';
import { addChange, type ChangeRow } from '../store/change.ts';
import {
  addGroup,
  addMember,
  deleteGroup,
  findGroup,
  findGroupByName,
  findMember,
  type GroupRow,
  listMemberKeys,
  type MemberKey,
  removeMember,
  updateGroup,
} from '../store/group.ts';
import { awaitedGroupId } from '../store/groupPin.ts';
import { groupIdsAround, peopleWithin } from '../store/nestedGroup.ts';
import { everybody } from '../store/person.ts';
import { type Act, nobody, type Written } from './act.ts';
import { effortOfChange, effortOfMembers } from './effort.ts';
import { groupColumns as columns } from './groupColumns.ts';
import { withId } from './reply.ts';
import { count, difference, differenceInWords } from './words.ts';

/** What edits of a group's members came to. */
interface Membership {
  readonly added: Map<string, MemberKey>;
  readonly removed: Map<string, MemberKey>;
}

/** RFC 7644 §3.3. @throws ScimError 409 for a taken displayName where the dialect expects that */
export function createGroup(act: Act, body: unknown): Written<GroupRow> {
  const { resource, members, notes } = parseResource(act.types.Group, body, act.source.dialect);
  const all = [...notes, ...checkName(act, String(resource.displayName), null)];
  const reserved = awaitedGroupId(act.db, act.source.pk, {
    name: fold(String(resource.displayName)),
    externalId: typeof resource.externalId === 'string' ? resource.externalId : null,
  });
  const id = reserved ?? act.ids.next();
  const group = withId(resource, id);
  const pk = addGroup(act.db, id, act.source.pk, columns(group), act.clock.now());
  const membership = edit(act, pk, members ? [{ kind: 'replace', members }] : []);
  const name = String(group.displayName);
  const changePk = recordChange(act, pk, 'created', name, null, group, membership);
  const summary = `Create group ${name}${membership.added.size > 0 ? ` with ${count(membership.added.size, 'member')}` : ''}`;
  const written = result(act, 201, id, summary, all, changePk, membership);
  // Rules have waited for this group, and were in doubt about everybody, member or not.
  return reserved === null ? written : { ...written, touched: new Set(everybody(act.db)) };
}

/** RFC 7644 §3.5.1; absent members are kept. */
export function replaceGroup(act: Act, id: string, body: unknown): Written<GroupRow> {
  const row = toBeChanged(act, id);
  act.effort.spend(effortOfChange(row.body.length));
  const current = JSON.parse(row.body) as JsonObject;
  const { resource, members, notes } = replaceResource(act.types.Group, current, body, act.source.dialect);
  return change(act, row, current, resource, members ? [{ kind: 'replace', members }] : [], notes, 200);
}

/** RFC 7644 §3.5.2. Costs by the size of the request, never by the size of the group. */
export function patchGroup(act: Act, id: string, body: unknown): Written<GroupRow> {
  const row = toBeChanged(act, id);
  const current = JSON.parse(row.body) as JsonObject;
  const { operations, notes } = parsePatch(act.types.Group, body, act.source.dialect);
  act.effort.spend(effortOfChange(row.body.length, operations.length));
  const patched = applyPatch(act.types.Group, current, operations, act.source.dialect);
  return change(act, row, current, patched.resource, patched.memberships, [...notes, ...patched.notes], 200);
}

/**
 * RFC 7644 §3.6. Rules that name the group can no longer tell: they hold what they gave (rule 3). Rules that name a group
 * which held this one can: who was in that one only by way of this one is not in it any more.
 */
export function removeGroup(act: Act, id: string): Written<GroupRow> {
  const row = toBeChanged(act, id);
  const current = JSON.parse(row.body) as JsonObject;
  const members = listMemberKeys(act.db, row.pk);
  const touched = new Set(peopleWithin(act.db, [row.pk]));
  const groups = groupIdsAround(act.db, row.pk);
  deleteGroup(act.db, row.pk, act.clock.now());
  const name = String(current.displayName);
  const none = { added: new Map<string, MemberKey>(), removed: new Map<string, MemberKey>() };
  const changePk = recordChange(act, row.pk, 'deleted', name, current, null, none);
  return {
    status: 204,
    row: null,
    summary: `Delete group ${name} (${count(members.length, 'member')})`,
    notes: [],
    changePk,
    touched,
    leavers: nobody,
    groups,
  };
}

function change(
  act: Act,
  row: GroupRow,
  current: JsonObject,
  changed: JsonObject,
  edits: readonly MembershipEdit[],
  notes: readonly Note[],
  status: 200,
): Written<GroupRow> {
  const next = withId(changed, row.id);
  const differing = difference(current, next);
  const renamed = next.displayName !== current.displayName;
  const all = renamed ? [...notes, ...checkName(act, String(next.displayName), row.pk)] : notes;
  const membership = edit(act, row.pk, edits);
  const name = String(current.displayName);
  const attributes = Object.keys(differing.before).length + Object.keys(differing.after).length > 0;
  if (!attributes && membership.added.size + membership.removed.size === 0) {
    return result(act, status, row.id, `Update group ${name}: nothing changed`, all, null, membership);
  }
  updateGroup(act.db, row.pk, columns(next), act.clock.now());
  const changePk = recordChange(act, row.pk, 'updated', name, current, next, membership);
  const summary = `Update group ${name}: ${[attributes ? differenceInWords(differing) : '', membersInWords(membership)]
    .filter((part) => part !== '')
    .join(', ')}`;
  return result(act, status, row.id, summary, all, changePk, membership);
}

const membersInWords = ({ added, removed }: Membership): string =>
  [added.size > 0 ? `+${count(added.size, 'member')}` : '', removed.size > 0 ? `−${count(removed.size, 'member')}` : '']
    .filter((part) => part !== '')
    .join(', ');

function result(
  act: Act,
  status: 200 | 201,
  id: string,
  summary: string,
  notes: readonly Note[],
  changePk: number | null,
  { added, removed }: Membership,
): Written<GroupRow> {
  const row = existing(act, id);
  const { touched, nested } = touchedBy([...added.values(), ...removed.values()]);
  // Everybody in a group that came or went is in this one now, or is not any more: that costs by how many they are.
  if (nested.length > 0) {
    const people = peopleWithin(act.db, nested);
    act.effort.spend(effortOfMembers(people.length));
    for (const personPk of people) touched.add(personPk);
  }
  const groups = changePk === null ? [id] : groupIdsAround(act.db, row.pk);
  return { status, row, summary, notes, changePk, touched, leavers: nobody, groups };
}

/** People who came or went, and groups that did. */
function touchedBy(members: readonly MemberKey[]): { readonly touched: Set<number>; readonly nested: number[] } {
  const touched = new Set<number>();
  const nested: number[] = [];
  for (const { person_pk, group_pk } of members) {
    if (person_pk !== null) touched.add(person_pk);
    if (group_pk !== null) nested.push(group_pk);
  }
  return { touched, nested };
}

/** Does the edits in order on the member rows. @throws ScimError invalidValue for an id that this source has not */
function edit(act: Act, groupPk: number, edits: readonly MembershipEdit[]): Membership {
  const membership: Membership = { added: new Map(), removed: new Map() };
  const add = (member: MemberKey) => {
    if (!addMember(act.db, groupPk, member)) return;
    if (!membership.removed.delete(member.id)) membership.added.set(member.id, member);
  };
  const remove = (member: MemberKey) => {
    if (!removeMember(act.db, groupPk, member)) return;
    if (!membership.added.delete(member.id)) membership.removed.set(member.id, member);
  };
  const everyMember = () => {
    const members = listMemberKeys(act.db, groupPk);
    act.effort.spend(effortOfMembers(members.length));
    return members;
  };
  for (const one of edits) {
    switch (one.kind) {
      case 'add':
        for (const member of one.members) add(memberKey(act, member));
        break;
      case 'remove':
        // Who is not known cannot be a member: removing them is done already.
        for (const id of one.ids) {
          const member = findMember(act.db, act.source.pk, id);
          if (member) remove(member);
        }
        break;
      case 'remove all':
        for (const member of everyMember()) remove(member);
        break;
      case 'remove where':
        for (const member of everyMember())
          if (evaluateFilter(one.filter, { value: member.id, type: member.user_pk === null ? 'Group' : 'User' }))
            remove(member);
        break;
      case 'replace': {
        const wanted = new Map(one.members.map((member) => [member.value, memberKey(act, member)]));
        for (const member of everyMember()) if (!wanted.has(member.id)) remove(member);
        for (const member of wanted.values()) add(member);
        break;
      }
    }
  }
  return membership;
}

function memberKey(act: Act, reference: MemberReference): MemberKey {
  const member = findMember(act.db, act.source.pk, reference.value);
  if (!member)
    throw scimError.invalidValue(
      `There is no user or group with the id “${reference.value.slice(0, 80)}” at this base URL. Create it first, then add it.`,
    );
  return member;
}

/** A second group of a name is refused where the IdP expects that (Entra), else allowed with a note. */
function checkName(act: Act, name: string, own: number | null): Note[] {
  const other = findGroupByName(act.db, act.source.pk, fold(name));
  if (!other || other.pk === own) return [];
  if (act.source.dialect === 'entra')
    throw scimError.uniqueness('A group with this displayName exists already at this base URL.');
  return [
    { normaliser: 'second group of a name', text: 'Another group has this displayName; both are kept apart by id' },
  ];
}

/** @throws ScimError 404; 412 when it is not in the version that is asked for (RFC 7644 §3.14) */
function toBeChanged(act: Act, id: string): GroupRow {
  const row = existing(act, id);
  checkPreconditions(act.preconditions, row.version);
  return row;
}

function existing(act: Act, id: string): GroupRow {
  const row = findGroup(act.db, act.source.pk, id);
  if (!row) throw scimError.notFound('There is no group with this id at this base URL. Look it up by displayName.');
  return row;
}

function recordChange(
  act: Act,
  groupPk: number,
  kind: ChangeRow['kind'],
  label: string,
  before: JsonObject | null,
  after: JsonObject | null,
  { added, removed }: Membership,
): number {
  const differing = difference(before, after);
  const users = (members: Map<string, MemberKey>) =>
    JSON.stringify([...members.values()].flatMap((member) => (member.user_pk === null ? [] : [member.user_pk])));
  return addChange(act.db, {
    id: act.ids.next(),
    exchange_pk: act.exchangePk,
    at: act.clock.now(),
    kind,
    resource_type: 'Group',
    user_pk: null,
    group_pk: groupPk,
    label,
    before: JSON.stringify(differing.before),
    after: JSON.stringify(differing.after),
    members_added: users(added),
    members_removed: users(removed),
  });
}
