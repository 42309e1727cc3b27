import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import type { Company } from './company.ts';
import type { EntraMemory } from './entra.ts';

/** What a pretend identity provider must know to go on where it stopped. Pretend people only. */
export interface SandboxRecord {
  readonly version: 1;
  readonly sourceId: string;
  /** The last part of the source's base URL. */
  readonly sourceKey: string;
  /** Of a source of the sandbox world, which listens on loopback; shown once when the source was added. */
  readonly token: string;
  /** How many episodes were told. */
  readonly episode: number;
  readonly company: Company;
  /** What the server was told of; null: nothing, or not everything, of the first import. */
  readonly told: Company | null;
  readonly memory: EntraMemory;
  /** When somebody last lost access by an episode: object id -> milliseconds since the epoch; the last hour's. */
  readonly losses: Readonly<Record<string, number>>;
}

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

/** Written by this very file alone: enough is checked to tell a record from a foreign or torn file. */
function isRecord(value: unknown): value is SandboxRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<Record<keyof SandboxRecord, unknown>>;
  return (
    record.version === 1 &&
    [record.sourceId, record.sourceKey, record.token].every((text) => typeof text === 'string' && text !== '') &&
    typeof record.episode === 'number' &&
    [record.company, record.memory, record.losses].every((part) => typeof part === 'object' && part !== null) &&
    typeof record.told === 'object'
  );
}
