import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { SandboxDialect, ScenarioRun } from '../../../shared/model/sandbox.ts';
import type { Company } from './company.ts';
import type { Memory } from './memory.ts';

/** One thing that happened in the company, as the screens tell it. */
export interface Happening {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
  /** The id of the user resource that it is about, as the server gave it; null when it is about none it was told of. */
  readonly resourceId: string | null;
}

/** What a pretend identity provider must know to go on where it stopped. Pretend people only. */
export interface SandboxRecord {
  readonly version: 2;
  /** How many companies were founded in this world, this one included: each has a domain of its own. */
  readonly founded: number;
  readonly dialect: SandboxDialect;
  /** `key` is the last part of the source's base URL. */
  readonly source: { readonly id: string; readonly name: string; readonly key: string };
  /** Of a source of the sandbox world, which listens on loopback; shown once when the source was added. */
  readonly token: string;
  readonly company: Company;
  /** What the server was told of; null: nothing, or not everybody, of the first import. */
  readonly told: Company | null;
  /** Whether everything of the first import was told, and the rules on groups stand. */
  readonly imported: boolean;
  readonly memory: Memory;
  /** How often luck was asked. */
  readonly luck: number;
  /** When somebody last lost access by an episode: object id -> milliseconds since the epoch; the last hour's. */
  readonly losses: Readonly<Record<string, number>>;
  /** Newest first, at most `keptEpisodes`. */
  readonly episodes: readonly Happening[];
  /** Newest first, at most `keptRuns`. */
  readonly runs: readonly ScenarioRun[];
}

export const keptEpisodes = 50;
export const keptRuns = 20;

/** @returns the record, null when there is none that can be read */
export function readRecord(file: string): SandboxRecord | null {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return isRecord(value) ? value : null;
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Replaces the record as a whole, readable by its owner only: a crash leaves the old one or the new one. */
export function writeRecord(file: string, record: SandboxRecord): void {
  const draft = `${file}.new`;
  const descriptor = openSync(draft, 'w', 0o600);
  try {
    writeSync(descriptor, JSON.stringify(record));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, file);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

/** Written by this very file alone: enough is checked to tell a record from a foreign or torn file. */
function isRecord(value: unknown): value is SandboxRecord {
  if (!isObject(value) || value.version !== 2) return false;
  const { source, company, memory, losses, told, episodes, runs } = value;
  return (
    isObject(source) &&
    [source.id, source.name, source.key, value.token, value.dialect].every(isText) &&
    [value.founded, value.luck].every((count) => typeof count === 'number') &&
    [company, memory, losses].every(isObject) &&
    typeof told === 'object' &&
    typeof value.imported === 'boolean' &&
    [episodes, runs].every(Array.isArray)
  );
}
