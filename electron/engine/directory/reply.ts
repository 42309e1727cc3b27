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
    const theirs = groups?.get(row.pk);
    return text(row.body, theirs === undefined ? { meta } : { groups: theirs, meta }, projection);
  });
}

/** The JSON text of one stored user: see userTexts. */
export const userText = (db: ReadDb, row: UserRow, base: string, projection: Projection): string =>
  userTexts(db, [row], base, projection).join('');

/**
 * RFC 7643 §4.1.2, `groups`: what users belong to, by the user's key. `meta` takes no notice of them: they are facts of
 * the groups, as the display name of a member is one of the user.
 */
function groupsOf(db: ReadDb, userPks: readonly number[], base: string): ReadonlyMap<number, JsonValue> {
  const described = ({ group: { id, name }, by }: Belonging): JsonObject => ({
    value: id,
    $ref: `${base}/Groups/${id}`,
    display: name,
    type: by === null ? 'direct' : 'indirect',
  });
  const all = [...belongingsOf(db, userPks)].filter(([, belongings]) => belongings.length > 0);
  return new Map(all.map(([userPk, belongings]) => [userPk, belongings.map(described)]));
}

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
