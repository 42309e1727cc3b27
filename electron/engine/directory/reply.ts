import type { JsonObject, JsonValue } from '../scim/json.ts';
import { resourceText } from '../scim/list.ts';
import type { Projection } from '../scim/project.ts';
import { type GroupRow, listMembers } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import type { UserRow } from '../store/user.ts';
import { type Belonging, belongingsOf } from './belonging.ts';

/**
 * The JSON texts of stored users as they are answered. When all of one is wanted the stored text is spliced, not parsed.
 * Their groups are looked up only when they are wanted, and for all of them together.
 *
 * @param base the source's base URL, for `meta.location` and `groups.$ref`
 */
export function userTexts(db: ReadDb, rows: readonly UserRow[], base: string, projection: Projection): string[] {
  const keys = projection.wants('groups') ? rows.map(({ pk }) => pk) : [];
  const groups = keys.length === 0 ? null : groupsOf(db, keys, base);
  return rows.map((row) => {
    const meta = metaOf(row, 'User', `${base}/Users/${row.id}`);
    return text(withGroups(row.body, groups?.get(row.pk)), { meta }, projection);
  });
}

/** The JSON text of one stored user: see userTexts. */
export const userText = (db: ReadDb, row: UserRow, base: string, projection: Projection): string =>
  userTexts(db, [row], base, projection).join('');

/**
 * RFC 7643 §4.1.2, `groups`: the JSON texts of what users belong to, by the user's key. Those of a page share most of
 * their groups, so that each is put into words once. `meta` takes no notice of them: they are facts of the groups, as the
 * display name of a member is one of the user.
 */
function groupsOf(db: ReadDb, userPks: readonly number[], base: string): ReadonlyMap<number, readonly string[]> {
  const texts = { direct: new Map<string, string>(), indirect: new Map<string, string>() };
  const textOf = ({ group: { id, name }, by }: Belonging): string => {
    const type = by === null ? 'direct' : 'indirect';
    const known = texts[type].get(id);
    if (known !== undefined) return known;
    const made = JSON.stringify({ value: id, $ref: `${base}/Groups/${id}`, display: name, type });
    texts[type].set(id, made);
    return made;
  };
  return new Map([...belongingsOf(db, userPks)].map(([userPk, belongings]) => [userPk, belongings.map(textOf)]));
}

/** A stored user's text with the groups behind its own attributes. */
const withGroups = (body: string, groups: readonly string[] | undefined): string =>
  groups === undefined || groups.length === 0 ? body : `${body.slice(0, -1)},"groups":[${groups.join(',')}]}`;

/** The JSON text of a stored group; its members are looked up only when they are wanted. */
export function groupText(db: ReadDb, row: GroupRow, base: string, projection: Projection): string {
  const meta = metaOf(row, 'Group', `${base}/Groups/${row.id}`);
  if (!projection.wants('members')) return text(row.body, { meta }, projection);
  const members: JsonValue = listMembers(db, row.pk).map(({ id, type, display }) => ({
    value: id,
    $ref: `${base}/${type === 'User' ? 'Users' : 'Groups'}/${id}`,
    type,
    ...(display === null ? {} : { display }),
  }));
  return text(row.body, members.length === 0 ? { meta } : { members, meta }, projection);
}

type Dated = Pick<UserRow, 'version' | 'created_at' | 'modified_at'>;

/** RFC 7643 §3.1. */
const metaOf = (row: Dated, resourceType: 'User' | 'Group', location: string): JsonObject => ({
  resourceType,
  created: new Date(row.created_at).toISOString(),
  lastModified: new Date(row.modified_at).toISOString(),
  version: `W/"${row.version}"`,
  location,
});

function text(body: string, added: JsonObject, projection: Projection): string {
  if (!projection.whole) return JSON.stringify(projection.apply({ ...(JSON.parse(body) as JsonObject), ...added }));
  return resourceText(body, added);
}

/** `schemas`, then `id`, then the rest, as a reader expects them. */
export function withId({ schemas, id: _ignored, ...rest }: JsonObject, id: string): JsonObject {
  return { ...(schemas === undefined ? {} : { schemas }), id, ...rest };
}
