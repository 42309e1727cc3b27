import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { packageConfiguration } from '../../scripts/packaging/configuration.mjs';
import { packagedApp, readFuses, setFuses, wantedFuses } from '../../scripts/packaging/fuses.mjs';
import { proveFuses } from '../../scripts/packaging/proofs.mjs';
import { makeStandIn } from '../../scripts/packaging/stand-in.mjs';

const wanted = wantedFuses(packageConfiguration().electronFuses);
const opposite = Object.fromEntries(Object.entries(wanted).map(([name, on]) => [name, !on]));

describe('the fuses of an executable', () => {
  let folder: string;
  const executable = () => join(folder, 'electron');
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'footbridge-fuses-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('stand the other way in the stand-in, and are as wanted once set', async () => {
    makeStandIn(folder, wanted);
    expect(await readFuses(executable())).toEqual(opposite);
    expect(await proveFuses(executable(), wanted)).toMatch(Object.keys(wanted).join(', '));
    await setFuses(executable(), wanted);
    expect(await readFuses(executable())).toEqual(wanted);
    expect(await proveFuses(executable(), wanted)).toBeNull();
  });

  test('are set only when every one has been decided on', async () => {
    makeStandIn(folder, { ...wanted, aFuseOfTomorrow: false });
    await expect(setFuses(executable(), wanted)).rejects.toThrow(/10 fuses/);
    expect(await readFuses(executable())).toEqual({ ...opposite, 9: true });
  });

  test.each(Object.keys(wanted))('that stand otherwise than wanted are named: %s', async (name) => {
    makeStandIn(folder, opposite);
    await setFuses(executable(), { ...wanted, [name]: !wanted[name] });
    expect(await proveFuses(executable(), wanted)).toBe(`these fuses stand otherwise than wanted: ${name}`);
  });

  test.runIf(process.platform !== 'win32')('sit in a stand-in that says that it is none', () => {
    makeStandIn(folder, wanted);
    const { status, stderr } = spawnSync(executable(), { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining('This is no Electron') });
    expect(existsSync(join(folder, 'NOT-RUNNABLE.txt'))).toBe(true);
  });
});

test.each([
  ['linux', join('unpacked', 'footbridge')],
  ['win32', join('unpacked', 'Footbridge.exe')],
  ['darwin', join('unpacked', 'Footbridge.app')],
])('on %s the fuses are looked for in %s', (platform, expected) => {
  expect(packagedApp('unpacked', platform)).toBe(expected);
});
