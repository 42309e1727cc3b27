import { each, type ReadDb, row, runOne, sql, type WriteDb } from './sql.ts';

export interface AuditRow {
  readonly pk: number;
  readonly at: number;
  readonly kind: string;
  readonly subject: string;
  readonly digest: Buffer;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

const insert = sql(
  'add audit entry',
  'INSERT INTO audit (at, kind, subject, digest, previous, hash) VALUES (?, ?, ?, ?, ?, ?)',
);
const last = sql('last audit entry', 'SELECT hash FROM audit ORDER BY pk DESC LIMIT 1');
const all = sql('audit entries', 'SELECT * FROM audit ORDER BY pk');

export const addAuditRow = (db: WriteDb, entry: Omit<AuditRow, 'pk'>): void =>
  void runOne(db, insert, [entry.at, entry.kind, entry.subject, entry.digest, entry.previous, entry.hash]);

/** @returns null in an empty log */
export const lastAuditHash = (db: ReadDb): Buffer | null => row<{ hash: Buffer }>(db, last)?.hash ?? null;

export const auditEntries = (db: ReadDb): IterableIterator<AuditRow> => each(db, all);
