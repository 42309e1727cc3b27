import type { PausedRemovals } from '../../shared/model/pause.ts';

/** What is said of a pause of delivery, in one app or in all of them. */
export const pauseWords = {
  pause: 'Pause delivery…',
  pauseAll: 'Pause all apps…',
  doPause: 'Pause delivery',
  resume: 'Resume delivery',
  resumeAll: 'Resume all apps',
  resumeHint: 'What waited is delivered now.',
  ofApp: (name: string) => `Pause delivery to ${name}`,
  ofAll: 'Pause delivery to all apps',
  consequence: (where: string) =>
    `Nothing is created or changed in ${where} until you resume; no clock ends a pause. What your identity provider sends is received, and waits. What is under way is finished.`,
  everyApp: 'any app',
  removals: 'Taking access away',
  goOn: 'Goes on: who leaves is disabled all the same',
  wait: 'Waits as well',
  waits: (where: string) => `Whoever leaves keeps access to ${where} until you resume.`,
  everyAppOfTheirs: 'every app',
  reason: 'Reason',
  reasonHint: 'For the audit log, and shown for as long as the pause lasts.',
  noReason: 'Write a reason of 3 characters or more, at most 1,000.',
  leave: 'Leave it as it is',
  working: 'Working…',
  close: 'Close',
  isPaused: 'Delivery is paused',
  allPaused: 'Delivery to all apps is paused',
  appPaused: 'Delivery to this app is paused',
  since: 'since',
  what: {
    'go on': 'only access is taken away.',
    wait: 'nothing is delivered, not even what takes access away.',
  } satisfies Record<PausedRemovals, string>,
  because: (reason: string) => `Reason: ${reason}`,
  wholeReason: 'Show all of it',
  lessReason: 'Show less of it',
} as const;
