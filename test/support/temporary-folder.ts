import { mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for one test, under the system's folder for temporary files, named by its only spelling. */
export const temporaryFolder = (name: string): string =>
  realpathSync(mkdtempSync(path.join(tmpdir(), `footbridge-${name}-`)));
