import { composedRows, given, type ReadDb, row, rows, type SqlValue, sql } from './sql.ts';

/** A group as the Directory lists groups. */
export interface ListedGroupRow {
  readonly pk: number;
  readonly id: string;
  readonly name: string;
  readonly name_folded: string;
  readonly source: string;
  readonly members: number;
  readonly external_id: string | null;
  readonly created_at: number;
  readonly modified_at: number;
}

/** Where a page goes on: after the group of this folded name and id. */
export interface GroupPlace {
  readonly name: string;
  readonly id: string;
}

const described = `SELECT g.pk, g.id, json_extract(g.body, '$.displayName') AS name, g.display_name_folded AS name_folded,
  s.name AS source, (SELECT count(*) FROM membership m WHERE m.group_pk = g.pk) AS members, g.external_id, g.created_at,
  g.modified_at FROM group_resource g JOIN source s ON s.pk = g.source_pk`;

/**
 * Groups by folded name and id, of every source.
 *
 * @param words folded; each must occur in the name
 */
export function listGroupPage(
  db: ReadDb,
  words: readonly string[],
  after: GroupPlace | null,
  limit: number,
): ListedGroupRow[] {
  const conditions = ['g.deleted_at IS NULL', ...words.map(() => 'instr(searchable(g.display_name_folded), ?) > 0')];
  const parameters: SqlValue[] = [...words];
  if (after) {
    conditions.push('(g.display_name_folded, g.id) > (?, ?)');
    parameters.push(after.name, after.id);
  }
  const text = `${described} WHERE ${conditions.join(' AND ')} ORDER BY g.display_name_folded, g.id LIMIT ?`;
  return composedRows(db, 'list groups', text, [...parameters, limit]);
}

const byId = sql('described group', `${described} WHERE g.id = ? AND g.deleted_at IS NULL`);

export const findDescribedGroup = (db: ReadDb, id: string): ListedGroupRow | undefined => row(db, byId, [id]);

/** A member: a person, or a nested group. */
export interface GroupMemberRow {
  /** Of the membership: members are listed in the order in which they joined. */
  readonly pk: number;
  readonly type: 'person' | 'group';
  readonly id: string;
  readonly name: string;
  readonly active: number;
}

const members = sql(
  'page of members',
  `SELECT m.pk, CASE WHEN g.pk IS NULL THEN 'person' ELSE 'group' END AS type, coalesce(p.id, g.id) AS id,
     coalesce(p.name, json_extract(g.body, '$.displayName')) AS name, coalesce(u.active, g.deleted_at IS NULL) AS active
   FROM membership m LEFT JOIN user_resource u ON u.pk = m.member_user_pk LEFT JOIN person p ON p.pk = u.person_pk
   LEFT JOIN group_resource g ON g.pk = m.member_group_pk
   WHERE m.group_pk = ${given} AND m.pk > ${given} ORDER BY m.pk LIMIT ${given}`,
);

/** Members of a group after the membership of a key. */
export const memberPage = (db: ReadDb, groupPk: number, afterPk: number, limit: number): GroupMemberRow[] =>
  rows(db, members, [groupPk, afterPk, limit]);
