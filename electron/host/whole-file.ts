import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Replaces a file whole or not at all, readable by its owner only; when this returns, it outlasts a power cut.
 *
 * @throws the file system's error; the file is then as it was
 */
export function writeWhole(file: string, text: string): void {
  // A name of its own: the file's with an ending might be longer than a name can be.
  const draft = path.join(path.dirname(file), `.${randomUUID()}.new`);
  try {
    const descriptor = openSync(draft, 'wx', 0o600);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
