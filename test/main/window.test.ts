import { expect, it } from 'vitest';
import { filesUnder, isNode, type SyntaxNode, syntaxOf } from '../architecture/sources.ts';

const files = ['electron', 'shared', 'renderer'].flatMap(filesUnder).filter((path) => /\.tsx?$/.test(path));
const made = (path: string): SyntaxNode[] =>
  syntaxOf(path).nodes.filter(
    ({ type, callee }) =>
      type === 'NewExpression' &&
      isNode(callee) &&
      /^(?:BrowserWindow|BaseWindow|BrowserView|WebContentsView)$/.test(nameOf(callee)),
  );

/** `BrowserWindow` of `BrowserWindow` and of `electron.BrowserWindow`. */
function nameOf(node: SyntaxNode): string {
  const { property } = node;
  return isNode(property) ? String(property.name) : String(node.name ?? '');
}

it('one place makes windows', () => {
  const places = files.flatMap((path) => made(path).map(() => path));
  expect(places).toEqual(['electron/main/window.ts']);
});

it('and gives them the preferences of security.ts, with the preload and nothing more', () => {
  const [window] = made('electron/main/window.ts');
  const [options] = (window?.arguments ?? []) as SyntaxNode[];
  const properties = (node: SyntaxNode | undefined) => (node?.properties ?? []) as SyntaxNode[];
  const given = properties(options).filter(({ key }) => isNode(key) && key.name === 'webPreferences');
  const shapes = properties(given[0]?.value as SyntaxNode).map(({ type, argument, key }) => [
    type,
    String((isNode(argument) ? argument : (key as SyntaxNode)).name),
  ]);
  expect([given.length, shapes]).toEqual([
    1,
    [
      ['SpreadElement', 'webPreferences'],
      ['Property', 'preload'],
    ],
  ]);
});

it('no source weakens a window, a command line or a policy elsewhere', () => {
  const weak =
    /^(?:no-sandbox|disable-web-security|unsafe-inline|unsafe-eval|appendSwitch|bypassCSP|executeJavaScript)$/;
  const offenders = files.flatMap((path) =>
    syntaxOf(path)
      .nodes.filter(({ type, name, value }) => weak.test(String(type === 'Identifier' ? name : value)))
      .map(() => path),
  );
  expect(offenders).toEqual([]);
});

it('every process is in the sandbox, which is asked for before Electron is ready', () => {
  const calls = syntaxOf('electron/main/main.ts')
    .nodes.filter(({ type, callee }) => type === 'CallExpression' && isNode(callee))
    .map(({ callee }) => nameOf(callee as SyntaxNode));
  const steps = ['enableSandbox', 'registerSchemesAsPrivileged', 'requestSingleInstanceLock', 'runDesktop'];
  expect(calls.filter((name) => steps.includes(name))).toEqual(steps);
  expect(calls, 'Electron becomes ready only once this module has run to its end').not.toContain('whenReady');
});
