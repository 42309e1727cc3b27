import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, '..', '..', 'scripts', 'setup', 'process.mjs')).href;

/** A process that stands in for another one with passThrough, as `npm start` does for the host. */
function standIn(inner: string) {
  const outer = `
    const { passThrough } = await import(${JSON.stringify(module)});
    process.exitCode = await passThrough(process.execPath, ['-e', ${JSON.stringify(inner)}]);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', outer], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (part) => (output += part));
  return { child, text: () => output, ended: once(child, 'close').then(([code]) => ({ code, output })) };
}

async function says(process: { text(): string }, text: string) {
  while (!process.text().includes(text)) await pause(10);
}

describe('a program that runs in our place', () => {
  test.each([0, 1, 4, 42])('its exit code %i is ours', async (code) => {
    expect(await standIn(`process.exit(${code})`).ended).toEqual({ code, output: '' });
  });

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'hears %s, once though it came twice, and may take its time',
    async (signal) => {
      const inner = `process.on('${signal}', () => { console.log('heard'); setTimeout(() => process.exit(7), 300); });
      setInterval(() => {}, 1000); console.log('up');`;
      const process = standIn(inner);
      await says(process, 'up');
      process.child.kill(signal);
      process.child.kill(signal);
      await says(process, 'heard');
      process.child.kill(signal);
      expect(await process.ended).toEqual({ code: 7, output: 'up\nheard\n' });
    },
  );

  test('ended by a signal is told as shells tell it', async () => {
    expect((await standIn("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)").ended).code).toBe(137);
  });
});
