import { createHash } from 'node:crypto';
import { type AuditRow, addAuditRow, auditEntries, lastAuditHash } from '../store/audit.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';

/** What is entered: the content itself stays outside, so that erasing a person leaves the chain provable. */
export interface AuditEntry {
  readonly at: number;
  /** `exchange`, `configuration`, `proof`, `decision`. */
  readonly kind: string;
  /** The id of what it is about. */
  readonly subject: string;
  /** What happened; only its SHA-256 is kept. */
  readonly content: string | Buffer;
}

const START = Buffer.alloc(32);

export const digest = (content: string | Buffer): Buffer => createHash('sha256').update(content).digest();

const hashOf = (entry: Pick<AuditRow, 'at' | 'kind' | 'subject' | 'digest' | 'previous'>): Buffer =>
  createHash('sha256')
    .update(entry.previous)
    .update(entry.digest)
    .update(JSON.stringify([entry.at, entry.kind, entry.subject]))
    .digest();

/** Appends an entry, chained to the one before it, in the caller's transaction. */
export function enter(db: WriteDb, entry: AuditEntry): void {
  const unhashed = {
    at: entry.at,
    kind: entry.kind,
    subject: entry.subject,
    digest: digest(entry.content),
    previous: lastAuditHash(db) ?? START,
  };
  addAuditRow(db, { ...unhashed, hash: hashOf(unhashed) });
}

/**
 * Walks the whole chain.
 *
 * @returns how many entries it has, and the key of the first one that does not fit; null when it is unbroken
 */
export function checkChain(db: ReadDb): { entries: number; brokenAt: number | null } {
  let previous: Buffer = START;
  let entries = 0;
  for (const entry of auditEntries(db)) {
    if (!entry.previous.equals(previous) || !entry.hash.equals(hashOf(entry))) return { entries, brokenAt: entry.pk };
    previous = entry.hash;
    entries += 1;
  }
  return { entries, brokenAt: null };
}
