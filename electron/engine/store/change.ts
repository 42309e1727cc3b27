import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** One committed difference. `before` and `after` hold just the top-level attributes that differ. */
export interface ChangeRow {
  readonly pk: number;
  readonly id: string;
  readonly exchange_pk: number | null;
  readonly at: number;
  readonly kind: 'created' | 'updated' | 'deleted';
  readonly resource_type: 'User' | 'Group';
  readonly user_pk: number | null;
  readonly group_pk: number | null;
  readonly label: string;
  /** JSON object. */
  readonly before: string;
  readonly after: string;
  /** JSON arrays of user keys; null for users. */
  readonly members_added: string | null;
  readonly members_removed: string | null;
}

const insert = sql(
  'add change',
  `INSERT INTO change (id, exchange_pk, at, kind, resource_type, user_pk, group_pk, label, before, after, members_added,
   members_removed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const addMembers = sql(
  'add membership changes',
  'INSERT INTO membership_change (change_pk, joined, user_pk) SELECT ?, ?, value FROM json_each(?)',
);
/** A deleted group keeps its member rows, and yet nobody is a member of it any more. */
const loseMembers = sql(
  'lose members',
  `INSERT INTO membership_change (change_pk, joined, user_pk) SELECT ?, 0, member_user_pk FROM membership
   WHERE group_pk = ? AND member_user_pk IS NOT NULL`,
);
const ofExchange = sql(
  'changes of exchange',
  `SELECT c.*, coalesce(u.id, g.id) AS resource_id FROM change c LEFT JOIN user_resource u ON u.pk = c.user_pk
   LEFT JOIN group_resource g ON g.pk = c.group_pk WHERE c.exchange_pk = ? ORDER BY c.pk`,
);
const latest = sql('latest change of user', 'SELECT max(pk) AS pk FROM change WHERE user_pk = ?');

/** @returns its key */
export function addChange(db: WriteDb, change: Omit<ChangeRow, 'pk'>): number {
  const pk = runOne(db, insert, [
    change.id,
    change.exchange_pk,
    change.at,
    change.kind,
    change.resource_type,
    change.user_pk,
    change.group_pk,
    change.label,
    change.before,
    change.after,
    change.members_added,
    change.members_removed,
  ]);
  if (change.members_added !== null) run(db, addMembers, [pk, 1, change.members_added]);
  if (change.members_removed !== null) run(db, addMembers, [pk, 0, change.members_removed]);
  if (change.kind === 'deleted' && change.group_pk !== null) run(db, loseMembers, [pk, change.group_pk]);
  return pk;
}

export const changesOfExchange = (db: ReadDb, exchangePk: number): (ChangeRow & { resource_id: string })[] =>
  rows(db, ofExchange, [exchangePk]);

export const latestChangeOfUser = (db: ReadDb, userPk: number): number | null =>
  row<{ pk: number | null }>(db, latest, [userPk])?.pk ?? null;

const ofUser = sql(
  'changes of user',
  `SELECT c.kind, c.at, c.before, c.after, e.id AS exchange_id FROM change c LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE c.user_pk = ${given} ORDER BY c.pk DESC LIMIT ${given}`,
);
const creation = sql(
  'creation of user',
  `SELECT c.kind, c.at, c.before, c.after, e.id AS exchange_id FROM change c LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE c.user_pk = ${given} ORDER BY c.pk LIMIT 1`,
);

/** What a change made of a user, with the request that asked for it. */
export type UserChangeRow = Pick<ChangeRow, 'kind' | 'at' | 'before' | 'after'> & {
  readonly exchange_id: string | null;
};

/** The newest changes of a user, newest first. */
export const newestChangesOfUser = (db: ReadDb, userPk: number, limit: number): UserChangeRow[] =>
  rows(db, ofUser, [userPk, limit]);
export const creationOfUser = (db: ReadDb, userPk: number): UserChangeRow | undefined => row(db, creation, [userPk]);
