import type { AccountState } from '../../../shared/model/trace.ts';
import type { WorkKind } from '../../../shared/model/work.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';

/** One request of a source, as far as the checklist tells of it. */
export interface SeenExchange {
  readonly id: string;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly summary: string;
}

const columns = 'id, at, method, path, status, summary';
const newest = sql(
  'newest exchange of source',
  `SELECT ${columns} FROM exchange WHERE source_pk = ${given} ORDER BY pk DESC LIMIT 1`,
);
const firstKnown = sql(
  'first authenticated exchange of source',
  `SELECT ${columns} FROM exchange WHERE source_pk = ${given} AND status <> 401 ORDER BY pk LIMIT 1`,
);
const firstRead = sql(
  'first read of source',
  `SELECT ${columns} FROM exchange WHERE source_pk = ${given} AND method = 'GET' AND status IN (200, 404) ORDER BY pk LIMIT 1`,
);
const newestRefusal = sql(
  'newest refused creation of source',
  `SELECT ${columns} FROM exchange WHERE source_pk = ${given} AND method = 'POST' AND resource_type = ${given}
   AND status >= 400 AND status <> 401 ORDER BY pk DESC LIMIT 1`,
);

/** The last request to a source's base URL, let in or not. */
export const newestExchangeOf = (db: ReadDb, sourcePk: number): SeenExchange | undefined => row(db, newest, [sourcePk]);
export const firstKnownExchangeOf = (db: ReadDb, sourcePk: number): SeenExchange | undefined =>
  row(db, firstKnown, [sourcePk]);
/** The first search, list or look-up that was answered, with or without a find. */
export const firstReadOf = (db: ReadDb, sourcePk: number): SeenExchange | undefined => row(db, firstRead, [sourcePk]);
export const newestRefusedCreationOf = (
  db: ReadDb,
  sourcePk: number,
  type: 'User' | 'Group',
): SeenExchange | undefined => row(db, newestRefusal, [sourcePk, type]);

/** The change by which a source first created something, with the person it was about. */
export interface SeenCreation {
  readonly label: string;
  readonly at: number;
  readonly exchange_id: string | null;
  readonly person_id: string | null;
}

const firstUser = sql(
  'first user of source',
  `SELECT c.label, c.at, e.id AS exchange_id, p.id AS person_id FROM user_resource u JOIN person p ON p.pk = u.person_pk
   JOIN change c ON c.pk = (SELECT min(f.pk) FROM change f WHERE f.user_pk = u.pk)
   LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE u.pk = (SELECT min(f.pk) FROM user_resource f WHERE f.source_pk = ${given})`,
);
const firstGroup = sql(
  'first group of source',
  `SELECT c.label, c.at, e.id AS exchange_id, NULL AS person_id FROM group_resource g
   JOIN change c ON c.pk = (SELECT min(f.pk) FROM change f WHERE f.group_pk = g.pk)
   LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE g.pk = (SELECT min(f.pk) FROM group_resource f WHERE f.source_pk = ${given})`,
);

export const firstUserOf = (db: ReadDb, sourcePk: number): SeenCreation | undefined => row(db, firstUser, [sourcePk]);
export const firstGroupOf = (db: ReadDb, sourcePk: number): SeenCreation | undefined => row(db, firstGroup, [sourcePk]);

/** An account that was made or enabled for somebody of a source, and seen to be so. */
export interface SeenAccount {
  readonly app: string;
  readonly person: string;
  readonly person_id: string;
  readonly kind: 'proved' | 'handed over';
  readonly seen: string;
  readonly at: number;
  readonly exchange_id: string | null;
}

const firstCause = `(SELECT e.id FROM operation_cause x JOIN delivery_cause c ON c.pk = x.cause_pk
  JOIN change h ON h.pk = c.change_pk JOIN exchange e ON e.pk = h.exchange_pk WHERE x.operation_pk = o.pk ORDER BY c.pk LIMIT 1)`;
const firstAccount = sql(
  'first account of source',
  `SELECT a.name AS app, p.name AS person, p.id AS person_id, f.kind, f.seen, f.at, ${firstCause} AS exchange_id
   FROM user_resource u CROSS JOIN account k ON k.person_pk = u.person_pk CROSS JOIN delivery d ON d.account_pk = k.pk
   CROSS JOIN operation o ON o.delivery_pk = d.pk CROSS JOIN proof f ON f.operation_pk = o.pk
   JOIN person p ON p.pk = u.person_pk JOIN app a ON a.pk = k.app_pk
   WHERE u.source_pk = ${given} AND o.verb IN ('create', 'enable') AND f.kind IN ('proved', 'handed over') LIMIT 1`,
);
/** Something that stands in the way of an account of somebody of a source. */
export interface SeenObstacle {
  readonly kind: WorkKind;
  readonly title: string;
  readonly at: number;
  readonly person_id: string;
}
const obstacle = sql(
  'newest obstacle of source',
  `SELECT i.kind, i.title, i.opened_at AS at, p.id AS person_id FROM work_item i
   JOIN work_item_person w ON w.work_item_pk = i.pk JOIN person p ON p.pk = w.person_pk
   WHERE i.closed_at IS NULL AND i.kind IN ('conflict', 'contradicted', 'unknown', 'refused')
     AND EXISTS (SELECT 1 FROM user_resource u WHERE u.person_pk = p.pk AND u.source_pk = ${given})
   ORDER BY i.pk DESC LIMIT 1`,
);

export const firstAccountOf = (db: ReadDb, sourcePk: number): SeenAccount | undefined =>
  row(db, firstAccount, [sourcePk]);
export const newestObstacleOf = (db: ReadDb, sourcePk: number): SeenObstacle | undefined =>
  row(db, obstacle, [sourcePk]);

/** A change by which a source said that somebody left. */
export interface SeenLeaving {
  readonly pk: number;
  readonly at: number;
  readonly person: string;
  readonly person_pk: number;
  readonly person_id: string;
  readonly exchange_id: string | null;
  readonly summary: string | null;
  /** 1 when the person is back since. */
  readonly is_back: number;
  /** Whether the person has an account anywhere. */
  readonly has_account: number;
}

const leavings = sql(
  'leavings of source',
  `SELECT c.pk, c.at, p.name AS person, p.pk AS person_pk, p.id AS person_id, e.id AS exchange_id, e.summary,
     p.state = 'active' AS is_back, EXISTS (SELECT 1 FROM account k WHERE k.person_pk = p.pk) AS has_account
   FROM change c INDEXED BY change_leaving JOIN user_resource u ON u.pk = c.user_pk JOIN person p ON p.pk = u.person_pk
   LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE c.user_pk IS NOT NULL AND (c.kind = 'deleted' OR (c.kind = 'updated' AND json_extract(c.after, '$.active') = 0))
     AND u.source_pk = ${given} ORDER BY c.pk DESC LIMIT ${given}`,
);

/** The newest of them first. */
export const leavingsOf = (db: ReadDb, sourcePk: number, limit: number): SeenLeaving[] =>
  rows(db, leavings, [sourcePk, limit]);

/** What became of the account of somebody who left, in one app. */
export interface SeenDisable {
  readonly app: string;
  readonly app_state: 'observing' | 'on';
  readonly account_id: string;
  /** Null of an account that is not in the app, as far as is known. */
  readonly target_id: string | null;
  readonly account_state: AccountState;
  readonly parked: string | null;
  readonly due_at: number | null;
  readonly urgent: 0 | 1;
  readonly app_pk: number;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly failures: number;
  /** The best proof of a disable that was begun since: proved, else handed over, else any other; null for none. */
  readonly kind: 'proved' | 'handed over' | 'attested' | 'not verifiable' | 'contradicted' | null;
  readonly seen: string | null;
  readonly at: number | null;
  /** How many disables were begun since. */
  readonly begun: number;
}

const disables = sql(
  'disables of person since',
  `SELECT a.name AS app, a.state AS app_state, k.id AS account_id, k.target_id, k.state AS account_state, d.app_pk, d.parked, d.due_at, d.urgent,
     d.generation, d.confirmed_generation, d.failures, f.kind, f.seen, f.at,
     (SELECT count(*) FROM operation o WHERE o.delivery_pk = d.pk AND o.verb = 'disable' AND o.created_at >= @since) AS begun
   FROM account k JOIN app a ON a.pk = k.app_pk JOIN delivery d ON d.account_pk = k.pk
   LEFT JOIN proof f ON f.pk = (SELECT q.pk FROM operation o JOIN proof q ON q.operation_pk = o.pk
     WHERE o.delivery_pk = d.pk AND o.verb = 'disable' AND o.created_at >= @since
     ORDER BY q.kind = 'proved' DESC, q.kind = 'handed over' DESC, q.pk DESC LIMIT 1)
   WHERE k.person_pk = @personPk AND a.removed_at IS NULL ORDER BY k.pk`,
);

/** Account by account, what was done since a time to take a person's access away. */
export const disablesSince = (db: ReadDb, personPk: number, since: number): SeenDisable[] =>
  rows(db, disables, { personPk, since });
