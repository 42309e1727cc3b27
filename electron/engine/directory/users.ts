import { fold } from '../../../shared/kit/fold.ts';
import type { Note } from '../scim/dialect/reading.ts';
import { scimError } from '../scim/error.ts';
import { isObject, type JsonObject } from '../scim/json.ts';
import { applyPatch, parsePatch } from '../scim/patch.ts';
import { parseResource, replaceResource } from '../scim/resource.ts';
import { checkPreconditions } from '../scim/version.ts';
import { addChange, type ChangeRow } from '../store/change.ts';
import { removeUserFromGroups } from '../store/group.ts';
import { renamePerson } from '../store/person.ts';
import {
  addUser,
  addUserAndPerson,
  deleteUser,
  findUser,
  findUserByName,
  getUser,
  type UserRow,
  type UserValue,
  updateUser,
} from '../store/user.ts';
import { type Act, nobody, type Written } from './act.ts';
import { effortOfChange } from './effort.ts';
import { forgetHeld, noteEmptied } from './hold.ts';
import { askChangedExternalId, askReusedName, type Identified, identify } from './identity.ts';
import { withId } from './reply.ts';
import { columns, columnsAfter, textOrNull, valuesOf } from './userColumns.ts';
import { difference, differenceInWords, nameOf } from './words.ts';

/** RFC 7644 §3.3. @throws ScimError 409 when the userName is taken, 400 for a body that cannot be read */
export function createUser(act: Act, body: unknown): Written<UserRow> {
  const parsed = parseResource(act.types.User, body, act.source.dialect);
  const id = act.ids.next();
  const userName = fold(String(parsed.resource.userName));
  checkFree(act, userName, null);
  const name = nameOf(parsed.resource);
  const identified = identify(act, userName, textOrNull(parsed.resource.externalId));
  const notes = [...parsed.notes];
  let { resource } = parsed;
  if (identified.returning !== null && !saysActive(body)) {
    // Rule 5: an absent `active` never reactivates.
    resource = { ...resource, active: false };
    notes.push({
      normaliser: 'return without active',
      text: `${name} is back under the same externalId without “active”; they stay disabled until it is sent as true`,
    });
  }
  const stored = withId(resource, id);
  const at = act.clock.now();
  const user = { id, source_pk: act.source.pk, ...columns(stored) };
  const { userPk, personPk } = addTo(act, identified, name, user, valuesOf(stored), at);
  if (identified.likely) askReusedName(act, personPk, userPk, String(resource.userName), identified.likely);
  const changePk = recordChange(act, userPk, 'created', name, null, stored);
  return {
    status: 201,
    row: reread(act, userPk),
    summary: `${identified.returning === null ? 'Create' : 'Create again'} ${name}`,
    notes,
    changePk,
    touched: new Set([personPk]),
    leavers: nobody,
    groups: null,
  };
}

/** Adds a user resource to the person who is back, or to a new one. */
function addTo(
  act: Act,
  { returning }: Identified,
  name: string,
  user: Parameters<typeof addUserAndPerson>[2],
  values: readonly UserValue[],
  at: number,
): { readonly userPk: number; readonly personPk: number } {
  if (returning === null) return addUserAndPerson(act.db, { id: act.ids.next(), name }, user, values, at);
  const userPk = addUser(act.db, { ...user, person_pk: returning }, values, at);
  renamePerson(act.db, returning, name);
  return { userPk, personPk: returning };
}

/** RFC 7644 §3.5.1. */
export function replaceUser(act: Act, id: string, body: unknown): Written<UserRow> {
  const row = toBeChanged(act, id);
  act.effort.spend(effortOfChange(row.body.length));
  const current = JSON.parse(row.body) as JsonObject;
  const replaced = replaceResource(act.types.User, current, body, act.source.dialect);
  return change(act, row, current, replaced.changed ? replaced.resource : current, replaced.notes);
}

/** RFC 7644 §3.5.2. */
export function patchUser(act: Act, id: string, body: unknown): Written<UserRow> {
  const row = toBeChanged(act, id);
  const current = JSON.parse(row.body) as JsonObject;
  const { operations, notes } = parsePatch(act.types.User, body, act.source.dialect);
  act.effort.spend(effortOfChange(row.body.length, operations.length));
  const patched = applyPatch(act.types.User, current, operations, act.source.dialect);
  return change(act, row, current, patched.resource, [...notes, ...patched.notes]);
}

/** RFC 7644 §3.6. Rule 0: this source says "left"; the same ladder as for a disabled person, the userName freed. */
export function removeUser(act: Act, id: string): Written<UserRow> {
  const row = toBeChanged(act, id);
  const current = JSON.parse(row.body) as JsonObject;
  const name = nameOf(current);
  const at = act.clock.now();
  deleteUser(act.db, row, at);
  removeUserFromGroups(act.db, row.pk, at);
  forgetHeld(act, row.person_pk);
  const changePk = recordChange(act, row.pk, 'deleted', name, current, null);
  const touched = new Set([row.person_pk]);
  return {
    status: 204,
    row: null,
    summary: `Delete ${name}`,
    notes: [],
    changePk,
    touched,
    leavers: touched,
    groups: null,
  };
}

/** Writes what a PUT or PATCH made of a user; nothing when it made nothing of it. */
function change(
  act: Act,
  row: UserRow,
  current: JsonObject,
  changed: JsonObject,
  notes: readonly Note[],
): Written<UserRow> {
  // Rule 5: who said nothing about `active` has not said "active".
  const wanted = changed.active === undefined ? { ...changed, active: row.active === 1 } : changed;
  const next = withId(wanted, row.id);
  const difference_ = difference(current, next);
  const name = nameOf(next);
  if (Object.keys(difference_.before).length === 0 && Object.keys(difference_.after).length === 0) {
    const summary = `Update ${name}: nothing changed`;
    return { status: 200, row, summary, notes, changePk: null, touched: nobody, leavers: nobody, groups: null };
  }
  const to = columnsAfter(act.db, row, current, next);
  if (to.user_name_folded !== row.user_name_folded) checkFree(act, to.user_name_folded, row.pk);
  const values = valuesOf(next);
  const sameValues = JSON.stringify(values) === JSON.stringify(valuesOf(current));
  updateUser(act.db, row, to, sameValues ? null : values, act.clock.now());
  const before = nameOf(current);
  // Rule 5: while a resource is inactive its names are stored, not believed (Entra renames what it soft-deletes).
  if (name !== before && to.active === 1) renamePerson(act.db, row.person_pk, name);
  const changePk = recordChange(act, row.pk, 'updated', before, current, next);
  const wasOff = row.active === 0 || to.active === 0;
  if (wasOff && row.external_id !== null && to.external_id !== row.external_id)
    askChangedExternalId(act, row.person_pk, row.pk, before);
  if (to.active === 0) forgetHeld(act, row.person_pk);
  const others = row.active === 1 && to.active === 1 ? noteEmptied(act, row.person_pk, current, next) : nobody;
  const touched = new Set([row.person_pk, ...others]);
  return {
    status: 200,
    row: reread(act, row.pk),
    summary: `Update ${before}: ${differenceInWords(difference_)}`,
    notes,
    changePk,
    touched,
    leavers: to.active === 0 ? new Set([row.person_pk]) : nobody,
    groups: null,
  };
}

/** @throws ScimError 404; 412 when it is not in the version that is asked for (RFC 7644 §3.14) */
function toBeChanged(act: Act, id: string): UserRow {
  const row = existing(act, id);
  checkPreconditions(act.preconditions, row.version);
  return row;
}

function existing(act: Act, id: string): UserRow {
  const row = findUser(act.db, act.source.pk, id);
  if (!row)
    throw scimError.notFound('There is no user with this id at this base URL. Look it up by userName or externalId.');
  return row;
}

/** Unique per source, without regard to case. */
function checkFree(act: Act, userName: string, own: number | null): void {
  const other = findUserByName(act.db, act.source.pk, userName);
  if (other && other.pk !== own)
    throw scimError.uniqueness(
      'A user with this userName exists already at this base URL. Look it up with a filter and update it.',
    );
}

const reread = (act: Act, pk: number): UserRow => {
  const row = getUser(act.db, pk);
  if (!row) throw new Error(`user ${pk} is gone within its own transaction`);
  return row;
};

function recordChange(
  act: Act,
  userPk: number,
  kind: ChangeRow['kind'],
  label: string,
  before: JsonObject | null,
  after: JsonObject | null,
): number {
  const differing = difference(before, after);
  return addChange(act.db, {
    id: act.ids.next(),
    exchange_pk: act.exchangePk,
    at: act.clock.now(),
    kind,
    resource_type: 'User',
    user_pk: userPk,
    group_pk: null,
    label,
    before: JSON.stringify(differing.before),
    after: JSON.stringify(differing.after),
    members_added: null,
    members_removed: null,
  });
}

function saysActive(body: unknown): boolean {
  if (!isObject(body)) return false;
  return Object.entries(body).some(
    ([name, value]) => name.toLowerCase() === 'active' && value !== null && value !== '',
  );
}
