import { setTimeout as wait } from 'node:timers/promises';
import { type EngineOptions, type EngineThread, StartFailure } from '../engine/thread.ts';
import type { StartEngine } from './worlds.ts';

/** For how long a held folder is asked for again, in milliseconds: a command has it for less than a second. */
const patience = 5_000;
const pause = 100;

/**
 * Starts an engine; while another process has the folder for a moment (a command that opened it, a host that is about
 * to listen or just ending) it tries again.
 *
 * @param answering whether a host of that folder can be spoken to by now, which makes an engine needless
 * @returns the engine; null when a host answers
 * @throws StartFailure (folder-held after a few seconds)
 */
export async function startPatiently(
  start: StartEngine,
  options: EngineOptions,
  answering: () => Promise<boolean>,
): Promise<EngineThread | null> {
  const deadline = performance.now() + patience;
  for (;;) {
    if (await answering()) return null;
    try {
      return await start(options);
    } catch (error) {
      const held = error instanceof StartFailure && error.code === 'folder-held';
      if (!held || performance.now() > deadline) throw error;
      await wait(pause);
    }
  }
}
