import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Keeps an unexpected error, with its stack, in the data folder's error log; in the system's temporary folder if that fails. */
export function recordUnexpected(error: unknown, data: string): { id: string; log: string } {
  const id = randomUUID();
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const line = `${JSON.stringify({ id, at: new Date().toISOString(), detail })}\n`;
  for (const folder of [data, tmpdir()]) {
    const log = path.join(folder, 'footbridge-errors.log');
    try {
      appendFileSync(log, line, { mode: 0o600 });
      return { id, log };
    } catch {
      // The next place may take it; the last resort is the process's own error stream.
    }
  }
  process.stderr.write(line);
  return { id, log: 'the line above' };
}
