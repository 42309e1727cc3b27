import { createHash, randomUUID } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../connector.ts';

/** The largest file that is taken: far more accounts than a file is good for. In bytes. */
export const LARGEST_FILE = 64 * 1024 * 1024;

/** A file as it was looked at. */
export interface Looked {
  /** Where it really lies, links followed. */
  readonly path: string;
  /** null: it is not there. */
  readonly content: { readonly bytes: Buffer; readonly digest: string; readonly stats: Stats } | null;
}

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * What Footbridge itself keeps in a data folder, of whichever world: its database, its lock (which is empty, and would
 * pass as a file to begin), its socket, and what SQLite puts beside them.
 */
const ours = /^footbridge\.(db|lock|sock)([-.].*)?$/i;

/**
 * Where a file really lies.
 *
 * @throws Refusal permanent for a file of Footbridge itself, by whatever link it is reached; transient for a link to
 *   nothing
 */
function resolve(file: string): string {
  const real = follow(file);
  if (ours.test(path.basename(real)))
    throw new Refusal('permanent', `${file} is a file of Footbridge itself. Choose the file of the app.`);
  return real;
}

function follow(file: string): string {
  try {
    return realpathSync(file);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const link = lstatSync(file, { throwIfNoEntry: false });
  if (link?.isSymbolicLink())
    throw new Refusal('transient', `${file} is a link to a file that is not there; is it moved, or its drive away?`);
  return path.join(realpathSync(path.dirname(file)), path.basename(file));
}

/**
 * Reads a file as it is now.
 *
 * @throws Refusal permanent when it is no file or too large; the system's error when its folder is not there or it may
 *   not be read
 */
export function look(file: string): Looked {
  const real = resolve(file);
  const stats = statSync(real, { throwIfNoEntry: false });
  if (stats === undefined) return { path: real, content: null };
  if (!stats.isFile()) throw new Refusal('permanent', `${file} is not a file.`);
  if (stats.size > LARGEST_FILE)
    throw new Refusal(
      'permanent',
      `${file} has ${Math.ceil(stats.size / 1024 / 1024)} MB; at most ${LARGEST_FILE / 1024 / 1024} MB are taken.`,
    );
  const bytes = readFileSync(real);
  return { path: real, content: { bytes, digest: digestOf(bytes), stats } };
}

/** Whether a file still holds what was looked at. */
function isAsLooked({ path: real, content }: Looked): boolean {
  try {
    const bytes = readFileSync(real);
    return content !== null && digestOf(bytes) === content.digest;
  } catch (error) {
    if (isMissing(error)) return content === null;
    throw error;
  }
}

/**
 * Puts new bytes in the place of what was looked at, whole or not at all: a temporary file beside it, of the same mode
 * and owner, is made durable and takes its name. Whoever opens the file sees the old or the new one, and a stop at any
 * point leaves one of them.
 *
 * The bytes are compared right before the renaming, in the same turn: no file system offers "rename if unchanged", so
 * only an edit in those microseconds could be lost.
 *
 * @param name the file's name as the admin knows it, for messages
 * @throws Refusal transient when somebody else changed it since; unknown when it cannot be told whether it lasts
 */
export async function replace(looked: Looked, bytes: Buffer, name: string): Promise<void> {
  const stats = looked.content?.stats ?? null;
  if (bytes.length > LARGEST_FILE)
    throw new Refusal('permanent', `${name} would grow beyond ${LARGEST_FILE / 1024 / 1024} MB.`);
  if (stats && stats.nlink > 1)
    throw new Refusal('permanent', `${name} has a second name (a hard link), under which nothing would change.`);
  const temporary = path.join(path.dirname(looked.path), temporaryName(looked.path));
  try {
    await writeDurably(temporary, bytes, stats);
    if (!isAsLooked(looked)) {
      const again = 'it is looked at again';
      throw new Refusal('transient', `somebody else changed ${name} since it was looked at; ${again}`);
    }
    // Renaming asks for no right to the file itself: one that was made read-only is left alone.
    if (stats) accessSync(looked.path, constants.W_OK);
    renameSync(temporary, looked.path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  try {
    makeFolderDurable(path.dirname(looked.path));
  } catch (error) {
    const message = (error as Error).message;
    throw new Refusal(
      'unknown',
      `${name} was written, but whether it would outlast a power cut cannot be told: ${message}.`,
    );
  }
}

const temporaryName = (file: string): string => `.${path.basename(file)}.${randomUUID()}.footbridge`;

/** How long a temporary file is surely under way, in milliseconds. */
const UNDER_WAY_MS = 60 * 60 * 1000;

/** Removes temporary files that a killed Footbridge left beside the file. */
export function removeLeftovers({ path: real }: Looked): void {
  const folder = path.dirname(real);
  const left = /^\.(.+)\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.footbridge$/;
  for (const name of readdirSync(folder)) {
    if (left.exec(name)?.[1] !== path.basename(real)) continue;
    const stats = statSync(path.join(folder, name), { throwIfNoEntry: false });
    if (stats && Date.now() - stats.mtimeMs > UNDER_WAY_MS) rmSync(path.join(folder, name), { force: true });
  }
}

/** A new file is for its owner and group: the app that imports it may run as another user. */
const NEW_MODE = 0o660;

async function writeDurably(file: string, bytes: Buffer, like: Stats | null): Promise<void> {
  const handle = await open(file, 'wx', like === null ? NEW_MODE : 0o600);
  try {
    await handle.writeFile(bytes);
    if (like !== null) {
      // Only root may give a file away; the test of the connection says so beforehand.
      await handle.chown(like.uid, like.gid).catch(() => handle.chown(-1, like.gid).catch(() => undefined));
      await handle.chmod(like.mode & 0o7777);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A renaming lasts once the folder is durable too. Windows has no such thing, and needs none. */
function makeFolderDurable(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
