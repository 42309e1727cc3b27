import { builtinModules } from 'node:module';
import { defineConfig, type EnvironmentOptions } from 'vite';

/** Not bundled: Electron brings itself, and the database's native part is found in node_modules by path. */
const external = ['electron', 'better-sqlite3'];

/** Readable and with source maps: what is delivered is what an admin's stack trace names. */
const readable = {
  minify: false,
  sourcemap: true,
} as const;

/**
 * Electron's main program and the engine's thread, as modules beside each other: the thread is started by the name
 * `./worker.js`, so nothing may lie in a folder of its own.
 */
const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external, builtins: [...builtinModules, /^node:/] },
  build: {
    ...readable,
    emptyOutDir: true,
    // Whose code is in it, and on what terms. The preload has nobody's but ours.
    license: { fileName: 'licenses.md' },
    ssr: true,
    target: 'node24',
    rolldownOptions: {
      input: { main: 'electron/main/main.ts', worker: 'electron/engine/worker.ts' },
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

/** One CommonJS file: a sandboxed preload can require nothing but `electron`. */
const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { noExternal: true, external },
  build: {
    ...readable,
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
