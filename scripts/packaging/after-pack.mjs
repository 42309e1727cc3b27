import { packagedApp, setFuses, wantedFuses } from './fuses.mjs';

/**
 * electron-builder calls this when everything lies in its place and nothing is signed yet. It sets the fuses itself a
 * moment later, but only those that it knows, and without minding one that nobody has decided on.
 *
 * @param {{appOutDir: string, electronPlatformName: string, packager: {config: {electronFuses?: object | null}}}} context
 */
export async function afterPack({ appOutDir, electronPlatformName, packager }) {
  const wanted = wantedFuses({ ...packager.config.electronFuses });
  await setFuses(packagedApp(appOutDir, electronPlatformName), wanted);
}
