import { electronProgram } from '../../../scripts/setup/electron.mjs';
import { openDouble } from './double-driver.ts';
import type { Runtime } from './driver.ts';
import { openElectron } from './electron-driver.ts';

/**
 * What the desktop tests run on: Electron's own binary where there is one, else the double.
 *
 * @throws Error when FOOTBRIDGE_REQUIRE_ELECTRON asks for the binary and there is none
 */
export async function openRuntime(): Promise<Runtime> {
  const program = electronProgram(process.env);
  if (program !== null) return openElectron(program);
  if (process.env.FOOTBRIDGE_REQUIRE_ELECTRON) {
    throw new Error('FOOTBRIDGE_REQUIRE_ELECTRON is set, and there is no Electron here: npx install-electron');
  }
  return openDouble();
}
