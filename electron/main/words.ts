import type { Status } from '../../shared/model/status.ts';

/** The sentences of the host itself: dialogs, menus, the tray. */

const counted = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What is asked before quitting, and of what it tells. */
export interface QuitQuestion {
  readonly message: string;
  readonly detail: string;
}

/**
 * What waits in the live world when somebody wishes to quit.
 *
 * @returns null when nothing does, and nothing need be asked
 */
export function quitQuestion(status: Pick<Status, 'onTheWay' | 'removalsWaiting'>): QuitQuestion | null {
  const { onTheWay, removalsWaiting } = status;
  if (onTheWay === 0) return null;
  const one = onTheWay === 1;
  const removals = {
    none: '',
    all: one ? '; it takes access away' : ', and all of them take access away',
    some: `, ${removalsWaiting.toLocaleString('en')} of them ${removalsWaiting === 1 ? 'takes' : 'take'} access away`,
  }[removalsWaiting === 0 ? 'none' : removalsWaiting >= onTheWay ? 'all' : 'some'];
  return {
    message: `${counted(onTheWay, 'change is', 'changes are')} still on ${one ? 'its' : 'their'} way${removals}.`,
    detail: `${one ? 'It goes' : 'They go'} on when Footbridge starts again. Until then your identity provider cannot reach it.`,
  };
}

/** Asked when the engine does not say in time what waits: what nobody knows is not nothing. */
export const quitInDoubt: QuitQuestion = {
  message: 'The engine does not say whether changes are still on their way.',
  detail: 'What is goes on when Footbridge starts again. Until then your identity provider cannot reach it.',
};

export const quitButtons = { quit: 'Quit', keep: 'Keep running' } as const;

/** Told once, when the window is closed for the first time. */
export const stillServing = {
  title: 'Footbridge goes on serving',
  // Not every desktop has a place for the mark.
  body: 'Only the window was closed. Start Footbridge again to open it, or use its mark in the system’s bar.',
} as const;

export const unresponsive = {
  message: 'The window does not answer.',
  detail: 'Only the window is affected: Footbridge goes on serving. Reloading it loses nothing but what is half typed.',
  reload: 'Reload',
  wait: 'Wait',
} as const;

/** How the health of the live world is shown outside the window. */
export interface Health {
  readonly level: 'ok' | 'attention' | 'failing';
  readonly sentence: string;
}

export const starting: Health = { level: 'attention', sentence: 'Footbridge is starting.' };
export const interrupted: Health = {
  level: 'failing',
  sentence: 'The engine stopped; it is being started again.',
};

export const trayLabels = { open: 'Open Footbridge', quit: 'Quit Footbridge' } as const;

/** What happened, and what to do. */
interface Told {
  readonly message: string;
  readonly fix: string;
}

/** An engine that does not stay up, told in a dialog before the app ends. */
export const engineGaveUp = (id: string, log: string): Told => ({
  message: 'The engine stopped several times within ten minutes, so Footbridge ends. What was acknowledged is stored.',
  fix: `Start Footbridge again; if it stays, report error ${id} with what is known about it in ${log}.`,
});

/** An engine that cannot be started again, for no reason that is known. */
export const engineUnstarted = (id: string, log: string): Told => ({
  message: `The engine could not be started (error ${id}).`,
  fix: `If it stays, restart the computer, and report what is known about it in ${log}.`,
});

/** An engine that is tried to be started again and again: for the tray, and once for a dialog. */
export const engineStuck = {
  health: ({ message }: Told): Health => ({
    level: 'failing',
    sentence: `${message} Footbridge tries again by itself.`,
  }),
  message: 'Footbridge does not serve at the moment.',
  detail: ({ message, fix }: Told): string =>
    `${message} ${fix} Footbridge tries again by itself, every minute at least, and serves as soon as it can. ` +
    'What was acknowledged is stored; until then your identity provider cannot reach it.',
} as const;

export const failed = (id: string, log: string): string =>
  `Footbridge itself failed (error ${id}); what is known about it is in ${log}. What was acknowledged is stored. ` +
  'Start Footbridge again.';

export const closedLate = 'Footbridge did not close in time and was ended; everything acknowledged is stored.';
