import type { AttemptOutcome, ProofKind } from '../../../shared/model/trace.ts';
import type { ChangeRow } from './change.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';

/**
 * In one millisecond causes come before what they cause: by this number the newest comes first. The order is total
 * (time, kind, key), so pages neither lose nor repeat anything while more is written.
 */
export const timelineKinds = ['change', 'membership', 'decision', 'operation'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** One entry's place in the timeline. */
export interface TimelinePlace {
  readonly at: number;
  /** Index in `timelineKinds`. */
  readonly kind: number;
  readonly pk: number;
}

const places = sql(
  'timeline of person',
  `WITH users AS (SELECT pk FROM user_resource WHERE person_pk = @personPk),
     entries (at, kind, pk) AS (
       SELECT c.at, 0, c.pk FROM users u JOIN change c ON c.user_pk = u.pk
       UNION ALL SELECT c.at, 1, m.pk FROM users u JOIN membership_change m ON m.user_pk = u.pk
         JOIN change c ON c.pk = m.change_pk
       UNION ALL SELECT i.closed_at, 2, i.pk FROM work_item_person w JOIN work_item i ON i.pk = w.work_item_pk
         WHERE w.person_pk = @personPk AND i.closed_at IS NOT NULL AND i.decision <> 'passed'
       UNION ALL SELECT o.created_at, 3, o.pk FROM account k JOIN delivery d ON d.account_pk = k.pk
         JOIN operation o ON o.delivery_pk = d.pk WHERE k.person_pk = @personPk)
   SELECT at, kind, pk FROM entries WHERE (at, kind, pk) < (@at, @kind, @pk)
   ORDER BY at DESC, kind DESC, pk DESC LIMIT @limit`,
);

/** Places of what happened to a person, newest first, after a place (null: from the newest on). */
export const timelineOf = (db: ReadDb, personPk: number, after: TimelinePlace | null, limit: number): TimelinePlace[] =>
  rows(db, places, { personPk, limit, ...(after ?? { at: Number.MAX_SAFE_INTEGER, kind: 0, pk: 0 }) });

const change = sql(
  'timeline change',
  `SELECT c.id, c.kind, c.label, c.before, c.after, e.path, e.summary, e.id AS exchange_id FROM change c LEFT JOIN exchange e ON e.pk = c.exchange_pk
   WHERE c.pk = ${given}`,
);
const membership = sql(
  'timeline membership',
  `SELECT c.id, c.kind, c.label, m.joined, e.id AS exchange_id FROM membership_change m JOIN change c ON c.pk = m.change_pk
   LEFT JOIN exchange e ON e.pk = c.exchange_pk WHERE m.pk = ${given}`,
);
const decision = sql(
  'timeline decision',
  `SELECT i.id, i.title, i.decision, i.reason, e.id AS exchange_id FROM work_item i
   LEFT JOIN exchange e ON e.pk = i.exchange_pk WHERE i.pk = ${given}`,
);
const operation = sql(
  'timeline operation',
  `SELECT o.id, o.summary, a.name AS app,
     (SELECT t.outcome FROM attempt t WHERE t.operation_pk = o.pk ORDER BY t.number DESC LIMIT 1) AS outcome,
     p.kind AS proof_kind, p.seen AS proof_seen, p.at AS proof_at,
     (SELECT e.id FROM operation_cause x JOIN delivery_cause c ON c.pk = x.cause_pk JOIN change h ON h.pk = c.change_pk
       JOIN exchange e ON e.pk = h.exchange_pk WHERE x.operation_pk = o.pk ORDER BY c.pk LIMIT 1) AS exchange_id
   FROM operation o JOIN app a ON a.pk = o.app_pk
   LEFT JOIN proof p ON p.pk = (SELECT max(q.pk) FROM proof q WHERE q.operation_pk = o.pk) WHERE o.pk = ${given}`,
);

export interface TimelineChangeRow {
  readonly id: string;
  readonly kind: ChangeRow['kind'];
  readonly label: string;
  /** JSON texts of what differs. */
  readonly before: string;
  readonly after: string;
  /** Of the exchange, as its summary. */
  readonly path: string | null;
  readonly summary: string | null;
  readonly exchange_id: string | null;
}

export interface TimelineMembershipRow {
  readonly id: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** The group's name at that time. */
  readonly label: string;
  readonly joined: number;
  readonly exchange_id: string | null;
}

export interface TimelineDecisionRow {
  readonly id: string;
  readonly title: string;
  readonly decision: string;
  readonly reason: string;
  readonly exchange_id: string | null;
}

export interface TimelineOperationRow {
  readonly id: string;
  readonly summary: string;
  readonly app: string;
  readonly outcome: AttemptOutcome | null;
  readonly proof_kind: ProofKind | null;
  readonly proof_seen: string | null;
  readonly proof_at: number | null;
  /** Of the first request that caused it. */
  readonly exchange_id: string | null;
}

export const timelineChange = (db: ReadDb, pk: number): TimelineChangeRow | undefined => row(db, change, [pk]);
export const timelineMembership = (db: ReadDb, pk: number): TimelineMembershipRow | undefined =>
  row(db, membership, [pk]);
export const timelineDecision = (db: ReadDb, pk: number): TimelineDecisionRow | undefined => row(db, decision, [pk]);
export const timelineOperation = (db: ReadDb, pk: number): TimelineOperationRow | undefined => row(db, operation, [pk]);
