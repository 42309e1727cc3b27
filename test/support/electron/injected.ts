import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';

/** The scripts of the page, as text: what a compiler makes of a function may need what the page does not have. */
const [codec, bridge, mainWorld, preloadWorld] = ['codec', 'bridge', 'main-world', 'preload-world'].map((name) =>
  readFileSync(new URL(`./page/${name}.js`, import.meta.url), 'utf8').replaceAll(/^export /gm, ''),
);

const processOfPreload = {
  type: 'renderer',
  platform: process.platform,
  arch: process.arch,
  sandboxed: true,
  contextIsolated: true,
  versions: { electron: '45.4.1', node: process.versions.node },
};

export interface Injected {
  /** For the page's own world, to be run first. */
  readonly page: string;
  /** For the preload's world. */
  readonly preload: string;
}

/**
 * @param code of the preload; null when there is none
 * @returns the scripts that a new document runs before its own; they belong together
 * @throws SyntaxError when the code is none
 */
export function injectedScripts(code: string | null): Injected {
  const wrapped = `function (require, module, exports, process) {${code ?? ''}\n}`;
  new Script(`(${wrapped})`);
  const [toPage, toPreload] = [randomBytes(16), randomBytes(16)].map((bytes) => JSON.stringify(bytes.toString('hex')));
  // In the main frame alone, as Electron does unless it is told otherwise.
  const inMainFrame = (body: string) => `(() => { if (window.top !== window) return;\n${body}\n})();`;
  return {
    page: inMainFrame(`${bridge}\n${mainWorld}\npreparePage(createBridge(${toPage}, ${toPreload}));`),
    preload: inMainFrame(
      `${codec}\n${bridge}\n${preloadWorld}\nstartPreload({ encode, decode }, createBridge(${toPreload}, ${toPage}), ` +
        `${JSON.stringify(processOfPreload)}, ${wrapped});`,
    ),
  };
}
