import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../electron/host/exit.ts';
import { readFlags, readWishes } from '../../electron/main/arguments.ts';

const surroundings = { platform: 'linux', env: {}, home: '/users/ada' } as const;
const here = path.resolve('/somewhere');
const usual = path.posix.join('/users/ada', '.local/share/footbridge');
const read = (line: string) => readFlags(line === '' ? [] : line.split(' '), surroundings, here);
const nothing = { data: usual, scimPort: undefined, demo: false, world: null };

describe('what the app was started with', () => {
  it.each([
    ['', nothing],
    ['out/desktop/main.js', nothing],
    ['.', nothing],
    ['--demo', { ...nothing, demo: true }],
    ['--data mine', { ...nothing, data: path.join(here, 'mine') }],
    ['--data=mine --scim-port=0', { ...nothing, data: path.join(here, 'mine'), scimPort: 0 }],
    ['main.js --scim-port 4711 --world sandbox', { ...nothing, scimPort: 4711, world: 'sandbox' }],
    ['--world live --data /elsewhere', { ...nothing, world: 'live', data: path.resolve('/elsewhere') }],
    ['--data one --data two', { ...nothing, data: path.join(here, 'two') }],
    // What Chromium and Electron add.
    [
      '--original-process-start-time=1 --allow-file-access-from-files --demo --no-first-run -psn_0_1 --enable-features=a,b',
      { ...nothing, demo: true },
    ],
  ])('%s', (line, flags) => expect(read(line)).toEqual(flags));

  it.each([
    ['--data', '--data needs a value.'],
    ['--data --demo', '--data needs a value.'],
    ['--data=', '--data needs a value.'],
    ['--scim-port', '--scim-port needs a value.'],
    ['--scim-port 65536', '--scim-port is a whole number from 0 to 65535, not "65536".'],
    ['--scim-port -1', '--scim-port is a whole number from 0 to 65535, not "-1".'],
    ['--scim-port 80a', '--scim-port is a whole number from 0 to 65535, not "80a".'],
    ['--scim-port 1e3', '--scim-port is a whole number from 0 to 65535, not "1e3".'],
    ['--world both', '--world is one of live, sandbox; not "both".'],
    ['--world __proto__', '--world is one of live, sandbox; not "__proto__".'],
  ])('%s is refused in words', (line, message) => {
    let failure: ReturnType<typeof failureOf> = null;
    try {
      read(line);
    } catch (error) {
      failure = failureOf(error);
    }
    expect([failure?.message, failure?.exit]).toEqual([message, 2]);
    expect(failure?.fix).not.toBe('');
  });
});

it.each([
  ['', { demo: false, world: null }],
  ['--demo', { demo: true, world: null }],
  ['app --demo --world sandbox --data x', { demo: true, world: 'sandbox' }],
  ['--world both --scim-port zero --data', { demo: false, world: null }],
])('a second start with "%s" asks for what can be understood', (line, wishes) => {
  expect(readWishes(line.split(' '))).toEqual(wishes);
});
