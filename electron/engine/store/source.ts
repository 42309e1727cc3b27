import type { Dialect, SourceSettings } from '../../../shared/model/source.ts';
import { type ReadDb, row, rows, run, runOne, sql, type WriteDb } from './sql.ts';

export interface SourceRow {
  readonly pk: number;
  readonly id: string;
  /** The part of the base URL that names this source; an identifier, not a secret. */
  readonly key: string;
  readonly name: string;
  readonly dialect: Dialect;
  /** Requests per second; 0 is no limit. */
  readonly rate: number;
  readonly created_at: number;
  readonly removed_at: number | null;
  readonly last_seen_at: number | null;
}

export interface TokenRow {
  readonly source_pk: number;
  readonly hash: Buffer;
  readonly last_four: string;
}

const insert = sql(
  'add source',
  'INSERT INTO source (id, key, name, dialect, rate, created_at) VALUES (?, ?, ?, ?, ?, ?)',
);
const insertToken = sql('add token', 'INSERT INTO token (source_pk, hash, last_four, created_at) VALUES (?, ?, ?, ?)');
const all = sql('sources', 'SELECT * FROM source WHERE removed_at IS NULL ORDER BY pk');
const byId = sql('source by id', 'SELECT * FROM source WHERE id = ? AND removed_at IS NULL');
const byPk = sql('source by pk', 'SELECT * FROM source WHERE pk = ?');
const set = sql('set source', 'UPDATE source SET name = ?, dialect = ?, rate = ? WHERE pk = ? AND removed_at IS NULL');
const people = sql('people of source', 'SELECT count(DISTINCT person_pk) AS n FROM user_resource WHERE source_pk = ?');
const tokens = sql(
  'tokens',
  `SELECT t.source_pk, t.hash, t.last_four FROM token t JOIN source s ON s.pk = t.source_pk
   WHERE t.revoked_at IS NULL AND s.removed_at IS NULL`,
);
const remove = sql('remove source', 'UPDATE source SET removed_at = ? WHERE pk = ? AND removed_at IS NULL');
const revoke = sql('revoke tokens', 'UPDATE token SET revoked_at = ? WHERE source_pk = ? AND revoked_at IS NULL');
const seen = sql('source seen', 'UPDATE source SET last_seen_at = ? WHERE pk = ?');

export const addSource = (
  db: WriteDb,
  source: Pick<SourceRow, 'id' | 'key' | 'name' | 'dialect' | 'rate' | 'created_at'>,
): number => runOne(db, insert, [source.id, source.key, source.name, source.dialect, source.rate, source.created_at]);

/** Keeps the token's hash only. */
export const addToken = (db: WriteDb, sourcePk: number, hash: Buffer, lastFour: string, at: number): void =>
  void runOne(db, insertToken, [sourcePk, hash, lastFour, at]);

export const listSources = (db: ReadDb): SourceRow[] => rows(db, all);
export const findSource = (db: ReadDb, id: string): SourceRow | undefined => row(db, byId, [id]);
/** Also one that was removed. */
export const getSource = (db: ReadDb, pk: number): SourceRow | undefined => row(db, byPk, [pk]);
export const listTokens = (db: ReadDb): TokenRow[] => rows(db, tokens);

export const setSource = (db: WriteDb, pk: number, source: SourceSettings): void =>
  void runOne(db, set, [source.name, source.dialect, source.rate, pk]);
/** How many people a source feeds or has fed. */
export const countPeopleOfSource = (db: ReadDb, pk: number): number => row<{ n: number }>(db, people, [pk])?.n ?? 0;

export function removeSource(db: WriteDb, pk: number, at: number): void {
  runOne(db, remove, [at, pk]);
  run(db, revoke, [at, pk]);
}

export const markSourceSeen = (db: WriteDb, pk: number, at: number): void => void runOne(db, seen, [at, pk]);
