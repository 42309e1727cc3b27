import type { DeliveryRow } from './delivery.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';

/** A delivery whose wanted state is not confirmed, with what tells of it. */
export interface PlannedRow extends DeliveryRow {
  readonly login: string | null;
  readonly person_id: string;
  readonly person_pk: number;
  readonly person_name: string;
  readonly app_id: string;
  readonly app_name: string;
  readonly app_state: 'observing' | 'on';
  /** JSON of `Decision[]` of the newest cause. */
  readonly decisions: string | null;
}

const columns = `d.*, k.login, p.id AS person_id, p.pk AS person_pk, p.name AS person_name, a.id AS app_id,
   a.name AS app_name, a.state AS app_state,
   (SELECT c.decisions FROM delivery_cause c WHERE c.delivery_pk = d.pk ORDER BY c.generation DESC LIMIT 1) AS decisions`;
const joined = `CROSS JOIN account k ON k.pk = d.account_pk CROSS JOIN person p ON p.pk = k.person_pk
   CROSS JOIN app a ON a.pk = d.app_pk AND a.removed_at IS NULL`;

const ofApp = sql(
  'planned of app',
  `SELECT ${columns} FROM delivery d INDEXED BY delivery_outstanding ${joined}
   WHERE d.app_pk = ${given} AND d.generation <> d.confirmed_generation AND d.pk > ${given} ORDER BY d.pk LIMIT ${given}`,
);
const ofPerson = sql(
  'planned of person',
  `SELECT ${columns} FROM account k CROSS JOIN delivery d ON d.account_pk = k.pk AND d.generation <> d.confirmed_generation
   CROSS JOIN person p ON p.pk = k.person_pk CROSS JOIN app a ON a.pk = d.app_pk AND a.removed_at IS NULL
   WHERE k.person_pk = ${given} ORDER BY a.name, d.pk`,
);
const since = sql(
  'planned since',
  `SELECT ${columns} FROM delivery d ${joined}
   WHERE d.pk IN (SELECT delivery_pk FROM delivery_cause WHERE pk > ${given}) ORDER BY d.pk`,
);
const lastCause = sql('last cause', 'SELECT max(pk) AS pk FROM delivery_cause');

/** Of an app, after a key, by key. */
export const plannedOfApp = (db: ReadDb, appPk: number, afterPk: number, limit: number): PlannedRow[] =>
  rows(db, ofApp, [appPk, afterPk, limit]);
/** Of a person, in every app. */
export const plannedOfPerson = (db: ReadDb, personPk: number): PlannedRow[] => rows(db, ofPerson, [personPk]);
/** Those that a cause after this key concerns, whether or not something is left to do. */
export const plannedSince = (db: ReadDb, causePk: number): PlannedRow[] => rows(db, since, [causePk]);
/** @returns 0 when there is none */
export const lastCausePk = (db: ReadDb): number => row<{ pk: number | null }>(db, lastCause)?.pk ?? 0;
