import type { DeliveryRow } from './delivery.ts';
import { given, type ReadDb, row, rows, run, sql, type WriteDb } from './sql.ts';

/** A delivery of an app that is switched on from which something is to be taken that is not yet (rule 8). */
export interface HeldRemovalRow extends DeliveryRow {
  readonly removal_since: number;
  readonly account_id: string;
  readonly person_pk: number;
  readonly person_id: string;
  readonly person_name: string;
  readonly app_id: string;
  readonly app_name: string;
}

const columns = `d.*, k.id AS account_id, p.pk AS person_pk, p.id AS person_id, p.name AS person_name, a.id AS app_id,
   a.name AS app_name`;
const joined = `CROSS JOIN app a ON a.pk = d.app_pk AND a.state = 'on' AND a.removed_at IS NULL
   CROSS JOIN account k ON k.pk = d.account_pk CROSS JOIN person p ON p.pk = k.person_pk`;

const list = sql(
  'held removals',
  `SELECT ${columns} FROM delivery d INDEXED BY delivery_removal ${joined}
   WHERE d.removal_since IS NOT NULL AND (d.removal_since, d.pk) > (${given}, ${given})
   ORDER BY d.removal_since, d.pk LIMIT ${given}`,
);
const ofAccount = sql(
  'held removal of account',
  `SELECT ${columns} FROM account k CROSS JOIN delivery d ON d.account_pk = k.pk
   CROSS JOIN app a ON a.pk = d.app_pk CROSS JOIN person p ON p.pk = k.person_pk
   WHERE k.id = ? AND d.removal_since IS NOT NULL AND a.state = 'on' AND a.removed_at IS NULL`,
);
const total = sql(
  'how many removals are held',
  `SELECT count(DISTINCT k.person_pk) AS people, count(*) AS accounts, min(d.removal_since) AS since
   FROM delivery d INDEXED BY delivery_removal
   CROSS JOIN app a ON a.pk = d.app_pk AND a.state = 'on' AND a.removed_at IS NULL
   CROSS JOIN account k ON k.pk = d.account_pk WHERE d.removal_since IS NOT NULL`,
);
const taken = sql(
  'people with removal since',
  `SELECT DISTINCT p.pk, p.id, p.name FROM delivery_cause c JOIN delivery d ON d.pk = c.delivery_pk
   JOIN account k ON k.pk = d.account_pk JOIN person p ON p.pk = k.person_pk
   WHERE c.removal = 1 AND c.parked = 0 AND c.at > ? AND d.app_pk = ? ORDER BY p.name_folded, p.pk`,
);
const release = sql(
  'release removal',
  'UPDATE delivery SET released = 1, due_at = min(due_at, ?) WHERE pk = ? AND due_at IS NOT NULL',
);

const dueSql = sql(
  'due released removals',
  `SELECT pk FROM delivery INDEXED BY delivery_released WHERE app_pk = ? AND released = 1 AND urgent = 1 AND due_at <= ? ORDER BY due_at LIMIT ?`,
);
const nextSql = sql(
  'next due released removal',
  `SELECT min(due_at) AS at FROM delivery INDEXED BY delivery_released WHERE app_pk = ? AND released = 1 AND urgent = 1 AND due_at IS NOT NULL`,
);

/** People from whom something was taken in an app since then that nobody was asked about, by name. */
export const peopleWithRemovalSince = (
  db: ReadDb,
  appPk: number,
  since: number,
): { pk: number; id: string; name: string }[] => rows(db, taken, [since, appPk]);

/** Those held longest first. @param after `removal_since` and key of the last row of the page before */
export const listHeldRemovals = (
  db: ReadDb,
  after: readonly [since: number, pk: number] | null,
  limit: number,
): HeldRemovalRow[] => rows(db, list, [...(after ?? [Number.MIN_SAFE_INTEGER, 0]), limit]);

/** @returns undefined when nothing is to be taken from this account, or its app is not switched on */
export const heldRemovalOf = (db: ReadDb, accountId: string): HeldRemovalRow | undefined =>
  row(db, ofAccount, [accountId]);

/** How many people and accounts that concerns, and since when the first; null: nobody. */
export const countHeldRemovals = (db: ReadDb): { people: number; accounts: number; since: number | null } =>
  row(db, total) ?? { people: 0, accounts: 0, since: null };

/** Has what is to be taken of a delivery done now, past a pause and past the hours of delivery. */
export const releaseRemoval = (db: WriteDb, pk: number, now: number): void => void run(db, release, [now, pk]);

/** What was released in an app and may be done now, the longest due first. */
export const dueReleased = (db: ReadDb, appPk: number, now: number, limit: number): number[] =>
  rows<{ pk: number }>(db, dueSql, [appPk, now, limit]).map(({ pk }) => pk);
/** @returns milliseconds since the epoch, or null when nothing that was released waits */
export const nextReleasedAt = (db: ReadDb, appPk: number): number | null =>
  row<{ at: number | null }>(db, nextSql, [appPk])?.at ?? null;
