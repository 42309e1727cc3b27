import type { WorkKind } from '../../../shared/model/work.ts';
import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** Something that a person must decide. At most one is open for a kind and subject. */
export interface WorkItemRow {
  readonly pk: number;
  readonly id: string;
  readonly kind: WorkKind;
  /** What it is about, as a key: `doubt` of one rule is one item, however many people it touches. */
  readonly subject: string;
  readonly title: string;
  readonly affects: string;
  readonly fix: string;
  /** JSON of what a decision needs. */
  readonly body: string;
  readonly exchange_pk: number | null;
  readonly opened_at: number;
  readonly closed_at: number | null;
  /** How it was decided, and why in words; null while it is open. */
  readonly decision: string | null;
  readonly reason: string | null;
  /** The app it is about; null when it is about none or several. */
  readonly app_pk: number | null;
}

export type NewWorkItem = Omit<WorkItemRow, 'pk' | 'closed_at' | 'decision' | 'reason'>;

const open = sql(
  'open work item',
  `INSERT INTO work_item (id, kind, subject, title, affects, fix, body, exchange_pk, opened_at, app_pk)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
   ON CONFLICT (kind, subject) WHERE closed_at IS NULL
   DO UPDATE SET title = excluded.title, affects = excluded.affects, fix = excluded.fix RETURNING pk`,
);
const list = sql('open work items', 'SELECT * FROM work_item WHERE closed_at IS NULL ORDER BY pk DESC');
const byId = sql('work item', 'SELECT * FROM work_item WHERE id = ?');
const byPk = sql('work item by pk', 'SELECT * FROM work_item WHERE pk = ?');
const bySubject = sql(
  'open work item of subject',
  'SELECT * FROM work_item WHERE kind = ? AND subject = ? AND closed_at IS NULL',
);
const close = sql(
  'close work item',
  'UPDATE work_item SET closed_at = ?, decision = ?, reason = ? WHERE pk = ? AND closed_at IS NULL',
);
const count = sql('count work items', 'SELECT count(*) AS n FROM work_item WHERE closed_at IS NULL');
const addPersonSql = sql('name person in item', 'INSERT OR IGNORE INTO work_item_person VALUES (?, ?)');
const dropPerson = sql(
  'drop person from items of a kind',
  `DELETE FROM work_item_person WHERE person_pk = ? AND work_item_pk IN
   (SELECT pk FROM work_item WHERE kind = ? AND closed_at IS NULL AND subject = ?) RETURNING work_item_pk`,
);
const countPeople = sql('count people of item', 'SELECT count(*) AS n FROM work_item_person WHERE work_item_pk = ?');
const persons = sql(
  'persons of item',
  'SELECT p.id, p.name FROM work_item_person w JOIN person p ON p.pk = w.person_pk WHERE w.work_item_pk = ? ORDER BY p.pk LIMIT ?',
);
const ofPerson = sql(
  'open work items of person',
  `SELECT i.* FROM work_item_person w JOIN work_item i ON i.pk = w.work_item_pk
   WHERE w.person_pk = ${given} AND i.closed_at IS NULL ORDER BY i.pk DESC`,
);
const countOfApp = sql(
  'count work items of app',
  'SELECT count(*) AS n FROM work_item WHERE app_pk = ? AND closed_at IS NULL',
);
const ofAccount = sql(
  'newest open work item of account',
  `SELECT * FROM work_item WHERE kind IN ('conflict', 'contradicted', 'unknown', 'refused') AND subject = ${given}
   AND closed_at IS NULL ORDER BY pk DESC LIMIT 1`,
);

/** Opens an item, or finds the one that is open for this kind and subject. @returns its key */
export function openWorkItem(db: WriteDb, item: NewWorkItem): number {
  const found = rows<{ pk: number }>(db, open, [
    item.id,
    item.kind,
    item.subject,
    item.title,
    item.affects,
    item.fix,
    item.body,
    item.exchange_pk,
    item.opened_at,
    item.app_pk,
  ])[0];
  if (!found) throw new Error('open work item: no row came back');
  return found.pk;
}

export const listWorkItems = (db: ReadDb): WorkItemRow[] => rows(db, list);
export const findWorkItem = (db: ReadDb, id: string): WorkItemRow | undefined => row(db, byId, [id]);
export const getWorkItem = (db: ReadDb, pk: number): WorkItemRow | undefined => row(db, byPk, [pk]);
export const findOpenItem = (db: ReadDb, kind: WorkKind, subject: string): WorkItemRow | undefined =>
  row(db, bySubject, [kind, subject]);
export const closeWorkItem = (db: WriteDb, pk: number, decision: string, reason: string, at: number): void =>
  void runOne(db, close, [at, decision, reason, pk]);

/** Closes what is open of a subject, when the reason for it has passed. @returns whether there was one */
export function closeOpenItem(db: WriteDb, kind: WorkKind, subject: string, reason: string, at: number): boolean {
  const item = findOpenItem(db, kind, subject);
  if (item) closeWorkItem(db, item.pk, 'passed', reason, at);
  return item !== undefined;
}

const closeOfApp = sql(
  'close work items of app',
  `UPDATE work_item SET closed_at = ?, decision = 'passed', reason = ? WHERE app_pk = ? AND closed_at IS NULL`,
);

/** Closes every question about an app, when there is nothing left to decide there. */
export const closeItemsOfApp = (db: WriteDb, appPk: number, reason: string, at: number): void =>
  void run(db, closeOfApp, [at, reason, appPk]);

const after = sql(
  'work items opened since',
  `SELECT * FROM work_item WHERE pk > ${given} AND closed_at IS NULL ORDER BY pk`,
);
const last = sql('last work item', 'SELECT max(pk) AS pk FROM work_item');
/** Open items after this key, oldest first. */
export const openItemsSince = (db: ReadDb, pk: number): WorkItemRow[] => rows(db, after, [pk]);
/** @returns 0 when there is none */
export const lastItemPk = (db: ReadDb): number => row<{ pk: number | null }>(db, last)?.pk ?? 0;

export const countWorkItems = (db: ReadDb): number => row<{ n: number }>(db, count)?.n ?? 0;
export const addPersonToItem = (db: WriteDb, itemPk: number, personPk: number): void =>
  void run(db, addPersonSql, [itemPk, personPk]);

/** Takes a person off an open item; an item without people is closed. */
export function dropPersonFromItem(
  db: WriteDb,
  kind: WorkKind,
  subject: string,
  personPk: number,
  reason: string,
  at: number,
): void {
  for (const { work_item_pk } of rows<{ work_item_pk: number }>(db, dropPerson, [personPk, kind, subject]))
    if (countPeopleOfItem(db, work_item_pk) === 0) closeWorkItem(db, work_item_pk, 'passed', reason, at);
}

const move = sql(
  'move person between items',
  'UPDATE work_item_person SET work_item_pk = ? WHERE work_item_pk = ? AND person_pk = ?',
);
/** Has another item name this person instead. */
export const movePersonToItem = (db: WriteDb, fromPk: number, toPk: number, personPk: number): void =>
  void runOne(db, move, [toPk, fromPk, personPk]);

export const countPeopleOfItem = (db: ReadDb, itemPk: number): number =>
  row<{ n: number }>(db, countPeople, [itemPk])?.n ?? 0;
/** Whom an item names, at most so many. */
export const personsOfItem = (db: ReadDb, itemPk: number, limit: number): { id: string; name: string }[] =>
  rows(db, persons, [itemPk, limit]);
/** Open items that name a person, newest first. */
export const openItemsOfPerson = (db: ReadDb, personPk: number): WorkItemRow[] => rows(db, ofPerson, [personPk]);
export const countOpenItemsOfApp = (db: ReadDb, appPk: number): number =>
  row<{ n: number }>(db, countOfApp, [appPk])?.n ?? 0;
/** What stands in the way of one account, newest first: see `subjectOf` in provisioning. */
export const openItemOfAccount = (db: ReadDb, accountId: string): WorkItemRow | undefined =>
  row(db, ofAccount, [`account ${accountId}`]);

const openSubjects = sql('open subjects', 'SELECT subject FROM work_item WHERE kind = ? AND closed_at IS NULL');

export const openSubjectsOf = (db: ReadDb, kind: WorkKind): string[] =>
  rows<{ subject: string }>(db, openSubjects, [kind]).map((item) => item.subject);

const peopleSql = sql('people of item', 'SELECT person_pk FROM work_item_person WHERE work_item_pk = ?');

export const peopleOfItem = (db: ReadDb, itemPk: number): number[] =>
  rows<{ person_pk: number }>(db, peopleSql, [itemPk]).map((person) => person.person_pk);
