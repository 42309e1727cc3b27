import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { humanLine } from '../../electron/host/log.ts';

const time = '2026-11-22T05:32:27.123Z';

it.each([
  [{ time, level: 'info', msg: 'Listening.' }, '05:32:27 Listening.\n'],
  [{ time, level: 'warn', msg: 'Slow.', ms: 12, name: 'users' }, '05:32:27 WARN Slow. ms=12 name=users\n'],
  [{ time, level: 'error', err: { message: 'no', stack: 'Error: no\n    at x' } }, '05:32:27 ERROR  err="no"\n'],
])('a log line for people: %j', (line, words) => {
  expect(humanLine(JSON.stringify(line))).toBe(words);
});

it('a host whose log nobody reads any more goes on', async () => {
  const log = new URL('../../electron/host/log.ts', import.meta.url).href;
  const program = `
    import { once } from 'node:events';
    import { setImmediate as turn } from 'node:timers/promises';
    import { createLogger } from ${JSON.stringify(log)};
    const [one, another] = [createLogger(false), createLogger(true)];
    await once(process.stdin, 'data');
    for (let line = 0; line < 5; line += 1) {
      one.info({ line }, 'Nobody reads this.');
      another.warn({ line }, 'Nor this.');
      await turn();
    }
    process.stdout.write('goes on');
    process.stdin.unref();
  `;
  const host = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  const said = text(host.stdout);
  const ended = once(host, 'exit');
  host.stderr.destroy();
  await once(host.stderr, 'close');
  host.stdin.write('now');
  expect([await ended, await said]).toEqual([[0, null], 'goes on']);
});
