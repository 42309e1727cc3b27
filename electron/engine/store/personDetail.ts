import type { AccountState } from '../../../shared/model/trace.ts';
import { given, type ReadDb, row, rows, sql } from './sql.ts';
import type { TraceOperationRow } from './trace.ts';

/** A person's account in an app that is followed, with the delivery that stands behind it. */
export interface PersonAccountRow {
  readonly pk: number;
  readonly id: string;
  readonly login: string | null;
  readonly state: AccountState;
  readonly app_id: string;
  readonly app_pk: number;
  readonly app_name: string;
  readonly app_state: 'observing' | 'on';
  readonly delivery_pk: number;
  /** JSON of `WantedAccount`. */
  readonly wanted: string;
  readonly parked: string | null;
  readonly due_at: number | null;
  readonly urgent: 0 | 1;
  readonly generation: number;
  readonly confirmed_generation: number;
  readonly failures: number;
}

const accounts = sql(
  'accounts of person in apps',
  `SELECT k.pk, k.id, k.login, k.state, a.id AS app_id, a.name AS app_name, a.state AS app_state, d.pk AS delivery_pk,
     d.app_pk, d.wanted, d.parked, d.due_at, d.urgent, d.generation, d.confirmed_generation, d.failures
   FROM account k JOIN app a ON a.pk = k.app_pk JOIN delivery d ON d.account_pk = k.pk
   WHERE k.person_pk = ${given} AND a.removed_at IS NULL ORDER BY a.pk`,
);
/** Of those for what is wanted now: one that is not done and was not done later either says most. */
const telling = sql(
  'telling operation of delivery',
  `WITH theirs AS (SELECT * FROM operation WHERE delivery_pk = ${given})
   SELECT o.*, (SELECT count(*) FROM operation_cause x WHERE x.operation_pk = o.pk) AS causes
   FROM theirs o ORDER BY (
     o.state NOT IN ('done', 'superseded') AND o.generation = (SELECT max(generation) FROM theirs) AND NOT EXISTS (
       SELECT 1 FROM theirs later WHERE later.pk > o.pk AND later.verb = o.verb AND later.role IS o.role)
   ) DESC, o.pk DESC LIMIT 1`,
);
const groups = sql(
  'named groups of user',
  `SELECT g.id, json_extract(g.body, '$.displayName') AS name FROM membership m JOIN group_resource g ON g.pk = m.group_pk
   WHERE m.member_user_pk = ${given} AND g.deleted_at IS NULL ORDER BY g.display_name_folded, g.id`,
);

export const accountsInApps = (db: ReadDb, personPk: number): PersonAccountRow[] => rows(db, accounts, [personPk]);
/** The operation that says how an account stands: one that went wrong before those that went well, else the newest. */
export const tellingOperation = (db: ReadDb, deliveryPk: number): TraceOperationRow | undefined =>
  row(db, telling, [deliveryPk]);
/** Groups that a user is a direct member of, by name. */
export const groupsOfUser = (db: ReadDb, userPk: number): { id: string; name: string }[] => rows(db, groups, [userPk]);
