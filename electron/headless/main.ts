/*
 * The `footbridge` command. Nothing of ours is imported before the Node version is known to be right: an older Node
 * would answer an import with a stack trace instead of a sentence.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 15)) {
  process.stderr.write(
    `Footbridge needs Node 24 (or at least 22.15), but this is Node ${process.versions.node}.\n` +
      'Start it with "npm start" or "npx footbridge", which bring the right one, or install Node 24.\n',
  );
  process.exitCode = 3;
} else {
  await keepCompiled();
  const { prepareEngine, startEngine } = await import('../engine/thread.ts');
  const [, , ...args] = process.argv;
  const start = args[0] === 'serve' ? prepareEngine() : startEngine;
  const { runCommandLine } = await import('./command-line.ts');
  process.exitCode = await runCommandLine(args, start);
}

/**
 * Keeps what Node compiles of us for the next start, and for the engine's threads, which inherit it by the environment:
 * in the project's own folder, since whoever can write there can change the program anyway. Where it cannot be written
 * Node goes on without.
 */
async function keepCompiled(): Promise<void> {
  const { enableCompileCache, getCompileCacheDir } = await import('node:module');
  const { fileURLToPath } = await import('node:url');
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../out/compiled', import.meta.url));
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  if (getCompileCacheDir() === undefined) delete process.env.NODE_COMPILE_CACHE;
}
