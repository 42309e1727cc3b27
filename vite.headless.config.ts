import { builtinModules } from 'node:module';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/**
 * Packages ask for Node's HTTP the way Node means it for them. As an import of a module each thread would get all of
 * Node's fetch with it, which nothing here uses: 20 ms and 3 MB.
 */
export const nodeHttp: Plugin = {
  name: 'node-http',
  enforce: 'pre',
  resolveId: (id, importer) =>
    /^(?:node:)?https?2?$/.test(id) && importer?.includes('/node_modules/') === true
      ? `\0${id.replace(/^node:/, '')}.cjs`
      : null,
  load(id) {
    const name = /^\0(https?2?)\.cjs$/.exec(id)?.[1];
    return name === undefined ? null : `module.exports = process.getBuiltinModule('node:${name}');`;
  },
};

/** What pg would rather use where somebody built it: a native part, which nobody has. Nothing of ours asks for it. */
export const pgNative: Plugin = {
  name: 'pg-native',
  enforce: 'pre',
  resolveId: (id) => (id === 'pg-native' ? '\0pg-native.cjs' : null),
  load: (id) => (id === '\0pg-native.cjs' ? `throw new Error('pg-native is not used');` : null),
};

/**
 * A program that Node runs, and the engine's thread, as modules beside each other: the thread is started by the name
 * `./worker.js`, so nothing may lie in a folder of its own. Readable and with source maps: what is delivered is what an
 * admin's stack trace names.
 *
 * @param entries their files by their names
 * @param external packages that are not bundled
 * @param target the oldest Node that must understand it
 */
export const program = (
  entries: Readonly<Record<string, string>>,
  external: readonly string[],
  target: string,
): EnvironmentOptions => ({
  consumer: 'server',
  resolve: { noExternal: true, external: [...external], builtins: [...builtinModules, /^node:/] },
  build: {
    minify: false,
    sourcemap: true,
    emptyOutDir: true,
    ssr: true,
    target,
    rolldownOptions: {
      input: { ...entries },
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
});

/** The headless host, in out/headless: some thirty files to read at a start instead of four hundred. */
export default defineConfig({
  publicDir: false,
  plugins: [nodeHttp, pgNative],
  build: { outDir: 'out/headless' },
  environments: {
    headless: program(
      { main: 'electron/headless/main.ts', worker: 'electron/engine/worker.ts' },
      // The database's native part is found in node_modules by path.
      ['better-sqlite3'],
      'node22',
    ),
  },
  builder: {
    async buildApp({ build, environments }) {
      if (environments.headless) await build(environments.headless);
    },
  },
});
