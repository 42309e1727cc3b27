/*
 * Gives a program the double in Electron's place: node --import <this file> <entry of main> [arguments]
 *
 * The entry is loaded from here, so that `ready` can wait until it is evaluated, top-level awaits included, as Electron
 * does (electron#40719): an entry that awaits `app.whenReady()` at its top level hangs here as it hangs there.
 */
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

const double = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, shortCircuit: true } : next(specifier, context),
});

// Threads of the program's own load this file too: they have no Electron, in the double as in the original.
const entry = process.argv[1];
if (isMainThread && entry !== undefined) {
  const { startDouble } = await import('./control.ts');
  const evaluated = startDouble();
  await import(pathToFileURL(entry).href);
  evaluated();
}
