import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pack, placeOf } from '../../scripts/packaging/archive.mjs';
import {
  proveThatItIsNoNode,
  proveThatItRuns,
  proveThatNodeOptionsAreIgnored,
  proveThatNothingInspects,
  proveThatTamperingIsNoticed,
} from '../../scripts/packaging/proofs.mjs';

const pretend = fileURLToPath(new URL('./pretend-app.mjs', import.meta.url));
/** Node heeds NODE_OPTIONS; Electron with its fuses set does not, and this plays it. */
const pretendApp = (...parameters: string[]) => ({
  command: '/usr/bin/env',
  parameters: ['-u', 'NODE_OPTIONS', process.execPath, pretend, ...parameters],
});
/** A Node is what Electron is as long as its fuses stand as they were delivered. */
const heedsNodeOptions = { command: process.execPath, parameters: [pretend, 'none'] };

const doesNotRun = 'the app did not run (ended)';

describe.runIf(process.platform !== 'win32')('of a package is asked', () => {
  test.each([
    ['that it runs', proveThatItRuns, 'dead', doesNotRun],
    ['that it is no Node', proveThatItIsNoNode, 'node', 'it ran code that it was given from outside'],
    ['that it is no Node, of one that does nothing', proveThatItIsNoNode, 'dead', doesNotRun],
    ['that nothing inspects it', proveThatNothingInspects, 'inspect', /^a debugger may attach/],
    ['that nothing inspects it, of one that does nothing', proveThatNothingInspects, 'dead', doesNotRun],
    ['that it ignores NODE_OPTIONS, of one that does nothing', proveThatNodeOptionsAreIgnored, 'dead', doesNotRun],
  ])('%s', async (_title, prove, fault, complaint) => {
    expect(await prove(pretendApp('none'))).toBeNull();
    expect(await prove(pretendApp(fault))).toEqual(
      typeof complaint === 'string' ? complaint : expect.stringMatching(complaint),
    );
  });

  test('that it ignores NODE_OPTIONS', async () => {
    expect(await proveThatNodeOptionsAreIgnored(heedsNodeOptions)).toBe('it ran code that it was given from outside');
  });

  test('of a Node itself, every answer is no', async () => {
    const node = { command: process.execPath };
    expect(await proveThatItRuns(node)).toBe(doesNotRun);
    expect(await proveThatItIsNoNode(node)).not.toBeNull();
    expect(await proveThatNothingInspects(node)).not.toBeNull();
  });

  describe('that a changed byte keeps it from starting', () => {
    let folder: string;
    let archive: string;
    let sum: string;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'footbridge-archive-'));
      const desktop = join(folder, 'app', 'out', 'desktop');
      mkdirSync(desktop, { recursive: true });
      writeFileSync(join(desktop, 'before.js'), '//#region of another file\n');
      writeFileSync(join(desktop, 'main.js'), 'start();\n//#region electron/main/main.ts\n');
      archive = join(folder, 'app.asar');
      await pack(join(folder, 'app'), archive);
      sum = createHash('sha256').update(readFileSync(archive)).digest('hex');
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('and the archive is as it was afterwards', async () => {
      const before = readFileSync(archive);
      const minding = pretendApp('none', `--archive=${archive}`, `--sum=${sum}`);
      expect(await proveThatItRuns(minding)).toBeNull();
      expect(await proveThatTamperingIsNoticed(minding, archive)).toBeNull();
      expect(await proveThatTamperingIsNoticed(pretendApp('none'), archive)).toMatch(/^it ran with a changed byte/);
      expect(readFileSync(archive)).toEqual(before);
    });

    test('and the byte is one of main.js', () => {
      const { start, size } = placeOf(archive, ['out', 'desktop', 'main.js']);
      expect(readFileSync(archive, 'utf8').slice(start, start + size)).toMatch(/^start\(\);/);
    });
  });
});
