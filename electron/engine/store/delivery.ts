import { type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** The standing difference between wanted and confirmed of one account. */
export interface DeliveryRow {
  readonly pk: number;
  readonly account_pk: number;
  readonly app_pk: number;
  /** JSON of `WantedAccount`. */
  readonly wanted: string;
  /** JSON of `WantedAccount` as the target was last seen to have it; null when no account is known there. */
  readonly confirmed: string | null;
  readonly generation: number;
  readonly confirmed_generation: number;
  /** When to look at it; null when there is nothing to do. */
  readonly due_at: number | null;
  /** 1: it takes access away, or may have to; it comes first, and waits for nothing that only the others wait for. */
  readonly urgent: 0 | 1;
  /** Failures in a row since the last success. */
  readonly failures: number;
  /** JSON of `Parked`, null when nothing is. */
  readonly parked: string | null;
  /** Since when something is to be taken away that is not yet, kept by triggers (migration 009); null: nothing is. */
  readonly removal_since: number | null;
  /** 1: somebody released what is to be taken away, past a pause and past the hours of delivery. */
  readonly released: 0 | 1;
}

export interface CauseRow {
  readonly pk: number;
  readonly delivery_pk: number;
  readonly generation: number;
  readonly change_pk: number | null;
  readonly snapshot_pk: number | null;
  readonly work_item_pk: number | null;
  /** JSON of `Decision[]`. */
  readonly decisions: string;
  /** Whether it takes something away. */
  readonly removal: number;
  readonly parked: number;
  readonly at: number;
}

const insert = sql(
  'add delivery',
  `INSERT INTO delivery (account_pk, app_pk, wanted, generation, confirmed_generation, due_at, urgent, failures, parked)
   VALUES (?, ?, ?, 1, 0, ?, 0, 0, ?)`,
);
const want = sql(
  'want',
  `UPDATE delivery SET wanted = ?, generation = generation + 1, due_at = ?, urgent = ?, failures = 0, parked = ?
   WHERE pk = ?`,
);
const ofAccount = sql('delivery of account', 'SELECT * FROM delivery WHERE account_pk = ?');
const byPk = sql('delivery', 'SELECT * FROM delivery WHERE pk = ?');
const due = sql(
  'due deliveries',
  'SELECT pk FROM delivery WHERE app_pk = ? AND urgent = ? AND due_at <= ? ORDER BY due_at LIMIT ?',
);
const nextDue = sql(
  'next due delivery',
  'SELECT min(due_at) AS at FROM delivery WHERE app_pk = ? AND urgent = ? AND due_at IS NOT NULL',
);
const firstCause = sql(
  'first open cause',
  'SELECT min(at) AS at FROM delivery_cause WHERE delivery_pk = ? AND generation > ?',
);
const hasten = sql(
  'hasten delivery',
  'UPDATE delivery SET urgent = 1, due_at = min(due_at, ?) WHERE pk = ? AND due_at IS NOT NULL',
);
const reopen = sql(
  'reopen delivery',
  `UPDATE delivery SET confirmed = ?, confirmed_generation = generation - 1, due_at = ?, urgent = 1, failures = 0
   WHERE pk = ?`,
);
const notUrgent = sql('not urgent any more', 'UPDATE delivery SET urgent = 0 WHERE pk = ? AND generation = ?');
const confirm = sql('confirm', 'UPDATE delivery SET confirmed = ? WHERE pk = ?');
const settle = sql(
  'settle delivery',
  'UPDATE delivery SET confirmed_generation = ?, due_at = NULL, failures = 0 WHERE pk = ? AND generation = ?',
);
const postpone = sql(
  'postpone delivery',
  `UPDATE delivery SET due_at = CASE WHEN due_at IS @takenUp THEN @dueAt ELSE due_at END, failures = failures + 1
   WHERE pk = @pk AND generation = @generation`,
);
const bringForward = sql('bring deliveries forward', 'UPDATE delivery SET due_at = ? WHERE due_at > ?');
const tryAll = sql(
  'try all deliveries',
  'UPDATE delivery SET due_at = min(due_at, ?), failures = min(failures, 1) WHERE due_at IS NOT NULL',
);
const tryAllOfApp = sql(
  'try all deliveries of app',
  'UPDATE delivery SET due_at = min(due_at, ?), failures = min(failures, 1) WHERE app_pk = ? AND due_at IS NOT NULL',
);
const park = sql('park delivery', 'UPDATE delivery SET parked = ?, due_at = ?, urgent = ? WHERE pk = ?');
const repark = sql('park behind another item', 'UPDATE delivery SET parked = ? WHERE pk = ?');
const wake = sql(
  'wake deliveries of app',
  'UPDATE delivery SET due_at = ? WHERE app_pk = ? AND generation <> confirmed_generation AND due_at IS NULL',
);
const rest = sql('rest deliveries of app', 'UPDATE delivery SET due_at = NULL WHERE app_pk = ?');
const restOne = sql('rest delivery', 'UPDATE delivery SET due_at = NULL WHERE pk = ?');
const retryOne = sql(
  'retry delivery',
  'UPDATE delivery SET due_at = ? WHERE pk = ? AND due_at IS NOT NULL AND generation <> confirmed_generation',
);
const parkedBy = sql(
  'deliveries parked by item',
  `SELECT * FROM delivery WHERE parked IS NOT NULL AND ? IN (json_extract(parked, '$.guard.itemPk'),
   json_extract(parked, '$.blockedBy'))`,
);
const addCauseSql = sql(
  'add cause',
  `INSERT INTO delivery_cause (delivery_pk, generation, change_pk, snapshot_pk, work_item_pk, decisions, removal, parked, at)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
);
const openCauses = sql(
  'open causes',
  'SELECT pk FROM delivery_cause WHERE delivery_pk = ? AND generation > ? AND generation <= ?',
);
const unparkCauses = sql(
  'unpark causes',
  'UPDATE delivery_cause SET parked = 0, removal = 0 WHERE delivery_pk = ? AND parked = 1',
);
const removals = sql(
  'removals of app since',
  `SELECT DISTINCT d.account_pk FROM delivery_cause c JOIN delivery d ON d.pk = c.delivery_pk
   WHERE c.removal = 1 AND c.parked = 0 AND c.at > ? AND d.app_pk = ?`,
);
const outstanding = sql(
  'outstanding deliveries',
  `SELECT count(*) AS n FROM delivery WHERE generation <> confirmed_generation
   AND app_pk NOT IN (SELECT pk FROM app WHERE removed_at IS NOT NULL)`,
);

export const addDelivery = (
  db: WriteDb,
  delivery: Pick<DeliveryRow, 'account_pk' | 'app_pk' | 'wanted' | 'due_at' | 'parked'>,
): number =>
  runOne(db, insert, [delivery.account_pk, delivery.app_pk, delivery.wanted, delivery.due_at, delivery.parked]);

/**
 * A new wanted state: a new generation, and whatever failed before counts no more. Its cause is written before, since what
 * it takes away is held from that moment on.
 */
export const updateWanted = (
  db: WriteDb,
  pk: number,
  wanted: string,
  dueAt: number | null,
  urgent: boolean,
  parked: string | null,
): void => void runOne(db, want, [wanted, dueAt, Number(urgent), parked, pk]);

export const findDelivery = (db: ReadDb, accountPk: number): DeliveryRow | undefined => row(db, ofAccount, [accountPk]);
export const getDelivery = (db: ReadDb, pk: number): DeliveryRow | undefined => row(db, byPk, [pk]);

/** What of an app may be done now, the longest due first. @param urgent just what takes access away, or just the rest */
export const dueDeliveries = (db: ReadDb, appPk: number, urgent: boolean, now: number, limit: number): number[] =>
  rows<{ pk: number }>(db, due, [appPk, Number(urgent), now, limit]).map((delivery) => delivery.pk);
/** @returns milliseconds since the epoch, or null when nothing waits */
export const nextDueAt = (db: ReadDb, appPk: number, urgent: boolean): number | null =>
  row<{ at: number | null }>(db, nextDue, [appPk, Number(urgent)])?.at ?? null;
/** Since when something is wanted that is not confirmed; null when it is, or when no cause says so. */
export const openSince = (db: ReadDb, { pk, confirmed_generation }: DeliveryRow): number | null =>
  row<{ at: number | null }>(db, firstCause, [pk, confirmed_generation])?.at ?? null;
/** Has it done at once, where it is to be done at all. */
export const hastenDelivery = (db: WriteDb, pk: number, now: number): void => void run(db, hasten, [now, pk]);
/** What was confirmed is not so any more, and takes access away anew: it is done at once, for its last causes. */
export const reopenDelivery = (db: WriteDb, pk: number, confirmed: string, now: number): void =>
  void runOne(db, reopen, [confirmed, now, pk]);
/** What took access away of this generation is done; the rest of it waits its time. */
export const restUrgency = (db: WriteDb, pk: number, generation: number): void =>
  void run(db, notUrgent, [pk, generation]);
export const confirmDelivery = (db: WriteDb, pk: number, confirmed: string | null): void =>
  void runOne(db, confirm, [confirmed, pk]);

/** Marks a generation as reached. @returns false when a newer one has come meanwhile */
export const settleDelivery = (db: WriteDb, pk: number, generation: number): boolean =>
  run(db, settle, [generation, pk, generation]).changes === 1;

/**
 * Not when something newer is wanted meanwhile: that is due at its own time; nor when it was said meanwhile to be tried at
 * another time, such as now.
 *
 * @param delivery as it was when it was taken up
 */
export const postponeDelivery = (
  db: WriteDb,
  { pk, generation, due_at }: Pick<DeliveryRow, 'pk' | 'generation' | 'due_at'>,
  dueAt: number,
): void => void run(db, postpone, { pk, generation, takenUp: due_at, dueAt });
/** Makes due at `at` what is not due until after `latest`: no wait is that long, so the clock was wrong. */
export const bringDeliveriesForward = (db: WriteDb, at: number, latest: number): void =>
  void run(db, bringForward, [at, latest]);
/**
 * Makes due at `at` everything that waits for a later time, and begins its back-off anew. One failure stays noted: until
 * the next try nobody knows that it passed.
 */
export const tryAllDeliveries = (db: WriteDb, at: number): void => void run(db, tryAll, [at]);
/** The same, of one app. */
export const tryAllDeliveriesOfApp = (db: WriteDb, appPk: number, at: number): void =>
  void run(db, tryAllOfApp, [at, appPk]);
/** Nothing is done about it until its app is switched on or something new is wanted. */
export const restDelivery = (db: WriteDb, pk: number): void => void runOne(db, restOne, [pk]);
export const setParked = (
  db: WriteDb,
  pk: number,
  parked: string | null,
  dueAt: number | null,
  urgent: boolean,
): void => void runOne(db, park, [parked, dueAt, Number(urgent), pk]);
/** The same is parked, and another work item decides it. */
export const setGuardItem = (db: WriteDb, pk: number, parked: string | null): void =>
  void runOne(db, repark, [parked, pk]);
/** Tries now what waits for its next try. */
export const retryDelivery = (db: WriteDb, pk: number, at: number): void => void run(db, retryOne, [at, pk]);
export const wakeApp = (db: WriteDb, appPk: number, at: number): void => void run(db, wake, [at, appPk]);
export const restApp = (db: WriteDb, appPk: number): void => void run(db, rest, [appPk]);
export const deliveriesParkedBy = (db: ReadDb, itemPk: number): DeliveryRow[] => rows(db, parkedBy, [itemPk]);

export const addCause = (db: WriteDb, cause: Omit<CauseRow, 'pk'>): number =>
  runOne(db, addCauseSql, [
    cause.delivery_pk,
    cause.generation,
    cause.change_pk,
    cause.snapshot_pk,
    cause.work_item_pk,
    cause.decisions,
    cause.removal,
    cause.parked,
    cause.at,
  ]);

/** Causes of the generations after `confirmed`, up to `generation`: what an operation answers. */
export const causesBetween = (db: ReadDb, deliveryPk: number, confirmed: number, generation: number): number[] =>
  rows<{ pk: number }>(db, openCauses, [deliveryPk, confirmed, generation]).map((cause) => cause.pk);
/** Nothing of a delivery is parked any more: a person decided it, or it is not wanted now. The guard's hour forgets it. */
export const unparkCausesOf = (db: WriteDb, deliveryPk: number): void => void run(db, unparkCauses, [deliveryPk]);

/** Accounts of an app from which something was taken since then and not parked: the guard's hour. */
export const accountsWithRemovalSince = (db: ReadDb, appPk: number, since: number): ReadonlySet<number> =>
  new Set(rows<{ account_pk: number }>(db, removals, [since, appPk]).map((removal) => removal.account_pk));

export const countOutstanding = (db: ReadDb): number => row<{ n: number }>(db, outstanding)?.n ?? 0;

const exchanges = sql(
  'exchanges of delivery',
  `SELECT DISTINCT e.id FROM delivery_cause c JOIN change h ON h.pk = c.change_pk JOIN exchange e ON e.pk = h.exchange_pk
   WHERE c.delivery_pk = ? AND c.generation >= ?`,
);

/** Ids of the exchanges whose changes this delivery still answers, from a generation on. */
export const exchangesOfDelivery = (db: ReadDb, deliveryPk: number, fromGeneration: number): string[] =>
  rows<{ id: string }>(db, exchanges, [deliveryPk, fromGeneration]).map((exchange) => exchange.id);
