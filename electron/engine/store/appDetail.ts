import type { AccountState, ProofKind } from '../../../shared/model/trace.ts';
import { composedRows, given, type ReadDb, row, rows, type SqlValue, sql } from './sql.ts';
import type { TraceOperationRow } from './trace.ts';

/** An account of an app as a row, with the delivery that stands behind it. */
export interface AppAccountRow {
  readonly id: string;
  readonly person_id: string;
  readonly person_name: string;
  readonly name_folded: string;
  readonly login: string | null;
  readonly state: AccountState;
  /** JSON array of the names of the roles in force, sorted. */
  readonly roles: string;
  readonly app_pk: number;
  readonly app_name: string;
  readonly app_state: 'observing' | 'on';
  /** JSON of the account as it is to become. */
  readonly wanted: string;
  readonly parked: string | null;
  readonly due_at: number | null;
  readonly urgent: 0 | 1;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly failures: number;
  readonly proof_kind: ProofKind | null;
  readonly proof_at: number | null;
}

/** Up to so many accounts of a state are sorted by name; of more of them, people are walked by name instead. */
const SORTED = 2000;

const few = sql(
  'few accounts of state',
  `SELECT count(*) AS n FROM (SELECT 1 FROM account WHERE app_pk = ${given} AND state = ${given} LIMIT ${SORTED + 1})`,
);

/**
 * Accounts of an app by the name of the person.
 *
 * @param words folded; each must occur in name, userName, e-mail address or login
 */
export function listAccountsOfApp(
  db: ReadDb,
  question: {
    readonly appPk: number;
    readonly state: AccountState | undefined;
    readonly words: readonly string[];
    readonly after: { readonly name: string; readonly id: string } | null;
    readonly limit: number;
  },
): AppAccountRow[] {
  const { appPk, state, words, after, limit } = question;
  const conditions = ['k.app_pk = ?'];
  const parameters: SqlValue[] = [appPk];
  if (state !== undefined) {
    conditions.push('k.state = ?');
    parameters.push(state);
  }
  for (const word of words) {
    conditions.push(`(instr(p.search, ?) > 0
      OR p.pk IN (SELECT person_pk FROM account WHERE app_pk = ? AND instr(lower(login), ?) > 0))`);
    parameters.push(word, appPk, word);
  }
  if (after) {
    conditions.push('(p.name_folded, p.id) > (?, ?)');
    parameters.push(after.name, after.id);
  }
  const isFew = state !== undefined && (row<{ n: number }>(db, few, [appPk, state])?.n ?? 0) <= SORTED;
  const from = isFew
    ? 'account k INDEXED BY account_state CROSS JOIN person p ON p.pk = k.person_pk'
    : 'person p INDEXED BY person_by_name CROSS JOIN account k ON k.person_pk = p.pk';
  return composedRows(
    db,
    'list accounts of app',
    `SELECT k.id, p.id AS person_id, p.name AS person_name, p.name_folded, k.login, k.state, a.name AS app_name,
       a.pk AS app_pk, a.state AS app_state, d.wanted, d.parked, d.due_at, d.urgent, d.generation, d.confirmed_generation, d.failures,
       (SELECT json_group_array(role) FROM (SELECT role FROM assignment s WHERE s.account_pk = k.pk
         AND s.state IN ('applied', 'parked') ORDER BY role)) AS roles,
       f.kind AS proof_kind, f.at AS proof_at
     FROM (SELECT k.pk FROM ${from} WHERE ${conditions.join(' AND ')} ORDER BY p.name_folded, p.id LIMIT ?) l
     CROSS JOIN account k ON k.pk = l.pk CROSS JOIN person p ON p.pk = k.person_pk CROSS JOIN app a ON a.pk = k.app_pk
     CROSS JOIN delivery d ON d.account_pk = k.pk
     LEFT JOIN proof f ON f.pk = (SELECT max(q.pk) FROM operation o JOIN proof q ON q.operation_pk = o.pk
       WHERE o.delivery_pk = d.pk)
     ORDER BY p.name_folded, p.id`,
    [...parameters, limit],
  );
}

/** An operation of an app, with whom it was for and the first request that caused it. */
export interface AppOperationRow extends TraceOperationRow {
  readonly person_id: string;
  readonly person_name: string;
  readonly exchange_id: string | null;
}

const operations = sql(
  'operations of app',
  `SELECT o.*, p.id AS person_id, p.name AS person_name,
     (SELECT count(*) FROM operation_cause x WHERE x.operation_pk = o.pk) AS causes,
     (SELECT e.id FROM operation_cause x JOIN delivery_cause c ON c.pk = x.cause_pk JOIN change h ON h.pk = c.change_pk
       JOIN exchange e ON e.pk = h.exchange_pk WHERE x.operation_pk = o.pk ORDER BY c.pk LIMIT 1) AS exchange_id
   FROM operation o JOIN delivery d ON d.pk = o.delivery_pk JOIN account k ON k.pk = d.account_pk
   JOIN person p ON p.pk = k.person_pk
   WHERE o.app_pk = ${given} AND o.pk < ${given} ORDER BY o.pk DESC LIMIT ${given}`,
);

/** Operations of an app before a key, newest first. */
export const operationsOfApp = (db: ReadDb, appPk: number, beforePk: number, limit: number): AppOperationRow[] =>
  rows(db, operations, [appPk, beforePk, limit]);

const accounts = sql(
  'accounts of app by state',
  'SELECT state, count(*) AS n FROM account WHERE app_pk = ? GROUP BY state',
);
const standing = sql(
  'outstanding of app',
  `SELECT count(*) AS outstanding, count(parked) AS parked, count(CASE WHEN failures > 0 THEN due_at END) AS failing,
     min(CASE WHEN failures > 0 THEN due_at END) AS next_try_at,
     count(CASE WHEN urgent = 1 THEN due_at END) AS removals,
     count(CASE WHEN parked IS NOT NULL AND NOT EXISTS (SELECT 1 FROM work_item w WHERE w.closed_at IS NULL AND w.pk IN
       (json_extract(parked, '$.guard.itemPk'), json_extract(parked, '$.blockedBy'))) THEN 1 END) AS set_aside
   FROM delivery WHERE app_pk = ? AND generation <> confirmed_generation`,
);
const since = sql(
  'failing since',
  `SELECT min(t.started_at) AS at FROM operation o INDEXED BY operation_open CROSS JOIN attempt t ON t.operation_pk = o.pk
   WHERE o.state IN ('running', 'waiting', 'contradicted') AND o.state = 'waiting' AND o.app_pk = ?`,
);
const said = sql(
  'what the app says',
  `SELECT t.message FROM operation o INDEXED BY operation_open CROSS JOIN attempt t ON t.operation_pk = o.pk
   WHERE o.state IN ('running', 'waiting', 'contradicted') AND o.state = 'waiting' AND o.app_pk = ? AND t.finished_at IS NOT NULL ORDER BY t.pk DESC LIMIT 1`,
);
const proved = sql(
  'last proof of app',
  `SELECT p.at FROM operation o JOIN proof p ON p.operation_pk = o.pk
   WHERE o.app_pk = ${given} AND p.kind = 'proved' ORDER BY o.pk DESC LIMIT 1`,
);

const newest = sql(
  'newest proof of app',
  `SELECT p.kind FROM operation o JOIN proof p ON p.operation_pk = o.pk
   WHERE o.app_pk = ${given} ORDER BY o.pk DESC, p.pk DESC LIMIT 1`,
);

/** What waits in an app. */
export interface AppStanding {
  readonly outstanding: number;
  /** Of these, how many wait for a person, or until something new is wanted since a person decided so. */
  readonly parked: number;
  /** Of the parked ones, how many a person decided to leave as they are. */
  readonly set_aside: number;
  /** Of these, how many failed at their last try and are tried again. */
  readonly failing: number;
  readonly next_try_at: number | null;
  /** Of these, how many are to take access away, and wait for no person. */
  readonly removals: number;
}

export const accountsOfAppByState = (db: ReadDb, appPk: number): { state: AccountState; n: number }[] =>
  rows(db, accounts, [appPk]);
const nothingWaits: AppStanding = {
  outstanding: 0,
  parked: 0,
  set_aside: 0,
  failing: 0,
  next_try_at: null,
  removals: 0,
};
export const standingOfApp = (db: ReadDb, appPk: number): AppStanding =>
  row<AppStanding>(db, standing, [appPk]) ?? nothingWaits;
/** When the first try of what is tried again began, and what was said at the last one. */
export const failureOfApp = (db: ReadDb, appPk: number): { since: number | null; message: string | null } => ({
  since: row<{ at: number | null }>(db, since, [appPk])?.at ?? null,
  message: row<{ message: string }>(db, said, [appPk])?.message ?? null,
});
/** What was seen last of the newest operation; null when none was done yet. */
export const newestProofKindOfApp = (db: ReadDb, appPk: number): ProofKind | null =>
  row<{ kind: ProofKind }>(db, newest, [appPk])?.kind ?? null;
export const lastProofOfApp = (db: ReadDb, appPk: number): number | null =>
  row<{ at: number }>(db, proved, [appPk])?.at ?? null;
