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
