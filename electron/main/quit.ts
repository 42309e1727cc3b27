import { setTimeout as wait } from 'node:timers/promises';
import { app, dialog } from 'electron';
import { createClient } from '../../shared/contract/client.ts';
import type { Logger } from '../engine/ports.ts';
import { type ExitCode, exitCode } from '../host/exit.ts';
import type { Worlds } from '../host/worlds.ts';
import type { MainWindow } from './window.ts';
import { closedLate, type QuitQuestion, quitButtons, quitInDoubt, quitQuestion } from './words.ts';

/** By then everything is closed, in milliseconds; what is not is ended, and the store recovers it as after a crash. */
const closeWithin = 2_800;
/** An engine that has not answered by then, in milliseconds, is not waited for: the question says so. */
const answerWithin = 5_000;

export interface Quit {
  /** Somebody wishes to quit: asks them first if something waits. */
  wish(): Promise<void>;
  /** Ends without asking: the session of the user ends, or the app cannot go on. */
  now(code: ExitCode): void;
  readonly quitting: boolean;
}

export interface QuitParts {
  readonly worlds: Worlds;
  readonly logger: Logger;
  readonly window: Pick<MainWindow, 'current' | 'show'>;
  /** Closes windows and doors, in order, and stops the engines. */
  readonly close: () => Promise<void>;
}

export function createQuit({ worlds, logger, window, close }: QuitParts): Quit {
  let state: 'running' | 'asking' | 'quitting' = 'running';

  async function whatWaits(): Promise<QuitQuestion | null> {
    const asked = worlds
      .running('live')
      .then((live) => (live === null ? null : createClient(live).call('status.get', {}).then(quitQuestion)))
      .catch(() => quitInDoubt);
    return Promise.race([asked, wait(answerWithin, quitInDoubt, { ref: false })]);
  }

  async function confirmed({ message, detail }: QuitQuestion): Promise<boolean> {
    const buttons = [quitButtons.quit, quitButtons.keep];
    const question = { type: 'warning', message, detail, buttons, defaultId: 1, cancelId: 1, noLink: true } as const;
    const parent = window.current();
    if (parent === null) return (await dialog.showMessageBox({ ...question, buttons })).response === 0;
    // Nobody sees a question on a window that is minimized or behind others, and nobody can answer one whose window went.
    window.show();
    const gone = new AbortController();
    parent.once('closed', () => gone.abort());
    return (await dialog.showMessageBox(parent, { ...question, buttons, signal: gone.signal })).response === 0;
  }

  function now(code: ExitCode): void {
    if (state === 'quitting') return;
    state = 'quitting';
    logger.info({}, 'Footbridge ends.');
    setTimeout(() => {
      process.stderr.write(`${closedLate}\n`);
      app.exit(exitCode.unexpected);
    }, closeWithin).unref();
    close()
      .catch((error: unknown) => logger.error({ err: error }, 'Something did not close.'))
      .finally(() => app.exit(code));
  }

  return {
    get quitting() {
      return state === 'quitting';
    },
    now,
    async wish() {
      if (state !== 'running') return;
      state = 'asking';
      const question = await whatWaits();
      const agreed = question === null || (await confirmed(question));
      // Meanwhile the session may have ended.
      if (state !== 'asking') return;
      state = 'running';
      if (agreed) now(exitCode.ok);
    },
  };
}
