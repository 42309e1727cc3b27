import { inRoot } from './setup/places.mjs';

/** The tools of the house, by the program that each is started by. All of them run on the project's Node. */
export const tools = Object.freeze({
  biome: inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome'),
  playwright: inRoot('node_modules', 'playwright', 'cli.js'),
  tsc: inRoot('node_modules', 'typescript', 'bin', 'tsc'),
  vite: inRoot('node_modules', 'vite', 'bin', 'vite.js'),
  vitest: inRoot('node_modules', 'vitest', 'vitest.mjs'),
  packager: inRoot('node_modules', 'electron-builder', 'cli.js'),
  packaging: inRoot('scripts', 'packaging', 'run.mjs'),
  imports: inRoot('scripts', 'imports', 'check.mjs'),
  bench: inRoot('test', 'performance', 'run.ts'),
  fuzz: inRoot('test', 'fuzz', 'run.ts'),
  host: inRoot('electron', 'headless', 'main.ts'),
});
