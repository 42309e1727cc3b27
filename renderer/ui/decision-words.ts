import type { WorkDecision } from '../../shared/model/work.ts';

/** What each decision about a work item is called. */
export const decisionWords: Record<WorkDecision, string> = {
  approve: 'Approve',
  reject: 'Reject: they keep it',
  'same person': 'Same person',
  'new person': 'New person',
  retry: 'Try again',
  attest: 'It is done by hand',
  skip: 'Leave it undone',
  park: 'Set it aside',
  dismiss: 'Dismiss',
};
