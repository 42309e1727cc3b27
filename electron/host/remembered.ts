import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the host itself remembers of a data folder between runs; the engine's things are in its database. */
export interface Remembered {
  readonly adminPort: number | null;
}

const fileOf = (data: string) => path.join(data, 'host.json');

/** What was remembered; nothing when the file is absent or was damaged, since all of it can be chosen again. */
export function remembered(data: string): Remembered {
  try {
    const { adminPort } = JSON.parse(readFileSync(fileOf(data), 'utf8')) as { adminPort?: unknown };
    const fits = typeof adminPort === 'number' && Number.isInteger(adminPort) && adminPort > 0 && adminPort < 65_536;
    return { adminPort: fits ? adminPort : null };
  } catch {
    return { adminPort: null };
  }
}

/** Replaces what is remembered, whole or not at all. @throws the file system's error when it cannot be written */
export function remember(data: string, value: Remembered): void {
  const draft = `${fileOf(data)}.new`;
  writeFileSync(draft, `${JSON.stringify(value)}\n`, { mode: 0o600 });
  renameSync(draft, fileOf(data));
}
