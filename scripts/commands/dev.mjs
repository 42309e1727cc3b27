import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { exitCode } from '../setup/exit-codes.mjs';
import { runMain, SetupFailure } from '../setup/failure.mjs';
import { inRoot } from '../setup/places.mjs';
import { passThrough } from '../setup/process.mjs';
import { setUp } from '../setup/setup.mjs';
import { say } from '../setup/step.mjs';
import { tools } from '../tools.mjs';

/**
 * `npm run dev -- …`: a headless host, and Vite in front of it, so that a change in renderer/ is seen at once.
 *
 * @param {readonly string[]} parameters for `serve`; without --data, a folder of its own in out/
 */
export function dev(parameters) {
  return runMain(async () => {
    const node = await setUp([]);
    const folder = parameters.includes('--data') ? [] : ['--data', inRoot('out', 'dev-data')];
    const serve = [...node.flags, tools.host, 'serve', '--json', ...folder, ...parameters];
    const host = spawn(node.command, serve, { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise((resolve) => host.on('exit', (code) => resolve(code ?? exitCode.unexpected)));
    const admin = await Promise.race([readyAddress(host.stdout), ended.then(() => null)]);
    if (admin === null) {
      throw new SetupFailure(
        exitCode.unexpected,
        'The headless host ended before it was ready.',
        'Its reason stands above.',
      );
    }
    const { origin, hash } = new URL(admin);
    say(`Open the address that Vite prints, with this behind it: ${hash}`);
    const vite = inRoot('scripts', 'commands', 'dev-server.mjs');
    const code = await passThrough(node.command, [...node.flags, vite, origin]);
    host.kill('SIGTERM');
    await ended;
    return code;
  });
}

/** @param {NodeJS.ReadableStream} stdout @returns {Promise<string>} `admin` of the host's ready line */
async function readyAddress(stdout) {
  const lines = createInterface({ input: stdout });
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const message = JSON.parse(line);
      if (message.event === 'ready') resolve(message.admin);
    });
  });
}
