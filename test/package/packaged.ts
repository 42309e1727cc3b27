import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ArchivedFile, extract, filesIn } from '../../scripts/packaging/archive.mjs';
import { layOut } from '../../scripts/packaging/layout.mjs';
import { bundles, ensureBuilt } from '../../scripts/setup/bundle.mjs';
import { projectNode } from '../../scripts/setup/project-node.mjs';

/** The package, laid out around a stand-in for Electron, and the app in it. */
export interface Packaged {
  /** The unpacked package. */
  readonly folder: string;
  /** What is in its archive. */
  readonly files: readonly ArchivedFile[];
  readonly archive: string;
  /** The app, taken out of the archive into a folder that has nothing of this clone above it. */
  readonly app: string;
  remove(): void;
}

/** Builds what is to be packaged, if it is not built yet, and lays the package out. */
export async function layOutPackage(): Promise<Packaged> {
  const node = projectNode();
  for (const bundle of Object.values(bundles)) await ensureBuilt(node, bundle);
  const place = mkdtempSync(join(tmpdir(), 'footbridge-package-'));
  const folder = await layOut(node, place);
  const archive = join(folder, 'resources', 'app.asar');
  const app = join(place, 'app');
  extract(archive, app);
  return {
    folder,
    files: filesIn(archive),
    archive,
    app,
    remove: () => rmSync(place, { recursive: true, force: true }),
  };
}
