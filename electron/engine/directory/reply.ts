import type { JsonObject, JsonValue } from '../scim/json.ts';
import { resourceText } from '../scim/list.ts';
import type { Projection } from '../scim/project.ts';
import { type GroupRow, listMembers } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import type { UserRow } from '../store/user.ts';

/**
 * The JSON text of a stored user as it is answered. When all of it is wanted the stored text is spliced, not parsed.
 *
 * @param base the source's base URL, for `meta.location`
 */
export function userText(row: UserRow, base: string, projection: Projection): string {
  const meta = metaOf(row, 'User', `${base}/Users/${row.id}`);
  return text(row.body, { meta }, projection);
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
