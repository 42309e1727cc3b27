import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { ensureChromium } from '../../../scripts/setup/chromium.mjs';

export interface Chromium {
  /** `http://127.0.0.1:port`: for the double's FOOTBRIDGE_DOUBLE_CDP, and for Playwright's connectOverCDP. */
  readonly endpoint: string;
  close(): Promise<void>;
}

const switches = [
  '--headless=new',
  '--no-sandbox',
  '--remote-debugging-port=0',
  // Whatever a page manages to ask for outside: it has no network but this machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--no-proxy-server',
  '--window-size=1280,800',
  '--disable-background-networking',
  '--disable-backgrounding-occluded-windows',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--disable-features=OmniboxPopup,WebUIOmniboxPopup,WebUIOmniboxAimPopup,Translate,MediaRouter,OptimizationHints',
  // Ports tell when their other end closes, as Electron's do and Chromium's own do not.
  '--enable-blink-features=MessagePortCloseEvent',
  '--mute-audio',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** Starts a Chromium that several launches of the double may share: the one that the tests in a browser would take. */
export async function launchChromium(): Promise<Chromium> {
  const program = await ensureChromium({ command: process.execPath, flags: [] });
  const profile = await mkdtemp(path.join(os.tmpdir(), 'footbridge-chromium-'));
  // A group of its own: its many processes end together, also when the first of them is already gone.
  const child = spawn(program, [...switches, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = () => {
    if (child.pid === undefined) return;
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  };
  process.once('exit', stop);

  let said = '';
  const endpoint = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${said.slice(-2_000)}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)\//.exec(said)?.[1];
      if (port !== undefined) resolve(`http://127.0.0.1:${port}`);
    });
  });
  return {
    endpoint,
    async close() {
      process.off('exit', stop);
      stop();
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
