import type { EffectState, Outcome } from '../../../shared/model/exchange.ts';
import type { Change, Decision } from '../../../shared/model/trace.ts';
import type { InspectorTab } from '../../state/settings.ts';
import type { Stretch } from '../../state/stretch.ts';
import type { StateWord } from '../../ui/state-words.ts';
import { formatMoment } from '../../ui/time.ts';

export const outcomeWords: Record<Outcome, StateWord> = {
  ok: { shape: 'check', tone: 'quiet', word: 'ok' },
  refused: { shape: 'diamond', tone: 'warn', word: 'refused' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed' },
};

/** Words for the statuses that SCIM answers with (RFC 7644, 3.12); any other shows its outcome. */
export const statusWords: Record<number, string> = {
  200: 'ok',
  201: 'created',
  204: 'no content',
  304: 'not modified',
  400: 'bad request',
  401: 'not let in',
  403: 'forbidden',
  404: 'not found',
  405: 'wrong method',
  409: 'conflict',
  412: 'version differs',
  413: 'too large',
  415: 'wrong type',
  429: 'too many',
  500: 'our fault',
  501: 'not offered',
  503: 'try later',
};

export const effectWords: Record<EffectState, StateWord> = {
  contradicted: { shape: 'unequal', tone: 'bad', word: 'contradicted', loud: true },
  failed: { shape: 'cross', tone: 'bad', word: 'failed', loud: true },
  parked: { shape: 'hand', tone: 'warn', word: 'parked', loud: true },
  waiting: { shape: 'ring', tone: 'quiet', word: 'waiting' },
  'not verifiable': { shape: 'diamond', tone: 'warn', word: 'not verifiable' },
  'handed over': { shape: 'ring', tone: 'warn', word: 'handed over' },
  proved: { shape: 'check', tone: 'good', word: 'proved' },
  held: { shape: 'pause', tone: 'warn', word: 'held' },
  none: { shape: 'dash', tone: 'quiet', word: 'no effect' },
};

export const decisionWords: Record<Decision['effect'], StateWord> = {
  granted: { shape: 'check', tone: 'good', word: 'granted' },
  revoked: { shape: 'cross', tone: 'quiet', word: 'revoked' },
  kept: { shape: 'dot', tone: 'quiet', word: 'kept' },
  held: { shape: 'pause', tone: 'warn', word: 'held', loud: true },
};

export const changeWords: Record<Change['kind'], string> = {
  created: 'created',
  updated: 'updated',
  deleted: 'deleted',
};

export const tabWords: Record<InspectorTab, string> = {
  trace: 'Trace',
  summary: 'Summary',
  request: 'Request',
  response: 'Response',
  changes: 'Changes',
  raw: 'Raw',
};

/** "1 request", "12 requests": exact, never "many". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

/** "14:02:10 – 14:02:40". */
export const formatStretch = ({ from, to }: Stretch): string => `${formatMoment(from)} – ${formatMoment(to)}`;

export const words = {
  list: 'Requests, newest first',
  columns: { method: 'Method', summary: 'What was asked', source: 'Source', status: 'Status', duration: 'ms' },
  strip: 'Traffic over time',
  stripHint: 'Drag over it, or click a bar, to see only that time',
  allTimes: (stretch: string) => `All times, ${stretch}`,
  peak: (requests: number, step: string) => `peak ${requests.toLocaleString('en')} in ${step}`,
  onlyStretch: (stretch: string) => `Only ${stretch}`,
  showAllTimes: 'Show all times',
  effect: 'Effect',
  when: 'When',
  chips: { outcomes: 'Outcome', resources: 'Resource type', users: 'Users', groups: 'Groups', changes: 'Changes only' },
  everySource: 'Every source',
  filter: 'Filter requests',
  filterHint: 'Filter: words, status:>=400, path:/Groups',
  clearFilter: 'Clear filter',
  pause: 'Pause',
  resume: 'Resume',
  pauseTitle: 'New requests wait while paused (Space in the list)',
  showNew: (held: number, overflow: boolean) =>
    overflow ? `over ${held.toLocaleString('en')} new` : `${held.toLocaleString('en')} new`,
  loading: 'Loading requests…',
  loadingOlder: 'Loading older requests…',
  olderFailed: 'Older requests could not be loaded.',
  tryAgain: 'Try again',
  within: (rows: number, all: number) => `${rows.toLocaleString('en')} of ${count(all, 'loaded request')}`,
  loaded: (rows: number, more: boolean) => `${count(rows, 'request')}${more ? ' loaded, older ones on scrolling' : ''}`,
  empty: 'Every request that an identity provider sends to Footbridge appears here, with what came of it.',
  emptySource: 'Connect an identity provider, or rehearse with a pretend one that sends what yours would.',
  emptySetup: 'Connect my identity provider',
  emptyRehearseFirst: 'Rehearse in the sandbox first',
  emptyRehearse: 'Begin the rehearsal',
  nothingWithin: 'No request arrived in this stretch of time.',
  nothingMatches: 'No request matches this filter.',
  inspector: 'Inspector',
  inspectorWidth: 'Width of the inspector',
  copyCurl: 'Copy as curl',
  copyJson: 'Copy as JSON',
  copyLink: 'Copy link',
  reading: 'Reading the trace…',
  unknownSource: 'An unknown source',
  deviations: (number: number) => `${count(number, 'deviation')} understood, see Summary`,
  noChange: 'This request changed nothing, so nothing followed from it.',
  noAccount: 'No app is touched by this change.',
  moreAccounts: (shown: number, all: number) =>
    `Shown are ${shown} of ${count(all, 'account')}, those that need a person first.`,
  causes: (causes: number) => `${causes} changes ended in this one operation`,
  observing: 'This app is observed only: nothing is delivered to it.',
  needsYou: 'Needs you',
  parkedTogether: 'Parked together',
  decided: 'This work item was decided; the trace follows.',
  dialect: 'What was understood',
  noEffect: 'No effect in any app',
  now: 'now',
  noBody: 'No body.',
  spoken: (total: number, refused: number, failed: number) =>
    [count(total, 'request'), refused > 0 ? `${refused} refused` : '', failed > 0 ? `${failed} failed` : '']
      .filter((part) => part !== '')
      .join(', '),
} as const;

/** The words of the dry run of a request. */
export const dryRunWords = {
  title: 'Dry run: what would it come to now?',
  hint: 'The request takes the way of every other, and is undone: nothing is stored, delivered or told. Change it as you like. Secrets were never kept, so they are not in it.',
  path: (method: string) => `${method} to this path below the base URL`,
  body: 'Body',
  run: 'Try it',
  running: 'Trying',
  asks: 'Would be asked',
  more: (accounts: number) => `And ${accounts.toLocaleString('en')} accounts more.`,
};
