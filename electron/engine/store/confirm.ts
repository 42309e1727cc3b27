import type { Verb } from '../../../shared/model/trace.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';

/** An account of an app that takes over what it is handed: whose export is looked at. */
export interface HandedAccountRow {
  readonly delivery_pk: number;
  readonly account_pk: number;
  readonly account_id: string;
  readonly target_id: string;
  readonly person_pk: number;
  readonly person: string;
  /** JSON of `WantedAccount`. */
  readonly confirmed: string;
  readonly generation: number;
  readonly confirmed_generation: number;
}

/** An operation that was handed over, and that nothing later has made obsolete. */
export interface HandedOperationRow {
  readonly pk: number;
  readonly verb: Verb;
  readonly role: string | null;
  /** Its newest proof: not confirmed yet, or contradicted by the app's own export. */
  readonly kind: 'handed over' | 'contradicted';
  readonly at: number;
  /** When it was last handed over, in ms since the epoch. */
  readonly handed_at: number;
}

/** What an operation is about: one role, the sign-in (with the account itself), or the attributes. */
const aboutOf = (operation: string): string =>
  `CASE WHEN ${operation}.role IS NOT NULL THEN 'role ' || ${operation}.role
   WHEN ${operation}.verb = 'update' THEN 'attributes' ELSE 'sign-in' END`;

const accounts = sql(
  'accounts that were handed over',
  `SELECT d.pk AS delivery_pk, a.pk AS account_pk, a.id AS account_id, a.target_id, a.person_pk, p.name AS person,
     d.confirmed, d.generation, d.confirmed_generation
   FROM delivery d JOIN account a ON a.pk = d.account_pk JOIN person p ON p.pk = a.person_pk
   WHERE d.app_pk = ${given} AND d.pk > ${given} AND d.confirmed IS NOT NULL AND a.target_id IS NOT NULL
   ORDER BY d.pk LIMIT ${given}`,
);
const operations = sql(
  'operations that were handed over',
  `SELECT o.pk, o.verb, o.role, p.kind, p.at,
     (SELECT max(h.at) FROM proof h WHERE h.operation_pk = o.pk AND h.kind = 'handed over') AS handed_at
   FROM operation o JOIN proof p ON p.pk = (SELECT max(n.pk) FROM proof n WHERE n.operation_pk = o.pk)
   WHERE o.delivery_pk = ${given} AND o.state = 'done' AND p.kind IN ('handed over', 'contradicted')
     AND NOT EXISTS (SELECT 1 FROM operation l WHERE l.delivery_pk = o.delivery_pk AND l.pk > o.pk
       AND l.state NOT IN ('superseded', 'failed') AND ${aboutOf('l')} = ${aboutOf('o')})
   ORDER BY o.pk`,
);
const proved = sql(
  'whether an account was ever proved',
  `SELECT 1 AS one FROM operation o JOIN proof p ON p.operation_pk = o.pk
   WHERE o.delivery_pk = ${given} AND p.kind = 'proved' LIMIT 1`,
);
const exchanges = sql(
  'exchanges of operation',
  `SELECT DISTINCT e.id FROM operation_cause k JOIN delivery_cause c ON c.pk = k.cause_pk
   JOIN change h ON h.pk = c.change_pk JOIN exchange e ON e.pk = h.exchange_pk WHERE k.operation_pk = ${given}`,
);

/** Accounts that an app's file is known to have, by rising delivery. */
export const handedAccounts = (db: ReadDb, appPk: number, afterDelivery: number, limit: number): HandedAccountRow[] =>
  rows(db, accounts, [appPk, afterDelivery, limit]);

/** What was handed over for a delivery and is not proved, the newest of what is about the same. */
export const handedOperations = (db: ReadDb, deliveryPk: number): HandedOperationRow[] =>
  rows(db, operations, [deliveryPk]);

/** Whether the app's own export contradicts something of a delivery that still holds. */
export const isContradictedByExport = (db: ReadDb, deliveryPk: number): boolean =>
  handedOperations(db, deliveryPk).some(({ kind }) => kind === 'contradicted');

/** Whether the app's own export has ever shown this account: only then is it a sign that it does not any more. */
export const wasEverProved = (db: ReadDb, deliveryPk: number): boolean => row(db, proved, [deliveryPk]) !== undefined;

/** Ids of the exchanges whose changes an operation answers. */
export const exchangesOfOperation = (db: ReadDb, operationPk: number): string[] =>
  rows<{ id: string }>(db, exchanges, [operationPk]).map(({ id }) => id);
