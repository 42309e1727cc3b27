import { type listedAtFirst, relist } from './listed.ts';
import { type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

export interface PersonRow {
  readonly pk: number;
  readonly id: string;
  readonly name: string;
  readonly identity_item_pk: number | null;
}

export interface HeldAttributeRow {
  readonly path: string;
  /** JSON of the value that the attribute had before it went empty. */
  readonly value: string;
  readonly work_item_pk: number;
}

const insert = sql('add person', 'INSERT INTO person (id, name, created_at) VALUES (?, ?, ?)');
const insertListed = sql(
  'add listed person',
  'INSERT INTO person (id, name, created_at, name_folded, search, state) VALUES (?, ?, ?, ?, ?, ?)',
);
const byPk = sql('person', 'SELECT * FROM person WHERE pk = ?');
const byId = sql('person by id', 'SELECT * FROM person WHERE id = ?');
const rename = sql('rename person', 'UPDATE person SET name = ? WHERE pk = ?');
const setIdentity = sql('hold identity', 'UPDATE person SET identity_item_pk = ? WHERE pk = ?');
const after = sql(
  'everybody',
  `SELECT DISTINCT p.pk FROM person p JOIN user_resource u ON u.person_pk = p.pk WHERE p.pk > ? ORDER BY p.pk LIMIT ?`,
);
const ofIdentityItem = sql('people of identity item', 'SELECT * FROM person WHERE identity_item_pk = ?');
const held = sql('held attributes', 'SELECT path, value, work_item_pk FROM held_attribute WHERE person_pk = ?');
const hold = sql(
  'hold attribute',
  'INSERT INTO held_attribute (person_pk, path, value, work_item_pk) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
);
const release = sql('release attribute', 'DELETE FROM held_attribute WHERE person_pk = ? AND path = ?');
const releaseItem = sql(
  'release attributes of item',
  'DELETE FROM held_attribute WHERE work_item_pk = ? RETURNING person_pk',
);

/** Somebody without any user resource yet, whom nobody lists. @returns their key */
export const addPerson = (db: WriteDb, id: string, name: string, at: number): number =>
  runOne(db, insert, [id, name, at]);
/** Somebody who gets their first user resource now. @returns their key */
export const addListedPerson = (
  db: WriteDb,
  person: Pick<PersonRow, 'id' | 'name'> & ReturnType<typeof listedAtFirst>,
  at: number,
): number => runOne(db, insertListed, [person.id, person.name, at, person.name_folded, person.search, person.state]);
export const getPerson = (db: ReadDb, pk: number): PersonRow | undefined => row(db, byPk, [pk]);
export const findPerson = (db: ReadDb, id: string): PersonRow | undefined => row(db, byId, [id]);
export function renamePerson(db: WriteDb, pk: number, name: string): void {
  runOne(db, rename, [name, pk]);
  relist(db, pk);
}

/** Rule 5: marks or clears the open question whether this is the same person. */
export const setIdentityItem = (db: WriteDb, personPk: number, itemPk: number | null): void =>
  void runOne(db, setIdentity, [itemPk, personPk]);

export const peopleOfIdentityItem = (db: ReadDb, itemPk: number): PersonRow[] => rows(db, ofIdentityItem, [itemPk]);

/** Keys of people who have, or had, a user resource: a page of them after a key. */
export const peopleAfter = (db: ReadDb, pk: number, limit: number): number[] =>
  rows<{ pk: number }>(db, after, [pk, limit]).map((person) => person.pk);

/** How many people are read in one go. */
const PEOPLE_AT_ONCE = 1000;

/** Keys of everybody who has, or had, a user resource. */
export function* everybody(db: ReadDb): Generator<number> {
  let last = 0;
  for (;;) {
    const people = peopleAfter(db, last, PEOPLE_AT_ONCE);
    yield* people;
    const newest = people.at(-1);
    if (newest === undefined || people.length < PEOPLE_AT_ONCE) return;
    last = newest;
  }
}

export const heldAttributes = (db: ReadDb, personPk: number): HeldAttributeRow[] => rows(db, held, [personPk]);

/** Rule 3: keeps the value that an attribute had, until it gets another one or a person decides. */
export const holdAttribute = (db: WriteDb, personPk: number, path: string, value: unknown, itemPk: number): void =>
  void run(db, hold, [personPk, path, JSON.stringify(value), itemPk]);

/** @returns whether it was held */
export const releaseAttribute = (db: WriteDb, personPk: number, path: string): boolean =>
  run(db, release, [personPk, path]).changes > 0;

/** @returns the people whose attributes were held by this item */
export const releaseAttributesOf = (db: WriteDb, itemPk: number): number[] => [
  ...new Set(rows<{ person_pk: number }>(db, releaseItem, [itemPk]).map((person) => person.person_pk)),
];
