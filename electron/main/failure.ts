import { dialog } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { type ExitCode, exitCode, failureOf } from '../host/exit.ts';
import { recordUnexpected } from '../host/unexpected.ts';
import { failed } from './words.ts';

/** Says a sentence where a person finds it: in a dialog where there is one, and on stderr for whoever started us there. */
function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
  dialog.showErrorBox('Footbridge', sentence);
}

/**
 * Says what is missing in a dialog that holds nothing up: everything else goes on beside it. The log has it too.
 *
 * @param why the reason, and what to do
 */
export async function tellBeside(message: string, detail: string, logger: Logger): Promise<void> {
  try {
    await dialog.showMessageBox({ type: 'warning', message, detail, buttons: ['OK'] });
  } catch (error) {
    logger.warn({ err: error }, 'A dialog could not be shown.');
  }
}

/**
 * Tells why the app ends: a known failure in its own words, any other under the id that it is recorded with.
 *
 * @param data the data folder; null: it is not known yet
 * @returns what the app should end with
 */
export function tellFailure(error: unknown, data: string | null): ExitCode {
  const known = failureOf(error);
  if (known !== null) {
    tell(`${known.message} ${known.fix}`);
    return known.exit;
  }
  const { id, log } = recordUnexpected(error, data ?? '');
  tell(failed(id, log));
  return exitCode.unexpected;
}
