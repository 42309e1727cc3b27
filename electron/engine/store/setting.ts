import { type ReadDb, row, runOne, sql, type WriteDb } from './sql.ts';

const find = sql('setting', 'SELECT value FROM setting WHERE key = ?');
const put = sql(
  'put setting',
  'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value',
);

/** @returns the stored text, or null */
export const getSetting = (db: ReadDb, key: string): string | null =>
  row<{ value: string }>(db, find, [key])?.value ?? null;

export const putSetting = (db: WriteDb, key: string, value: string): void => void runOne(db, put, [key, value]);
