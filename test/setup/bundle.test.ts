import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { collect } from '../../scripts/setup/process.mjs';
import { clone } from '../architecture/sources.ts';

/** A small clone: our set-up scripts and packages over one source. It lies where its own set-up looks. */
const folder = mkdtempSync(path.join(tmpdir(), 'footbridge-bundle-'));
const place = (...parts: string[]) => path.join(folder, ...parts);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** While it builds it notes what is in the bundle's place. */
const configuration = `
  import { appendFileSync, existsSync, readFileSync } from 'node:fs';
  const built = ${JSON.stringify(place('out', 'thing', 'thing.js'))};
  const note = () => {
    const text = existsSync(built) ? /said = "(.*)"/.exec(readFileSync(built, 'utf8'))[1] : 'nothing';
    appendFileSync(${JSON.stringify(place('seen'))}, text + ' ');
  };
  export default {
    publicDir: false,
    plugins: [{ name: 'note', buildStart: note, writeBundle: note }],
    build: {
      outDir: 'out/thing',
      emptyOutDir: true,
      minify: false,
      lib: { entry: 'thing.ts', formats: ['es'], fileName: 'thing' },
    },
  };
`;

beforeAll(() => {
  cpSync(path.join(clone, 'scripts'), place('scripts'), { recursive: true });
  symlinkSync(path.join(clone, 'node_modules'), place('node_modules'), 'junction');
  writeFileSync(place('package.json'), JSON.stringify({ name: 'small', type: 'module' }));
  writeFileSync(place('vite.config.mjs'), configuration);
  writeFileSync(
    place('build.mjs'),
    `import { ensureBuilt } from ${JSON.stringify(pathToFileURL(place('scripts', 'setup', 'bundle.mjs')).href)};
     import { runMain } from ${JSON.stringify(pathToFileURL(place('scripts', 'setup', 'failure.mjs')).href)};
     const bundle = { name: 'thing', title: 'the thing', parameters: ['--config', 'vite.config.mjs'],
       sources: ['thing.ts'], results: ['out/thing/thing.js'] };
     await runMain(async () => {
       await ensureBuilt({ command: process.execPath, flags: [] }, bundle, { always: process.argv[2] === 'always' });
       return 0;
     });`,
  );
});

/** @returns the exit code, what was in the bundle's place while it was built, and what is there afterwards */
async function build(source: string, always = false) {
  writeFileSync(place('thing.ts'), source);
  rmSync(place('seen'), { force: true });
  const { code, output } = await collect(process.execPath, [place('build.mjs'), always ? 'always' : ''], {
    cwd: folder,
  });
  const seen = existsSync(place('seen')) ? readFileSync(place('seen'), 'utf8').trim() : 'not built';
  const result = place('out', 'thing', 'thing.js');
  const there = existsSync(result) ? /said = "(.*)"/.exec(readFileSync(result, 'utf8'))?.[1] : 'nothing';
  return { code, output, seen, there, inOut: readdirSync(place('out')).sort() };
}

const said = (word: string) => `export const said = ${JSON.stringify(word)};\n`;
const inOut = ['thing', 'thing-built'];

it('a bundle is whole at every time: while it is built anew, when that fails, and after a build that was killed', async () => {
  expect(await build(said('one'))).toMatchObject({ code: 0, seen: 'nothing nothing', there: 'one', inOut });
  expect(await build(said('one'))).toMatchObject({ code: 0, seen: 'not built', there: 'one' });
  expect(await build(said('two'))).toMatchObject({ code: 0, seen: 'one one', there: 'two', inOut });

  const failed = await build('export const said = ;');
  expect(failed).toMatchObject({ code: 1, there: 'two', inOut });
  expect(failed.output).toContain('It was not possible to build the thing');
  // What is there was made of these sources.
  expect(await build(said('two'))).toMatchObject({ code: 0, seen: 'not built', there: 'two' });
  expect(await build(said('two'), true)).toMatchObject({ code: 0, seen: 'two two', there: 'two', inOut });

  for (const left of ['thing.new', 'thing.old']) {
    mkdirSync(place('out', left));
    writeFileSync(place('out', left, 'half.js'), 'half');
  }
  const mended = await build(said('three'));
  expect(mended).toMatchObject({ code: 0, there: 'three', inOut });
  expect(readdirSync(place('out', 'thing'))).toEqual(['thing.js']);
});

it('the command runs its bundle while that is made of what is here, and else its sources', async () => {
  mkdirSync(place('electron', 'headless'), { recursive: true });
  mkdirSync(place('out', 'headless'), { recursive: true });
  writeFileSync(
    place('which.mjs'),
    `import { writeFileSync } from 'node:fs';
     import { bundles, headlessProgram, sourceIdentity } from ${JSON.stringify(pathToFileURL(place('scripts', 'setup', 'bundle.mjs')).href)};
     if (process.argv[2] === 'stamp') {
       const sources = bundles.headless.sources.map((source) => ${JSON.stringify(`${folder}/`)} + source);
       writeFileSync(${JSON.stringify(place('out', 'headless-built'))}, sourceIdentity(sources));
     }
     process.stdout.write(headlessProgram());`,
  );
  const which = async (stamp = '') => {
    const { output } = await collect(process.execPath, [place('which.mjs'), stamp]);
    return path.relative(folder, output).replaceAll('\\', '/');
  };
  const [bundle, source] = ['out/headless/main.js', 'electron/headless/main.ts'];
  writeFileSync(place(...source.split('/')), 'one');
  expect(await which('stamp'), 'stamped, and nothing there').toBe(source);
  for (const name of ['main.js', 'worker.js']) writeFileSync(place('out', 'headless', name), '');
  expect(await which()).toBe(bundle);
  writeFileSync(place(...source.split('/')), 'two');
  expect(await which(), 'changed since').toBe(source);
  expect(await which('stamp')).toBe(bundle);
});
