import { spawn } from 'node:child_process';

/** The system's own way to open an address. */
export function openerOf(platform: NodeJS.Platform): readonly [command: string, ...before: string[]] {
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return platform === 'darwin' ? ['open'] : ['xdg-open'];
}

/**
 * Opens an address in the user's browser.
 *
 * @param failed is told when there is no browser to open; that ends nothing
 */
export function openBrowser(address: string, failed: () => void): void {
  const [command, ...before] = openerOf(process.platform);
  const opener = spawn(command, [...before, address], { stdio: 'ignore', detached: true });
  opener.once('error', failed);
  opener.once('exit', (code) => {
    if (code !== 0) failed();
  });
  opener.unref();
}
