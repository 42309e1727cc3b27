import type { Checklist, ChecklistStep } from '../../shared/model/checklist.ts';
import { checklistSteps } from '../../shared/model/checklist.ts';
import type { Dialect, Source } from '../../shared/model/source.ts';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

/** A source that was added an hour ago. */
export const makeSource = (dialect: Dialect, name: string, more: Partial<Source> = {}): Source => ({
  id: `source-${dialect}`,
  name,
  dialect,
  rate: 0,
  baseUrl: `http://127.0.0.1:4100/scim/v2/${dialect}8h2k5m`,
  createdAt: ago(3_600),
  lastSeenAt: null,
  tokenLastFour: 'k3fd',
  ...more,
});

const waiting: Record<ChecklistStep, string> = {
  token: 'No request with this token has arrived yet.',
  tested: 'It has not asked for users yet.',
  user: 'No person has arrived yet.',
  group: 'No group has arrived yet.',
  account: 'Nobody of this source has an account in an app yet.',
  deactivated: 'Nobody was deactivated yet.',
  proved: 'No deactivation was proved yet.',
};

const done: Record<ChecklistStep, string> = {
  token: 'A request with this token was let in.',
  tested: 'It asked for users, and was answered.',
  user: 'Grace Hopper arrived.',
  group: 'The group Marketing arrived, with 12 members.',
  account: 'Grace Hopper got an account in Team Wiki.',
  deactivated: 'Grace Hopper was deactivated.',
  proved: 'Grace Hopper cannot use Team Wiki any more: it was read back.',
};

/** A checklist of which the first so many items are done. @param failed the item that went wrong, and how */
export const makeChecklist = (
  number: number,
  failed: { readonly step: ChecklistStep; readonly text: string } | null = null,
): Checklist => ({
  connected: number === checklistSteps.length,
  items: checklistSteps.map((step, index) => {
    const isDone = index < number;
    const isFailed = failed?.step === step;
    return {
      step,
      state: isFailed ? 'failed' : isDone ? 'done' : 'waiting',
      text: isFailed ? failed.text : (isDone ? done : waiting)[step],
      at: isDone || isFailed ? ago(600 - index * 60) : null,
      exchangeId: isDone || isFailed ? `exchange-${index + 1}` : null,
      personId: isDone && index > 1 && step !== 'group' ? 'person-1' : null,
    };
  }),
});

/** What the engine says of a request with a token that it does not know. */
export const wrongToken = {
  step: 'token',
  text: 'Okta asked GET /Users?startIndex=1&count=2, and we answered 401: the token that it sent is not the one of this source.',
} as const;
