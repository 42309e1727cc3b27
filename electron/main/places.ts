import path from 'node:path';

/*
 * What main reads, found from its own file. The sources lie in electron/main and the bundle in out/desktop, both two
 * folders below the project's, so the same steps lead there from either.
 */
const project = path.join(import.meta.dirname, '..', '..');

/** The built screens: one build for every host. */
export const screensFolder = path.join(project, 'out', 'renderer');
/** Always the bundle: a sandboxed preload is one CommonJS file. */
export const preloadFile = path.join(project, 'out', 'desktop', 'preload.cjs');
/** The ready-made databases of the sandbox's apps. */
export const sandboxResources = path.join(project, 'resources', 'demo');
