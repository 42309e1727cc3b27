import { type ReadDb, row, rows, runOne, sql, type WriteDb } from './sql.ts';

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
const ofExchange = sql(
  'changes of exchange',
  `SELECT c.*, coalesce(u.id, g.id) AS resource_id FROM change c LEFT JOIN user_resource u ON u.pk = c.user_pk
   LEFT JOIN group_resource g ON g.pk = c.group_pk WHERE c.exchange_pk = ? ORDER BY c.pk`,
);
const latest = sql('latest change of user', 'SELECT max(pk) AS pk FROM change WHERE user_pk = ?');

export const addChange = (db: WriteDb, change: Omit<ChangeRow, 'pk'>): number =>
  runOne(db, insert, [
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

export const changesOfExchange = (db: ReadDb, exchangePk: number): (ChangeRow & { resource_id: string })[] =>
  rows(db, ofExchange, [exchangePk]);

export const latestChangeOfUser = (db: ReadDb, userPk: number): number | null =>
  row<{ pk: number | null }>(db, latest, [userPk])?.pk ?? null;
