import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { exitCode, HostFailure } from '../host/exit.ts';
import { isAnswering, socketOf } from '../host/folder-socket.ts';

/** How often the one that has the lock is asked, and how long is waited in between, in milliseconds: five seconds in all. */
export const asking = { times: 25, pause: 200 } as const;

/** What a start without the lock finds out, and by what. */
export interface SecondStartParts {
  /** The data folder. */
  readonly data: string;
  readonly platform: NodeJS.Platform;
  /** Asks for the lock once more. @returns whether we have it by now */
  readonly claim: () => boolean;
  /** Whether a host of the data folder can be spoken to. */
  readonly answers?: () => Promise<boolean>;
  readonly pause?: () => Promise<unknown>;
}

/**
 * A start that did not get the lock of its data folder. Whoever has it was told what is asked of it; but one that is
 * ending does nothing of it, and a lock may also be what a crash left behind. So it must be seen to run: it answers,
 * and still does a moment later.
 *
 * @returns whether this start has the lock by now and must begin; false: the one that runs was told
 * @throws HostFailure (exit 6) when nobody answers, and yet the lock is not to be had
 */
export async function becomesFirst({
  data,
  platform,
  claim,
  answers = () => isAnswering(socketOf(data)),
  pause = () => wait(asking.pause),
}: SecondStartParts): Promise<boolean> {
  for (let time = 1, before = false; time <= asking.times; time += 1) {
    const now = await answers();
    if (now && before) return false;
    before = now;
    await pause();
  }
  if (claim()) return true;
  // On Windows the system itself lets go of what a process had.
  const leftBehind =
    platform === 'win32'
      ? 'if it stays, end it in the task manager.'
      : `if no Footbridge runs on it, remove ${path.join(data, 'desktop', 'SingletonLock')}, which a crash leaves behind when this computer had another name.`;
  throw new HostFailure(
    exitCode.folderHeld,
    `Another Footbridge has ${data} and does not answer; it may be starting, or ending, or not be there any more.`,
    `Start Footbridge again in a minute; ${leftBehind}`,
  );
}
