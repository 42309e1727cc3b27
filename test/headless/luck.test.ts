import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { StartFailureCode } from '../../electron/engine/thread.ts';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { createClient } from '../../shared/contract/client.ts';
import { closingMs, lines, run, scriptedMain, serve } from '../support/command.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Each has a data folder of its own, which is not there yet: most of them wait most of the time, so they do it together. */
const it = test.extend<{ data: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are asked for from the pattern
  data: async ({}, use) => {
    const folder = temporaryFolder('luck');
    await use(path.join(folder, 'data'));
    rmSync(folder, { recursive: true, force: true });
  },
});

/** README.md: Ctrl-C and SIGTERM stop a host within so many ms. */
const promisedMs = 3_000;

const script = (value: object) => ({ SCRIPT: JSON.stringify(value) });
const command = (data: string, line: string, luck: object = {}) =>
  run(scriptedMain, [...line.split(' '), '--data', data], script(luck)).ended;

describe.concurrent('an engine that cannot start', () => {
  const codes: readonly (readonly [StartFailureCode, number])[] = [
    ['folder-unwritable', 5],
    ['port-taken', 4],
    ['database-newer', 8],
    ['database-corrupt', 8],
    ['database-read-only', 8],
    ['disk-full', 8],
  ];
  it.for(codes)('%s ends serve and status with %i, in its own words', async ([code, exit], { data }) => {
    const luck = { fail: 9, code };
    const [served, asked] = await Promise.all([command(data, 'serve', luck), command(data, 'status --json', luck)]);
    expect(served).toMatchObject({ code: exit, stdout: '', stderr: `No luck with ${data}.\nTry another.\n` });
    expect(lines(asked.stderr)).toEqual([
      { event: 'failed', exit, message: `No luck with ${data}.`, fix: 'Try another.' },
    ]);
    expect([asked.code, asked.stdout]).toEqual([exit, '']);
  });

  it('for an unexpected reason is said with an id under which the log knows more', async ({ data }) => {
    mkdirSync(data);
    const { code, stderr } = await command(data, 'status', { throws: true });
    const id = /\(error ([0-9a-f-]{36})\)/.exec(stderr)?.[1] ?? 'no id';
    const log = path.join(data, 'footbridge-errors.log');
    expect(code).toBe(1);
    expect(stderr).toContain(log);
    expect(stderr).not.toMatch(/TypeError|\s+at /);
    expect(lines(readFileSync(log, 'utf8'))).toMatchObject([
      { id, detail: expect.stringContaining('a fault of our own') },
    ]);
    expect(statSync(log).mode & 0o777).toBe(0o600);
  });
});

describe.concurrent('a folder that is held', () => {
  it('for a moment is waited for', async ({ data }) => {
    expect(await command(data, 'status --json', { fail: 4 })).toMatchObject({ code: 0 });
  });

  it('for good, by somebody who does not answer, ends with 6', async ({ data }) => {
    const { code, stderr } = await command(data, 'source list', { fail: 1e9 });
    expect([code, stderr]).toEqual([6, `No luck with ${data}.\nTry another.\n`]);
    // From its first try to its last.
    const tries = readFileSync(path.join(data, 'scripted.tried'), 'utf8').trim().split('\n').map(Number);
    const patience = (tries.at(-1) ?? 0) - (tries[0] ?? 0);
    expect(patience).toBeGreaterThan(4_000);
    expect(patience).toBeLessThan(6_000);
  });

  it('by a host that is about to listen is spoken to once it does', async ({ data }) => {
    const host = run(scriptedMain, ['serve', '--json', '--data', data], script({ fail: 3 }));
    const asked = await command(data, 'status --json', { fail: 12 });
    expect(asked.code).toBe(0);
    host.child.kill('SIGTERM');
    expect((await host.ended).code).toBe(0);
  });
});

describe.concurrent('the end of a host', () => {
  it.for(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('on %s is clean', async (signal, { data }) => {
    const host = await serve(scriptedMain, ['--data', data]);
    host.child.kill(signal);
    const { code, stderr } = await host.ended;
    // Were it still there when it should be gone it would be ended with 1.
    expect([code, closingMs(stderr) < promisedMs]).toEqual([0, true]);
    expect(existsSync(path.join(data, 'footbridge.sock'))).toBe(false);
    expect(existsSync(path.join(data, 'scripted.lock'))).toBe(false);
  });

  it('comes within 3 s although the engine does not stop, and says so', async ({ data }) => {
    const host = await serve(scriptedMain, ['--data', data], script({ stopTakes: 60_000 }));
    host.child.kill('SIGTERM');
    const { code, stderr } = await host.ended;
    expect(closingMs(stderr)).toBeLessThan(promisedMs);
    expect([code, stderr]).toEqual([1, expect.stringContaining('everything acknowledged is stored')]);
  });

  it('comes at once on a second signal, but not on the echo of the first', async ({ data }) => {
    const host = await serve(scriptedMain, ['--data', data], script({ stopTakes: 60_000 }));
    host.child.kill('SIGINT');
    // Another signal, since two of a kind that arrive at the same time are one.
    host.child.kill('SIGHUP');
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(host.child.exitCode).toBeNull();
    // Again and again: a busy machine may bring the first ones so late that this still is their echo.
    const again = setInterval(() => host.child.kill('SIGTERM'), 100);
    const { code, stderr } = await host.ended.finally(() => clearInterval(again));
    expect(code).toBe(1);
    // Had it waited, it would have been ended for being late, and said so.
    expect(stderr).not.toContain('did not close in time');
  });

  it('comes when its engine dies, and is said', async ({ data }) => {
    const host = await serve(scriptedMain, ['--data', data], script({ dieAfter: 300 }));
    const { code, stderr } = await host.ended;
    expect(code).toBe(1);
    expect(stderr).toContain('The engine of the live world ended');
    expect(stderr).not.toMatch(/\\n\s+at /);
    expect(readFileSync(path.join(data, 'footbridge-errors.log'), 'utf8')).toContain('the thread fell over');
  });

  it('does not come when nobody reads what it says, as in serve | head', async ({ data }) => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const { port } = free.address() as { port: number };
    free.close();
    await once(free, 'close');
    const host = run(scriptedMain, ['serve', '--json', '--admin-port', String(port), '--data', data]);
    const ended = once(host.child, 'exit');
    // Real pipes: whatever is written from now on breaks on them.
    host.child.stdout?.destroy();
    host.child.stderr?.destroy();
    // Just before it says that it is ready.
    await until('the port is remembered', () => existsSync(path.join(data, 'host.json')));
    const live = createClient(createSocketTransport(socketOf(data), 'live'));
    expect(await live.call('status.get', {})).toMatchObject({ people: 0 });
    host.child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('may come while it is still starting', async ({ data }) => {
    const host = run(scriptedMain, ['serve', '--data', data], script({ fail: 30 }));
    await until('a start was tried', async () => existsSync(path.join(data, 'scripted.tried')));
    host.child.kill('SIGTERM');
    const { code, stdout } = await host.ended;
    // Had it not been heard, the folder would be asked for again for seconds and then be said to be held.
    expect([code, stdout]).toEqual([0, '']);
  });
});

describe.concurrent('the screens’ port', () => {
  it('when chosen but taken ends with 4 and names it', async ({ data }) => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { code, stderr } = await command(data, `serve --admin-port ${port}`);
    expect([code, stderr]).toEqual([4, expect.stringContaining(`Port ${port} is taken by another program.`)]);
    expect(existsSync(path.join(data, 'scripted.lock'))).toBe(false);
    other.close();
  });

  it('is remembered once chosen, and given up for a run in which it is taken', async ({ data }) => {
    const portOf = ({ ready }: { ready: { admin: string } }) => Number(new URL(ready.admin).port);
    const end = async (host: Awaited<ReturnType<typeof serve>>) => {
      host.child.kill('SIGTERM');
      await host.ended;
    };
    const free = await serve(scriptedMain, ['--data', data]);
    const chosen = portOf(free);
    await end(free);
    expect(existsSync(path.join(data, 'host.json'))).toBe(false);
    const first = await serve(scriptedMain, ['--data', data, '--admin-port', String(chosen)]);
    expect(portOf(first)).toBe(chosen);
    await end(first);
    const second = await serve(scriptedMain, ['--data', data]);
    expect(portOf(second)).toBe(chosen);
    await end(second);
    const other = createServer().listen(chosen, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const third = await serve(scriptedMain, ['--data', data]);
    expect(portOf(third)).not.toBe(chosen);
    expect(third.stderr()).toContain('cannot be had');
    await end(third);
    other.close();
  });
});

it.for([{ args: [] }, { args: ['--demo'] }, { args: ['--world', 'sandbox'] }])(
  'serves real people although the sandbox is broken, started with $args',
  async ({ args }, { data }) => {
    mkdirSync(path.join(data, 'sandbox'), { recursive: true });
    writeFileSync(path.join(data, 'sandbox', 'footbridge.db'), '');
    const host = await serve(
      scriptedMain,
      ['--data', data, ...args],
      script({ fail: 9, code: 'database-corrupt', world: 'sandbox' }),
    );
    expect(host.ready.sandbox).toBeNull();
    const message = `The sandbox could not be started; the live world runs without it. No luck with ${path.join(data, 'sandbox')}. Try another.`;
    const notes = lines(host.stderr()).filter((line) => (line as { event?: string }).event === 'note');
    // Whoever asked for it is told, beside the log.
    expect(notes).toEqual(args.length === 0 ? [] : [{ event: 'note', message }]);
    expect(lines(host.stderr())).toContainEqual(expect.objectContaining({ level: 'warn', msg: message }));
    const live = createClient(createSocketTransport(socketOf(data), 'live'));
    expect(await live.call('status.get', {})).toMatchObject({ people: 0 });
    host.child.kill('SIGTERM');
    expect((await host.ended).code).toBe(0);
  },
);
