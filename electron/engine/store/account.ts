import type { AccountState } from '../../../shared/model/trace.ts';
import { recountRoles } from './listed.ts';
import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** A person's entry in a target. */
export interface AccountRow {
  readonly pk: number;
  readonly id: string;
  readonly app_pk: number;
  readonly person_pk: number;
  /** The target's immutable id; null until it is known. */
  readonly target_id: string | null;
  readonly login: string | null;
  readonly state: AccountState;
}

export interface AssignmentRow {
  readonly role: string;
  readonly state: 'wanted' | 'applied' | 'retrying' | 'parked' | 'revoked';
  readonly reason: string;
  readonly rule_id: string | null;
  readonly snapshot_pk: number;
  /** When it came to be in this state. */
  readonly modified_at: number;
}

export type NewAssignment = Omit<AssignmentRow, 'modified_at'>;

const insert = sql(
  'add account',
  "INSERT INTO account (id, app_pk, person_pk, state, created_at) VALUES (?, ?, ?, 'pending', ?)",
);
const find = sql('account', 'SELECT * FROM account WHERE app_pk = ? AND person_pk = ?');
const byPk = sql('account by pk', 'SELECT * FROM account WHERE pk = ?');
const ofPerson = sql('accounts of person', 'SELECT * FROM account WHERE person_pk = ?');
const setTarget = sql('set target id', 'UPDATE account SET target_id = ?, login = ? WHERE pk = ?');
const setState = sql('set account state', 'UPDATE account SET state = ? WHERE pk = ?');
const people = sql(
  'people of app',
  "SELECT count(*) AS n FROM account WHERE app_pk = ? AND state NOT IN ('deleted', 'disabled')",
);
const put = sql(
  'put assignment',
  `INSERT INTO assignment (account_pk, role, state, reason, rule_id, snapshot_pk, created_at, modified_at)
   VALUES (@accountPk, @role, @state, @reason, @rule_id, @snapshot_pk, @at, @at)
   ON CONFLICT (account_pk, role) DO UPDATE SET state = @state, reason = @reason, rule_id = @rule_id,
   snapshot_pk = @snapshot_pk, modified_at = CASE WHEN state = @state THEN modified_at ELSE @at END`,
);
const setAssignment = sql(
  'set assignment state',
  'UPDATE assignment SET state = @state, modified_at = @at WHERE account_pk = @accountPk AND role = @role AND state <> @state',
);
const assignments = sql('assignments', `SELECT * FROM assignment WHERE account_pk = ${given} ORDER BY role`);

export const addAccount = (db: WriteDb, id: string, appPk: number, personPk: number, at: number): number =>
  runOne(db, insert, [id, appPk, personPk, at]);
export const findAccount = (db: ReadDb, appPk: number, personPk: number): AccountRow | undefined =>
  row(db, find, [appPk, personPk]);
export const getAccount = (db: ReadDb, pk: number): AccountRow | undefined => row(db, byPk, [pk]);
export const accountsOfPerson = (db: ReadDb, personPk: number): AccountRow[] => rows(db, ofPerson, [personPk]);
export const setAccountTarget = (db: WriteDb, pk: number, targetId: string | null, login: string | null): void =>
  void runOne(db, setTarget, [targetId, login, pk]);
export const setAccountState = (db: WriteDb, pk: number, state: AccountState): void =>
  void runOne(db, setState, [state, pk]);

/** How many people have something in this app now: the guard's hundred percent. */
export const peopleInApp = (db: ReadDb, appPk: number): number => row<{ n: number }>(db, people, [appPk])?.n ?? 0;

/** Writes assignments of one account, each with its reason. */
export function putAssignments(
  db: WriteDb,
  accountPk: number,
  assignments: readonly NewAssignment[],
  at: number,
): void {
  for (const assignment of assignments) runOne(db, put, { ...assignment, accountPk, at });
  if (assignments.length > 0) recountRoles(db, accountPk);
}

/** Says of roles of one account in which state they are; those that are in it already are left alone. */
export function setAssignmentStates(
  db: WriteDb,
  accountPk: number,
  states: readonly Pick<AssignmentRow, 'role' | 'state'>[],
  at: number,
): void {
  let changes = 0;
  for (const { role, state } of states) changes += run(db, setAssignment, { state, at, accountPk, role }).changes;
  if (changes > 0) recountRoles(db, accountPk);
}
export const listAssignments = (db: ReadDb, accountPk: number): AssignmentRow[] => rows(db, assignments, [accountPk]);

const byTarget = sql('account by target id', 'SELECT * FROM account WHERE app_pk = ? AND target_id = ?');

export const findAccountByTarget = (db: ReadDb, appPk: number, targetId: string): AccountRow | undefined =>
  row(db, byTarget, [appPk, targetId]);
