import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pause } from '../../shared/model/pause.ts';
import { enter } from './audit/chain.ts';
import type { Clock, Ids, Logger } from './ports.ts';
import { PAUSE_SETTING } from './provisioning/apps.ts';
import { COPIED_SUBJECT, type CopiedBody, type Copy, copyReason } from './provisioning/copy.ts';
import { databaseFile } from './store/folder.ts';
import { getSetting, putSetting } from './store/setting.ts';
import { type ReadDb, transaction, type WriteDb } from './store/sql.ts';
import { openWorkItem } from './store/work.ts';

const HOST_SETTING = 'host';

/** Where the data lay when they were last used, as far as that can be told again. */
interface Place {
  readonly folder: string;
  /** Of the folder and of the database in it: a restored or copied one has others. */
  readonly marks: string;
  /** Written anew with every start, here and in a file beside: an older copy of one of them does not fit the other. */
  readonly turn: string;
  /** The one before: the program may have ended between writing here and writing there. */
  readonly turnBefore: string | null;
}

export interface CopiedContext {
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly folder: string;
}

const turnFile = (folder: string): string => join(folder, 'footbridge.turn');
/** In a folder of which a copy has taken over: where that one lies. */
const fenceFile = (folder: string): string => join(folder, 'footbridge.fenced');

/** Tells the data in another folder that these here have taken over; where that cannot be written, a person has to see to it. */
export function fence({ folder, logger }: Pick<CopiedContext, 'folder' | 'logger'>, former: string): void {
  try {
    writeFileSync(fenceFile(former), folder, { mode: 0o600 });
  } catch (error) {
    logger.warn({ error: String((error as Error).message) }, 'the former data could not be fenced');
  }
}

/**
 * Rule 11: finds out whether these data are a restored or moved copy, or one of which a copy has taken over. Then delivery
 * is paused but for what takes access away, until a person says that the identity providers have synchronised.
 *
 * A copy of the whole computer, or one that was written over the very files, cannot be told from the original.
 */
export function watchForCopies(context: CopiedContext): void {
  const { db, folder } = context;
  const text = getSetting(db, HOST_SETTING);
  const before = text === null ? null : (JSON.parse(text) as Place);
  const copy = before === null ? null : copyOf(before, folder);
  const turn = context.ids.next();
  transaction(db, (writable) => {
    const place: Place = { folder, marks: marksOf(folder), turn, turnBefore: before?.turn ?? null };
    putSetting(writable, HOST_SETTING, JSON.stringify(place));
    if (copy) hold(writable, context, copy);
  });
  try {
    writeFileSync(turnFile(folder), turn, { mode: 0o600 });
  } catch (error) {
    // Once that is no harm; a second time the data are taken for a copy, which is the safe mistake.
    context.logger.warn({ error: String((error as Error).message) }, 'where these data lie could not be noted');
  }
  if (copy) context.logger.warn({ kind: copy.kind }, 'these data are a copy: only access is taken away');
}

function copyOf(before: Place, folder: string): Copy | null {
  if (existsSync(fenceFile(folder))) {
    const taker = readFileSync(fenceFile(folder), 'utf8');
    rmSync(fenceFile(folder));
    return { kind: 'fenced', other: taker };
  }
  if (before.marks !== marksOf(folder)) {
    const isThere = before.folder !== folder && existsSync(databaseFile(before.folder));
    return { kind: before.folder === folder ? 'restored' : 'moved', other: isThere ? before.folder : null };
  }
  const turn = existsSync(turnFile(folder)) ? readFileSync(turnFile(folder), 'utf8') : null;
  return turn === before.turn || turn === before.turnBefore ? null : { kind: 'restored', other: null };
}

const marksOf = (folder: string): string =>
  [folder, databaseFile(folder)].map((path) => statSync(path, { bigint: true }).ino).join(' ');

function hold(db: WriteDb, { clock, ids }: CopiedContext, copy: Copy): void {
  const now = clock.now();
  const { title, affects, fix } = copyReason(copy);
  const standing = getSetting(db, PAUSE_SETTING);
  const former = standing === null || standing === '' ? null : (JSON.parse(standing) as Pause);
  const since = former?.since ?? new Date(now).toISOString();
  const reason = former === null ? title : `${title} Before: ${former.reason}`;
  const pause: Pause = { since, removals: former?.removals ?? 'go on', reason };
  putSetting(db, PAUSE_SETTING, JSON.stringify(pause));
  openWorkItem(db, {
    id: ids.next(),
    kind: 'copied',
    subject: COPIED_SUBJECT,
    title,
    affects,
    fix,
    body: JSON.stringify({ former: copy.kind === 'moved' ? copy.other : null, pause: former } satisfies CopiedBody),
    exchange_pk: null,
    app_pk: null,
    opened_at: now,
  });
  enter(db, { at: now, kind: 'copy', subject: copy.kind, content: JSON.stringify(copy) });
}
