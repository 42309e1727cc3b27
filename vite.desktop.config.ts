import { defineConfig, type EnvironmentOptions } from 'vite';
import { nodeHttp, pgNative, program } from './vite.headless.config.ts';

/** Not bundled: Electron brings itself, and the database's native part is found in node_modules by path. */
const external = ['electron', 'better-sqlite3'];

/** Electron's main program, and the engine's thread beside it. */
const desktop = program({ main: 'electron/main/main.ts', worker: 'electron/engine/worker.ts' }, external, 'node24');
const main: EnvironmentOptions = {
  ...desktop,
  // Whose code is in it, and on what terms. The preload has nobody's but ours.
  build: { ...desktop.build, license: { fileName: 'licenses.md' } },
};

/** One CommonJS file: a sandboxed preload can require nothing but `electron`. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external },
  build: {
    minify: false,
    sourcemap: true,
    emptyOutDir: false,
    ssr: true,
    target: 'es2023',
    rolldownOptions: {
      input: { preload: 'electron/preload/preload.ts' },
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

/** What the desktop host runs, in out/desktop; the screens are built by vite.config.ts for every host alike. */
export default defineConfig({
  publicDir: false,
  plugins: [nodeHttp, pgNative],
  build: { outDir: 'out/desktop' },
  environments: { main, preload },
  builder: {
    async buildApp({ build, environments }) {
      for (const environment of [environments.main, environments.preload]) {
        if (environment) await build(environment);
      }
    },
  },
});
