import type { Mapping, Rule, Target } from '../../../shared/model/app.ts';
import type { DeliverySettings } from '../../../shared/model/delivery-settings.ts';
import type { Pause } from '../../../shared/model/pause.ts';
import { recountRolesOfApp } from './listed.ts';
import { type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

export interface AppRow {
  readonly pk: number;
  readonly id: string;
  readonly name: string;
  readonly state: 'observing' | 'on';
  /** JSON of `Target`. */
  readonly target: string;
  /** JSON: names of the roles found in the target at the last test. */
  readonly roles: string;
  readonly guard_people: number;
  readonly guard_percent: number;
  /** JSON of `DeliverySettings`. */
  readonly delivery: string;
  /** JSON of `Pause`; null: it is not paused. */
  readonly pause: string | null;
  readonly snapshot_pk: number;
  readonly created_at: number;
  /** When Footbridge stopped following it; its name is free then. */
  readonly removed_at: number | null;
}

export interface SnapshotRow {
  readonly pk: number;
  readonly id: string;
  readonly app_pk: number;
  /** JSON of `SnapshotBody`. */
  readonly body: string;
  readonly reason: string;
  readonly created_at: number;
}

export interface SnapshotBody {
  readonly mappings: readonly Mapping[];
  readonly rules: readonly Rule[];
}

const insert = sql(
  'add app',
  `INSERT INTO app (id, unique_name, name, state, target, roles, guard_people, guard_percent, delivery, created_at)
   VALUES (@id, @name, @name, 'observing', @target, @roles, @people, @percent, @delivery, @at)`,
);
const all = sql('apps', 'SELECT * FROM app WHERE snapshot_pk IS NOT NULL AND removed_at IS NULL ORDER BY pk');
const byId = sql('app by id', 'SELECT * FROM app WHERE id = ? AND removed_at IS NULL');
const byPk = sql('app by pk', 'SELECT * FROM app WHERE pk = ?');
const byName = sql('app by name', 'SELECT * FROM app WHERE fold(unique_name) = fold(?) AND removed_at IS NULL');
const setState = sql('set app state', 'UPDATE app SET state = ? WHERE pk = ?');
const setRoles = sql('set app roles', 'UPDATE app SET roles = ? WHERE pk = ?');
const setGuard = sql('set app guard', 'UPDATE app SET guard_people = ?, guard_percent = ? WHERE pk = ?');
const setDelivery = sql('set app delivery', 'UPDATE app SET delivery = ? WHERE pk = ?');
const setPause = sql('set app pause', 'UPDATE app SET pause = ? WHERE pk = ?');
const setTarget = sql('set app target', 'UPDATE app SET target = ? WHERE pk = ?');
const rename = sql('rename app', 'UPDATE app SET name = @name, unique_name = @name WHERE pk = @pk');
const remove = sql(
  'remove app',
  "UPDATE app SET removed_at = ?, state = 'observing', unique_name = id WHERE pk = ? AND removed_at IS NULL",
);
const peopleThere = sql(
  'people with an account in app',
  "SELECT person_pk FROM account WHERE app_pk = ? AND target_id IS NOT NULL AND state <> 'deleted' ORDER BY pk",
);
const closeItems = sql(
  'close work items of app',
  `UPDATE work_item SET closed_at = @at, decision = 'passed', reason = 'The app was removed.'
   WHERE closed_at IS NULL AND app_pk = @pk`,
);
const insertSnapshot = sql(
  'add snapshot',
  'INSERT INTO snapshot (id, app_pk, body, reason, created_at) VALUES (?, ?, ?, ?, ?)',
);
const setSnapshot = sql('set snapshot', 'UPDATE app SET snapshot_pk = ? WHERE pk = ?');
const snapshot = sql('snapshot', 'SELECT * FROM snapshot WHERE pk = ?');

export const addApp = (
  db: WriteDb,
  app: {
    id: string;
    name: string;
    target: Target;
    roles: readonly string[];
    guard: Guard;
    delivery: DeliverySettings;
    at: number;
  },
): number =>
  runOne(db, insert, {
    id: app.id,
    name: app.name,
    target: JSON.stringify(app.target),
    roles: JSON.stringify(app.roles),
    people: app.guard.people,
    percent: app.guard.percent,
    delivery: JSON.stringify(app.delivery),
    at: app.at,
  });

/** Rule 7: a cause that takes something from more people than the larger of both is parked. */
export interface Guard {
  readonly people: number;
  readonly percent: number;
}

/** Those that are followed. */
export const listApps = (db: ReadDb): AppRow[] => rows(db, all);
export const findApp = (db: ReadDb, id: string): AppRow | undefined => row(db, byId, [id]);
/** Also one that was removed. */
export const getApp = (db: ReadDb, pk: number): AppRow | undefined => row(db, byPk, [pk]);
/** Without regard to case. */
export const findAppByName = (db: ReadDb, name: string): AppRow | undefined => row(db, byName, [name]);
export const setAppState = (db: WriteDb, pk: number, state: AppRow['state']): void =>
  void runOne(db, setState, [state, pk]);
export const setAppRoles = (db: WriteDb, pk: number, found: readonly string[]): void =>
  void runOne(db, setRoles, [JSON.stringify(found), pk]);
export const setAppTarget = (db: WriteDb, pk: number, target: Target): void =>
  void runOne(db, setTarget, [JSON.stringify(target), pk]);
export const renameApp = (db: WriteDb, pk: number, name: string): void => void runOne(db, rename, { pk, name });
export const setAppGuard = (db: WriteDb, pk: number, guard: Guard): void =>
  void runOne(db, setGuard, [guard.people, guard.percent, pk]);
export const setAppDelivery = (db: WriteDb, pk: number, delivery: DeliverySettings): void =>
  void runOne(db, setDelivery, [JSON.stringify(delivery), pk]);
export const setAppPause = (db: WriteDb, pk: number, pause: Pause | null): void =>
  void runOne(db, setPause, [pause === null ? null : JSON.stringify(pause), pk]);

/** Stops following an app: nothing more is decided about it, and what waits for a decision passes. Its name is free. */
export function removeApp(db: WriteDb, pk: number, at: number): void {
  runOne(db, remove, [at, pk]);
  run(db, closeItems, { at, pk });
  recountRolesOfApp(db, pk);
}

/** People who have an account in an app that Footbridge follows or followed. */
export const peopleWithAccount = (db: ReadDb, pk: number): number[] =>
  rows<{ person_pk: number }>(db, peopleThere, [pk]).map((account) => account.person_pk);

/** Writes a new immutable set of mappings and rules and makes it the app's live one. @returns its key */
export function addSnapshot(
  db: WriteDb,
  appPk: number,
  { id, body, reason, at }: { id: string; body: SnapshotBody; reason: string; at: number },
): number {
  const pk = runOne(db, insertSnapshot, [id, appPk, JSON.stringify(body), reason, at]);
  runOne(db, setSnapshot, [pk, appPk]);
  return pk;
}

export const getSnapshot = (db: ReadDb, pk: number): SnapshotRow | undefined => row(db, snapshot, [pk]);
