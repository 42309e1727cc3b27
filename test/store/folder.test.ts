import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';

const room = fileURLToPath(new URL('../../electron/engine/store/folder.ts', import.meta.url));
/** Becomes nobody once the program is loaded, which nobody may perhaps not read. */
const script = `import { prepareFolder } from ${JSON.stringify(room)};
  process.setgroups([]);
  process.setgid(65534);
  process.setuid(65534);
  try { prepareFolder(process.argv[1]); console.log('taken'); } catch (error) { console.log(error.code + ': ' + error.message); }`;
// Only root can be two users.
test.runIf(process.getuid?.() === 0)('a folder of somebody else in which others may write is not taken', () => {
  const above = temporaryFolder('open');
  onTestFinished(() => rmSync(above, { recursive: true }));
  chmodSync(above, 0o755);
  const folder = path.join(above, 'data');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const said = () => spawnSync(process.execPath, ['--input-type=module', '-e', script, folder], { cwd: '/' });
  expect(String(said().stdout)).toContain(`folder-unwritable: Other users may write in the folder ${folder}`);
  expect(readdirSync(folder)).toEqual([]);
});
