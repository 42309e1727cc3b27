import { hash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../scim/json.ts';
import { resourceText } from '../scim/list.ts';
import type { Projection } from '../scim/project.ts';
import { entityTag } from '../scim/version.ts';
import { type GroupRow, listMembers } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import type { UserRow } from '../store/user.ts';
import { type Belonging, belongingsOf } from './belonging.ts';

/** A resource as it is answered: its JSON text, its entity tag and its URI, which are `meta.version` and `meta.location`. */
export interface Answered {
  readonly body: string;
  readonly etag: string;
  readonly location: string;
}

/**
 * Stored users as they are answered. When all of one is wanted the stored text is spliced, not parsed.
 * Their groups are looked up only when they are wanted, and for all of them together.
 *
 * @param base the source's base URL, for `meta.location` and `groups.$ref`
 */
export function answerUsers(db: ReadDb, rows: readonly UserRow[], base: string, projection: Projection): Answered[] {
  const keys = projection.wants('groups') ? rows.map(({ pk }) => pk) : [];
  const groups = keys.length === 0 ? null : groupsOf(db, keys, base);
  return rows.map((row) => {
    const own = groups?.get(row.pk) ?? [];
    const etag = entityTag(row.version, own.length === 0 ? null : digestOf(own));
    const location = `${base}/Users/${row.id}`;
    const meta = metaOf(row, 'User', location, etag);
    return { body: text(withGroups(row.body, own), { meta }, projection), etag, location };
  });
}

/** One stored user: see answerUsers. */
export function answerUser(db: ReadDb, row: UserRow, base: string, projection: Projection): Answered {
  const [answered] = answerUsers(db, [row], base, projection);
  if (!answered) throw new Error(`user ${row.pk} was not answered`);
  return answered;
}

/** Tells one list of groups from another. */
const digestOf = (groups: readonly string[]): string => hash('sha1', groups.join()).slice(0, 12);

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
const withGroups = (body: string, groups: readonly string[]): string =>
  groups.length === 0 ? body : `${body.slice(0, -1)},"groups":[${groups.join(',')}]}`;

/** A stored group as it is answered; its members are looked up only when they are wanted. */
export function answerGroup(db: ReadDb, row: GroupRow, base: string, projection: Projection): Answered {
  const etag = entityTag(row.version);
  const location = `${base}/Groups/${row.id}`;
  const meta = metaOf(row, 'Group', location, etag);
  if (!projection.wants('members')) return { body: text(row.body, { meta }, projection), etag, location };
  const members: JsonValue = listMembers(db, row.pk).map(({ id, type, display }) => ({
    value: id,
    $ref: `${base}/${type === 'User' ? 'Users' : 'Groups'}/${id}`,
    type,
    ...(display === null ? {} : { display }),
  }));
  return { body: text(row.body, members.length === 0 ? { meta } : { members, meta }, projection), etag, location };
}

type Dated = Pick<UserRow, 'created_at' | 'modified_at'>;

/** RFC 7643 §3.1. */
const metaOf = (row: Dated, resourceType: 'User' | 'Group', location: string, version: string): JsonObject => ({
  resourceType,
  created: new Date(row.created_at).toISOString(),
  lastModified: new Date(row.modified_at).toISOString(),
  version,
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
