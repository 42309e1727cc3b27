import { type ReadDb, rows, sql } from './sql.ts';

/** A group with the groups that hold it. */
export interface HeldGroupRow {
  readonly pk: number;
  readonly id: string;
  readonly name: string;
  /** JSON array of the keys of the groups that it is a direct member of. */
  readonly holders: string;
}

const direct = sql(
  'direct groups of users',
  `SELECT m.member_user_pk AS user_pk, m.group_pk FROM membership m
   WHERE m.member_user_pk IN (SELECT value FROM json_each(?)) ORDER BY m.group_pk`,
);
/**
 * UNION keeps each group once: groups that hold each other in a circle are gone through once. CROSS JOIN keeps SQLite from
 * beginning at the other end, with every membership.
 */
const around = `WITH RECURSIVE around(pk) AS (
  SELECT value FROM json_each(?)
  UNION SELECT m.group_pk FROM around a CROSS JOIN membership m ON m.member_group_pk = a.pk)`;
const groups = sql(
  'groups and those that hold them',
  `${around} SELECT g.pk, g.id, json_extract(g.body, '$.displayName') AS name, (
     SELECT json_group_array(m.group_pk ORDER BY m.pk) FROM membership m WHERE m.member_group_pk = g.pk) AS holders
   FROM around a CROSS JOIN group_resource g ON g.pk = a.pk WHERE g.deleted_at IS NULL`,
);
const ids = sql(
  'ids of a group and those that hold it',
  `${around} SELECT g.id FROM around a CROSS JOIN group_resource g ON g.pk = a.pk`,
);
const people = sql(
  'people within a group',
  `WITH RECURSIVE within(pk) AS (
     SELECT value FROM json_each(?)
     UNION SELECT m.member_group_pk FROM within w CROSS JOIN membership m ON m.group_pk = w.pk WHERE m.member_group_pk IS NOT NULL)
   SELECT DISTINCT u.person_pk FROM within w CROSS JOIN membership m ON m.group_pk = w.pk AND m.member_user_pk IS NOT NULL
   CROSS JOIN user_resource u ON u.pk = m.member_user_pk`,
);

/** Which groups users are members of themselves; also of groups that were deleted, which keep their members. */
export const directGroupsOf = (
  db: ReadDb,
  userPks: readonly number[],
): readonly { readonly user_pk: number; readonly group_pk: number }[] => rows(db, direct, [JSON.stringify(userPks)]);

/** These groups and all that hold them, directly or by way of others; none that was deleted. */
export const groupsAround = (db: ReadDb, groupPks: readonly number[]): readonly HeldGroupRow[] =>
  rows(db, groups, [JSON.stringify(groupPks)]);

/** Ids of a group and of all that hold it: those whose people change when its people do. */
export const groupIdsAround = (db: ReadDb, groupPk: number): readonly string[] =>
  rows<{ id: string }>(db, ids, [JSON.stringify([groupPk])]).map((group) => group.id);

/** Keys of the people who are in one of these groups, directly or by way of groups in it: as many rows as there are people. */
export const peopleWithin = (db: ReadDb, groupPks: readonly number[]): readonly number[] =>
  rows<{ person_pk: number }>(db, people, [JSON.stringify(groupPks)]).map((user) => user.person_pk);
