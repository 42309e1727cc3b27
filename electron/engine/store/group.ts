import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';
import { type Condition, searchPage } from './user.ts';

/** A SCIM Group as it is stored; its members are rows of `membership`, never part of the body. */
export interface GroupRow {
  readonly pk: number;
  readonly id: string;
  readonly source_pk: number;
  readonly external_id: string | null;
  readonly display_name_folded: string;
  readonly body: string;
  readonly version: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly deleted_at: number | null;
}

/** A member as a reader sees it: a user or a nested group. */
export interface MemberRow {
  readonly id: string;
  readonly type: 'User' | 'Group';
  readonly display: string | null;
}

/** A resource that can be a member. */
export interface MemberKey {
  readonly id: string;
  readonly user_pk: number | null;
  readonly group_pk: number | null;
  readonly person_pk: number | null;
}

export type GroupColumns = Pick<GroupRow, 'external_id' | 'display_name_folded' | 'body'>;

const insert = sql(
  'add group',
  `INSERT INTO group_resource (id, source_pk, external_id, display_name_folded, body, version, created_at, modified_at)
   VALUES (?, ?, ?, ?, ?, 1, ?, ?)`,
);
const update = sql(
  'update group',
  `UPDATE group_resource SET external_id = ?, display_name_folded = ?, body = ?, version = version + 1, modified_at = ?
   WHERE pk = ? AND deleted_at IS NULL`,
);
const remove = sql('delete group', 'UPDATE group_resource SET deleted_at = ? WHERE pk = ? AND deleted_at IS NULL');
const byId = sql('group by id', 'SELECT * FROM group_resource WHERE id = ? AND source_pk = ? AND deleted_at IS NULL');
const anyById = sql('any group by id', 'SELECT * FROM group_resource WHERE id = ? AND deleted_at IS NULL');
const everById = sql('group by id, also deleted', 'SELECT * FROM group_resource WHERE id = ?');
const byExternalId = sql(
  'groups by externalId',
  `SELECT * FROM group_resource WHERE source_pk = ${given} AND external_id = ${given} AND deleted_at IS NULL ORDER BY pk`,
);
const allByName = sql(
  'groups by displayName',
  `SELECT * FROM group_resource WHERE source_pk = ${given} AND display_name_folded = ${given} AND deleted_at IS NULL
   ORDER BY pk`,
);
const byName = sql(
  'group by displayName',
  `SELECT * FROM group_resource WHERE source_pk = ${given} AND display_name_folded = ${given} AND deleted_at IS NULL
   ORDER BY pk LIMIT 1`,
);
const count = sql(
  'count groups',
  'SELECT count(*) AS n FROM group_resource WHERE source_pk = ? AND deleted_at IS NULL',
);
const pageOf = sql(
  'page of groups',
  `SELECT * FROM group_resource WHERE source_pk = ${given} AND deleted_at IS NULL ORDER BY pk
   LIMIT ${given} OFFSET ${given}`,
);
const byPks = sql('groups by pk', 'SELECT * FROM group_resource WHERE pk IN (SELECT value FROM json_each(?))');
const keyOfMember = sql(
  'member by id',
  `SELECT id, pk AS user_pk, NULL AS group_pk, person_pk FROM user_resource
     WHERE id = @id AND source_pk = @sourcePk AND deleted_at IS NULL
   UNION ALL SELECT id, NULL, pk, NULL FROM group_resource WHERE id = @id AND source_pk = @sourcePk AND deleted_at IS NULL`,
);
const members = sql(
  'members',
  `SELECT coalesce(u.id, g.id) AS id, CASE WHEN u.id IS NULL THEN 'Group' ELSE 'User' END AS type,
     coalesce(json_extract(u.body, '$.displayName'), json_extract(u.body, '$.userName'), json_extract(g.body, '$.displayName')) AS display
   FROM membership m LEFT JOIN user_resource u ON u.pk = m.member_user_pk
   LEFT JOIN group_resource g ON g.pk = m.member_group_pk WHERE m.group_pk = ? ORDER BY m.pk`,
);
const memberKeys = sql(
  'member keys',
  `SELECT coalesce(u.id, g.id) AS id, m.member_user_pk AS user_pk, m.member_group_pk AS group_pk, u.person_pk
   FROM membership m LEFT JOIN user_resource u ON u.pk = m.member_user_pk
   LEFT JOIN group_resource g ON g.pk = m.member_group_pk WHERE m.group_pk = ?`,
);
const addMemberRow = sql(
  'add member',
  'INSERT OR IGNORE INTO membership (group_pk, member_user_pk, member_group_pk) VALUES (?, ?, ?)',
);
const dropUser = sql('remove user from group', 'DELETE FROM membership WHERE group_pk = ? AND member_user_pk = ?');
const dropGroup = sql('remove group from group', 'DELETE FROM membership WHERE group_pk = ? AND member_group_pk = ?');
const dropUserEverywhere = sql('remove user from all groups', 'DELETE FROM membership WHERE member_user_pk = ?');
const dropGroupEverywhere = sql('remove group from all groups', 'DELETE FROM membership WHERE member_group_pk = ?');
/** Members are a part of what a group says: without one it is another version. */
const touchHolders = (column: 'member_user_pk' | 'member_group_pk') =>
  sql(
    'groups lose a member',
    `UPDATE group_resource SET version = version + 1, modified_at = ?
     WHERE pk IN (SELECT group_pk FROM membership WHERE ${column} = ?) AND deleted_at IS NULL`,
  );
const touchHoldersOfUser = touchHolders('member_user_pk');
const touchHoldersOfGroup = touchHolders('member_group_pk');
const namesOfUsers = sql(
  'names of users',
  `SELECT coalesce(json_extract(body, '$.displayName'), json_extract(body, '$.userName')) AS name FROM user_resource
   WHERE pk IN (SELECT value FROM json_each(?)) LIMIT ?`,
);

export const addGroup = (db: WriteDb, id: string, sourcePk: number, group: GroupColumns, at: number): number =>
  runOne(db, insert, [id, sourcePk, group.external_id, group.display_name_folded, group.body, at, at]);

export const updateGroup = (db: WriteDb, pk: number, group: GroupColumns, at: number): void =>
  void runOne(db, update, [group.external_id, group.display_name_folded, group.body, at, pk]);

/** Keeps the row and its members, so that what the group gave can be told; it is no member of others any more. */
export function deleteGroup(db: WriteDb, pk: number, at: number): void {
  runOne(db, remove, [at, pk]);
  run(db, touchHoldersOfGroup, [at, pk]);
  run(db, dropGroupEverywhere, [pk]);
}

export const findGroup = (db: ReadDb, sourcePk: number, id: string): GroupRow | undefined =>
  row(db, byId, [id, sourcePk]);
/** Of any source: rules pin groups by id alone. */
export const findAnyGroup = (db: ReadDb, id: string): GroupRow | undefined => row(db, anyById, [id]);
/** Also one that was deleted. */
export const findGroupEver = (db: ReadDb, id: string): GroupRow | undefined => row(db, everById, [id]);
export const groupsByExternalId = (db: ReadDb, sourcePk: number, externalId: string): GroupRow[] =>
  rows(db, byExternalId, [sourcePk, externalId]);
/** @param name folded */
export const groupsByName = (db: ReadDb, sourcePk: number, name: string): GroupRow[] =>
  rows(db, allByName, [sourcePk, name]);
/** @param name folded */
export const findGroupByName = (db: ReadDb, sourcePk: number, name: string): GroupRow | undefined =>
  row(db, byName, [sourcePk, name]);
export const countGroups = (db: ReadDb, sourcePk: number): number => row<{ n: number }>(db, count, [sourcePk])?.n ?? 0;
export const groupPage = (db: ReadDb, sourcePk: number, offset: number, limit: number): GroupRow[] =>
  rows(db, pageOf, [sourcePk, limit, offset]);

export function findGroups(
  db: ReadDb,
  sourcePk: number,
  condition: Condition,
  offset: number,
  limit: number,
): { total: number; page: GroupRow[] } {
  const where = `r.source_pk = ${given} AND r.deleted_at IS NULL AND (${condition.sql})`;
  return searchPage<GroupRow>(db, 'group_resource', where, [sourcePk, ...condition.parameters], offset, limit);
}

/** In no order. */
export const groupsByPk = (db: ReadDb, pks: readonly number[]): GroupRow[] => rows(db, byPks, [JSON.stringify(pks)]);

/** The user or group of this source that has the id. */
export const findMember = (db: ReadDb, sourcePk: number, id: string): MemberKey | undefined =>
  row(db, keyOfMember, { id, sourcePk });
export const listMembers = (db: ReadDb, groupPk: number): MemberRow[] => rows(db, members, [groupPk]);
export const listMemberKeys = (db: ReadDb, groupPk: number): MemberKey[] => rows(db, memberKeys, [groupPk]);

/** @returns whether it was not a member before */
export const addMember = (db: WriteDb, groupPk: number, member: MemberKey): boolean =>
  run(db, addMemberRow, [groupPk, member.user_pk, member.group_pk]).changes > 0;

/** @returns whether it was a member */
export const removeMember = (db: WriteDb, groupPk: number, member: MemberKey): boolean =>
  (member.user_pk === null
    ? run(db, dropGroup, [groupPk, member.group_pk])
    : run(db, dropUser, [groupPk, member.user_pk])
  ).changes > 0;

/** Each group that a user was in becomes a new version. */
export function removeUserFromGroups(db: WriteDb, userPk: number, at: number): void {
  run(db, touchHoldersOfUser, [at, userPk]);
  run(db, dropUserEverywhere, [userPk]);
}
export const namesOfUserKeys = (db: ReadDb, userPks: readonly number[], limit: number): string[] =>
  rows<{ name: string }>(db, namesOfUsers, [JSON.stringify(userPks), limit]).map((user) => user.name);

const overMembers = sql(
  'more members than',
  `SELECT count(*) AS n FROM (SELECT 1 FROM membership WHERE group_pk = ${given} LIMIT ${given})`,
);

/** Whether a group has more members than so many; looks at no more rows than it takes to know. */
export const hasMoreMembersThan = (db: ReadDb, groupPk: number, limit: number): boolean =>
  (row<{ n: number }>(db, overMembers, [groupPk, limit + 1])?.n ?? 0) > limit;
