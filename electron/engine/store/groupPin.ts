import { given, type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

/** A group as a configuration file names it (rule 6). */
export interface GroupPinRow {
  readonly pk: number;
  /** The group's id; reserved while no group has it. */
  readonly id: string;
  /** What rules call the group in the file. */
  readonly key: string;
  readonly source_pk: number;
  readonly display_name: string;
  readonly external_id: string | null;
}

export type NewGroupPin = Omit<GroupPinRow, 'pk'>;

const all = sql('group pins', 'SELECT * FROM group_pin ORDER BY pk');
const byId = sql('group pin by id', 'SELECT * FROM group_pin WHERE id = ?');
const clear = sql('clear group pins', 'DELETE FROM group_pin');
const insert = sql(
  'add group pin',
  'INSERT INTO group_pin (id, key, source_pk, display_name, external_id) VALUES (?, ?, ?, ?, ?)',
);
const awaited = sql(
  'awaited group',
  `SELECT p.id FROM group_pin p WHERE p.source_pk = ${given}
   AND NOT EXISTS (SELECT 1 FROM group_resource g WHERE g.id = p.id)
   AND CASE WHEN p.external_id IS NULL THEN fold(p.display_name) = ${given} ELSE p.external_id = ${given} END
   ORDER BY p.external_id IS NULL, p.pk LIMIT 1`,
);

export const listGroupPins = (db: ReadDb): GroupPinRow[] => rows(db, all);
export const findGroupPin = (db: ReadDb, id: string): GroupPinRow | undefined => row(db, byId, [id]);

/** Replaces every pin. */
export function setGroupPins(db: WriteDb, pins: readonly NewGroupPin[]): void {
  run(db, clear);
  for (const pin of pins) runOne(db, insert, [pin.id, pin.key, pin.source_pk, pin.display_name, pin.external_id]);
}

/**
 * The id that rules have reserved for a group which this source now sends: by its externalId, or by its displayName
 * where the file gave no externalId.
 *
 * @param name folded
 */
export const awaitedGroupId = (
  db: ReadDb,
  sourcePk: number,
  group: { readonly name: string; readonly externalId: string | null },
): string | null => row<{ id: string }>(db, awaited, [sourcePk, group.name, group.externalId])?.id ?? null;
