import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { HostFailure } from '../../electron/host/exit.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { asking, becomesFirst } from '../../electron/main/second-start.ts';

const data = path.join(tmpdir(), 'footbridge-data');

/** A start without the lock. @param answers what it hears, time by time; afterwards nothing any more */
async function secondStart(answers: readonly boolean[], lockIsFree: boolean, platform: NodeJS.Platform = 'linux') {
  const heard = [...answers];
  let claims = 0;
  let pauses = 0;
  const outcome = await becomesFirst({
    data,
    platform,
    claim() {
      claims += 1;
      return lockIsFree;
    },
    answers: async () => heard.shift() ?? false,
    pause: async () => {
      pauses += 1;
    },
  }).catch((error: unknown) => error);
  return { outcome, claims, pauses };
}

const silence = (times: number) => Array.from({ length: times }, () => false);

it.each([
  ['one that runs', [true, true], 1],
  ['one that was still starting', [...silence(20), true, true], 21],
  ['one that was too busy for once', [true, false, true, true], 3],
])('%s was told, so that this start ends and touches no lock', async (_what, answers, waited) => {
  expect(await secondStart(answers, true)).toEqual({ outcome: false, claims: 0, pauses: waited });
});

it.each([
  ['one that ended meanwhile', []],
  ['one that answered just before its end', [true]],
  ['one that answers now and then', Array.from({ length: asking.times }, (_none, time) => time % 2 === 0)],
])('in the place of %s this start begins, having waited', async (_what, answers) => {
  expect(await secondStart(answers, true)).toEqual({ outcome: true, claims: 1, pauses: asking.times });
});

it.each([
  ['linux', /remove .*footbridge-data.desktop.SingletonLock/],
  ['darwin', /remove .*footbridge-data.desktop.SingletonLock/],
  ['win32', /task manager/],
] as const)('a lock that nobody answers for is told of, with what to do on %s', async (platform, fix) => {
  const { outcome, claims } = await secondStart([], false, platform);
  expect(outcome).toBeInstanceOf(HostFailure);
  expect(outcome).toMatchObject({ exit: 6, message: expect.stringContaining(data), fix: expect.stringMatching(fix) });
  expect(claims).toBe(1);
});

it('who answers is heard on the socket of the data folder', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'footbridge-second-'));
  const server = createServer((connection) => connection.end());
  await new Promise<void>((resolve) => server.listen(socketOf(folder), resolve));
  try {
    const parts = { data: folder, platform: process.platform, claim: () => true };
    expect(await becomesFirst(parts)).toBe(false);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  }
});
