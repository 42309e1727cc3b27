import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultDataFolder } from '../../electron/host/data-folder.ts';
import { isAnswering, prepareSocket, socketOf } from '../../electron/host/folder-socket.ts';
import { remember, remembered } from '../../electron/host/remembered.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('folder');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the usual data folder', () => {
  it.each([
    ['linux', {}, '/ada', '/ada/.local/share/footbridge'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/ada', '/data/footbridge'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/ada', '/ada/.local/share/footbridge'],
    ['freebsd', { XDG_DATA_HOME: '' }, '/ada', '/ada/.local/share/footbridge'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/ada', '/ada/Library/Application Support/Footbridge'],
    ['win32', { APPDATA: 'C:\\ada\\Roaming' }, 'C:\\ada', 'C:\\ada\\Roaming\\Footbridge'],
    ['win32', {}, 'C:\\ada', 'C:\\ada\\AppData\\Roaming\\Footbridge'],
  ] as const)('on %s with %j', (platform, env, home, expected) => {
    expect(defaultDataFolder({ platform, env, home })).toBe(expected);
  });
});

describe('where a host listens for the command line', () => {
  const surroundings = { platform: 'linux', runtime: '/run/user/7', temporary: '/tmp', user: 7 } as const;

  it('is a socket in the folder', () => {
    expect(socketOf(folder, surroundings)).toBe(path.join(folder, 'footbridge.sock'));
  });

  it('is the same for every spelling of the folder', () => {
    const link = path.join(folder, 'link');
    mkdirSync(path.join(folder, 'real'));
    symlinkSync(path.join(folder, 'real'), link);
    expect(socketOf(link, surroundings)).toBe(socketOf(path.join(folder, 'x', '..', 'real'), surroundings));
  });

  it('moves to the run-time folder when the path gets too long, in bytes', () => {
    const base = path.join(folder, 'ä'.repeat(45));
    mkdirSync(base);
    expect(path.join(base, 'footbridge.sock').length).toBeLessThan(100);
    expect(socketOf(base, surroundings)).toMatch(/^\/run\/user\/7\/footbridge-7\/[0-9a-f]{32}\.sock$/);
    expect(socketOf(base, { ...surroundings, runtime: undefined })).toMatch(
      /^\/tmp\/footbridge-7\/[0-9a-f]{32}\.sock$/,
    );
    expect(socketOf(base, surroundings)).not.toBe(socketOf(`${base}2`, surroundings));
  });

  it('is a named pipe on Windows', () => {
    expect(socketOf(folder, { ...surroundings, platform: 'win32' })).toMatch(/^\\\\\.\\pipe\\footbridge-[0-9a-f]{32}$/);
  });

  it('answers only while somebody listens', async () => {
    const socket = socketOf(folder);
    expect(await isAnswering(socket)).toBe(false);
    const server = createServer().listen(socket);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(await isAnswering(socket)).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isAnswering(socket)).toBe(false);
  });

  it('is nobody’s, however busy this process is meanwhile', async () => {
    const answering = isAnswering(path.join(folder, 'nobody.sock'));
    const until = performance.now() + 1_200;
    while (performance.now() < until);
    expect(await answering).toBe(false);
  });

  it('is made private, and refuses a place that others can reach', () => {
    const runtime = path.join(folder, 'footbridge-7');
    const socket = path.join(runtime, 'abc.sock');
    prepareSocket(socket);
    expect(statSync(runtime).mode & 0o777).toBe(0o700);
    chmodSync(runtime, 0o755);
    expect(() => prepareSocket(socket)).toThrow(expect.objectContaining({ exit: 5 }));
    rmSync(runtime, { recursive: true });
    mkdirSync(path.join(folder, 'elsewhere'), { mode: 0o700 });
    symlinkSync(path.join(folder, 'elsewhere'), runtime);
    expect(() => prepareSocket(socket)).toThrow(expect.objectContaining({ exit: 5 }));
  });

  it('removes nothing that is no socket', () => {
    const socket = path.join(folder, 'footbridge.sock');
    writeFileSync(socket, 'mine');
    expect(() => prepareSocket(socket)).toThrow(expect.objectContaining({ exit: 5 }));
    expect(existsSync(socket)).toBe(true);
  });
});

describe('what a host remembers', () => {
  it('comes back', () => {
    remember(folder, { adminPort: 4711 });
    expect(remembered(folder)).toEqual({ adminPort: 4711, window: null, toldServing: false });
    expect(statSync(path.join(folder, 'host.json')).mode & 0o777).toBe(0o600);
  });

  it('keeps what else was remembered', () => {
    const window = { x: -10, y: 20, width: 800, height: 600, maximized: true };
    remember(folder, { adminPort: 4711 });
    remember(folder, { window });
    remember(folder, { toldServing: true });
    expect(remembered(folder)).toEqual({ adminPort: 4711, window, toldServing: true });
  });

  it.each([
    '',
    '{',
    'null',
    '[]',
    '7',
    '"text"',
    '{"toldServing":"yes"}',
    '{"window":null}',
    '{"window":[]}',
    '{"window":"here"}',
    '{"window":{"x":0,"y":0,"width":800}}',
    '{"window":{"x":0,"y":0,"width":0,"height":600}}',
    '{"window":{"x":1e9,"y":0,"width":800,"height":600}}',
    '{"window":{"x":0.5,"y":0,"width":800,"height":600}}',
    '{"adminPort":"4711"}',
    '{"adminPort":0}',
    '{"adminPort":70000}',
    '{"adminPort":1.5}',
  ])('is nothing when the file holds %j', (text) => {
    writeFileSync(path.join(folder, 'host.json'), text);
    expect(remembered(folder)).toEqual({ adminPort: null, window: null, toldServing: false });
  });
});
