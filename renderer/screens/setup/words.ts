import type { ChecklistStep } from '../../../shared/model/checklist.ts';
import type { Likeness } from '../../../shared/model/dialect.ts';
import type { Dialect } from '../../../shared/model/source.ts';
import { dialectWords } from '../../ui/dialect-words.ts';
import type { StateWord } from '../../ui/state-words.ts';

export const itemWords: Record<'done' | 'waiting' | 'failed', StateWord> = {
  done: { shape: 'check', tone: 'good', word: 'done' },
  waiting: { shape: 'ring', tone: 'quiet', word: 'waiting' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed', loud: true },
};

export const stepWords: Record<ChecklistStep, string> = {
  token: 'Token accepted',
  tested: 'Connection tested',
  user: 'First person received',
  group: 'First group received',
  account: 'First account in an app',
  deactivated: 'Deactivation received',
  proved: 'Deactivation proved in an app',
};

/** What is said of the two stretches of the way that a change takes, by the item of the checklist that shows it. */
export const stretchWords: Record<'token' | 'account', Record<'done' | 'waiting' | 'failed', string>> = {
  token: { done: 'requests arrive', waiting: 'nothing has arrived yet', failed: 'is not let in' },
  account: { done: 'accounts are made', waiting: 'nothing is delivered yet', failed: 'something is in the way' },
};

/** Those that mostly run where the admin runs things, and may be on this very computer. */
const runsAnywhere: readonly Dialect[] = ['authentik', 'generic'];

const behindProxy =
  'The address is on this computer only. Put a reverse proxy of your own before it, with a name and a certificate; a guided tunnel is not part of this version.';

/** How its requests get here, said before anything is pasted. */
export const routeOf = (dialect: Dialect, name: string): string =>
  runsAnywhere.includes(dialect)
    ? `${name} must be able to reach this computer. Where it runs on the same one, the address works as it is. From elsewhere: ${behindProxy.charAt(0).toLowerCase()}${behindProxy.slice(1)}`
    : `${name} sends from the internet and must be able to reach this computer by https. ${behindProxy}`;

export const words = {
  title: 'Set-up',
  back: 'All ways to begin',
  rehearse: 'Rehearse',
  rehearseText:
    'A pretend company whose identity provider talks the way yours does. See people join, move and leave, and what each app makes of it, before the real one is connected.',
  rehearsePromise: 'Pretend people. Nothing leaves this computer.',
  rehearseAction: 'Rehearse with a pretend company',
  rehearseGoOn: 'Go on with the rehearsal',
  rehearseAgain: 'Found another company',
  rehearseTitle: 'Found a pretend company',
  rehearseBegin: 'Begin the rehearsal',
  rehearseFormer: 'A company that was founded before stays connected, and sends nothing any more.',
  connect: 'Connect my identity provider',
  connectText:
    'Copy an address and a token into its form, and watch a checklist tick itself as its requests arrive. Nothing is delivered to an app before you switch that app on.',
  connectTime: 'About twenty minutes. It can be left and resumed.',
  connectAction: 'Connect my identity provider',
  connectMore: 'Connect another one',
  backToChoice: 'Another identity provider',
  choose: 'Which identity provider is it?',
  connectTitle: (idp: string) => `Connect ${idp}`,
  sandboxWorld: 'This is the sandbox world: who arrives here is delivered to its pretend apps only.',
  takes: 'What it takes, before you paste anything',
  rights: 'Rights there',
  licence: 'Licence there',
  route: 'The way here',
  public: 'Becomes public',
  publicText:
    'Only what your proxy lets through: the addresses below /scim/v2/ of one port, where every request must show the token. This window is not among them.',
  name: 'Name of this source',
  nameHint: 'What it is called in Footbridge: in lists, and in the reasons for roles.',
  nameWrong: 'Write a name.',
  make: 'Make address and token',
  making: 'Making them…',
  sources: 'Your identity providers',
  noSources: 'None yet.',
  columns: { name: 'Name', state: 'State', idp: 'Identity provider', lastSeen: 'Last request', token: 'Token ends in' },
  never: 'none yet',
  ago: ' ago',
  loading: 'Asking…',
  gone: 'There is no such source in this world.',
  goneText: 'It was removed, or it belongs to the other world.',
  connected: 'Connected: a deactivation was proved',
  notYet: 'Not connected yet: green comes with a proved deactivation',
  copyThese: (idp: string) => `Fill in ${idp}’s form`,
  wayThere: 'There',
  documentation: (idp: string) => `How ${idp} describes it (opens in the browser)`,
  afterwards: 'Then',
  shownOnce: 'Shown this once: leave this page, and only its last four characters remain.',
  tokenKept: (lastFour: string) => `ends in ${lastFour}`,
  tokenLost: 'It was shown once. When it is lost, remove this source and connect it again.',
  outside: 'Your address for it from outside',
  outsideHint: 'Your proxy’s address. The address to copy is then made with it.',
  outsideWrong: 'Write an address that begins with https:// such as https://scim.example.com',
  isConnected: 'connected',
  way: 'The way of a change',
  thisComputer: 'this computer',
  apps: 'apps',
  checklist: 'What was seen of it so far',
  progress: (done: number, all: number) => `${done} of ${all} done`,
  noApp: 'There is no app yet that could get an account.',
  addApp: 'Add an app',
  seeApps: 'See the apps',
  showRequest: 'Show the request',
  showPerson: 'Show the person',
  remove: 'Remove this source',
  removeWhat: (name: string) =>
    `Remove ${name}? It is not let in any more. Nobody loses anything by it: every account and role that it gave is held as it is, and one decision waits for you.`,
  removeYes: 'Remove it',
  removeNo: 'Keep it',
  removing: 'Removing…',
} as const;

const many = (number: number, one: string, more: string): string =>
  `${number.toLocaleString('en-GB')} ${number === 1 ? one : more}`;

/** The sentences of the dialect card. */
export const cardWords = {
  title: 'Dialect',
  none: 'No request yet',
  noneText: 'What it sends is told here as it arrives: what was understood, and what was not.',
  label: 'Labelled',
  seen: (requests: number) => many(requests, 'request', 'requests'),
  allUnderstood: 'all understood',
  notInFull: (requests: number) => `${many(requests, 'request was', 'requests were')} not understood in full`,
  doesNotFit: 'label and requests differ',
  habits: 'What it does',
  elsewhere: { is: 'elsewhere', said: 'at another place, or by another method' },
  looksLike: 'What it looks like',
  looksLikeNobody: 'Nothing in its requests tells one client from another.',
  likeness: ({ dialect, way }: Likeness) =>
    `${dialectWords[dialect]}${way === null ? '' : `, ${way} aadOptscim062020`}`,
  hintsOnly: 'These are hints: anybody can send them. Who is let in depends on the token alone.',
  understood: (number: number) => `Understood: ${many(number, 'deviation', 'deviations')}`,
  understoodNothing: 'Nothing had to be understood: it sends SCIM as it is written.',
  limited: (dialects: readonly Dialect[]) =>
    `only from ${dialects.map((dialect) => dialectWords[dialect]).join(' and ')}`,
  unexplained: 'An earlier version understood this.',
  notUnderstood: (shapes: number) => `Not understood: ${many(shapes, 'kind of request', 'kinds of requests')}`,
  notUnderstoodNothing: 'Every request was understood.',
  columns: {
    deviation: 'Deviation',
    operation: 'Request',
    sign: 'Sign',
    requests: 'Times',
    last: 'Last',
    example: 'Example',
    what: 'Request, and what was answered',
  },
  refused: (status: number, scimType: string | null) => `answered ${status}${scimType === null ? '' : ` ${scimType}`}`,
  dropped: 'done in part',
  example: 'Show',
  exampleOf: (what: string) => `Show a request: ${what}`,
  forgotten: 'forgotten',
  more: 'Show more',
  export: 'Save anonymised export…',
  exportText:
    'For whoever maintains Footbridge: how these requests are made, with the names of attributes and none of the values. People, mail addresses, ids, numbers and addresses are replaced, and there is no way back. Look at it before you hand it on: names of attributes stay as they are.',
  exportName: 'footbridge-not-understood.json',
} as const;

/** The words of the times in which a source could not reach Footbridge. */
export const absenceWords = {
  title: 'When it could not reach Footbridge',
  none: 'It always could, as far as is known: Footbridge ran, and this computer was awake.',
  arrived: (changes: number) =>
    changes === 0
      ? 'No change arrived in the two hours after.'
      : `${changes.toLocaleString('en')} ${changes === 1 ? 'change' : 'changes'} arrived in the two hours after.`,
};

/** The words of whom Footbridge tells of held removals. */
export const tellWords = {
  title: 'When somebody still has access that should be gone',
  text: 'Whatever holds it (the guard, a pause, an app that is away), you are told a quarter of an hour after it began, and again after an hour, four hours, a day and every day. Quiet hours do not count for this.',
  nobody: 'Nobody is told unless they look here.',
  byMail: (to: readonly string[]) => `by e-mail: ${to.join(', ')}`,
  byHook: 'by a webhook',
  told: (by: readonly string[]) => `Told ${by.join(' and ')}`,
  action: 'Say whom to tell',
  mail: 'By e-mail',
  hook: 'By a webhook',
  fields: {
    host: 'Mail server',
    port: 'Port of the mail server',
    security: 'Encryption',
    user: 'User at the mail server',
    passwordFile: 'File with the password',
    from: 'Sender',
    to: 'Recipients',
    url: 'Address',
    secretFile: 'File with the secret',
  },
  securities: [
    { value: 'starttls', label: 'STARTTLS (usual at port 587)' },
    { value: 'tls', label: 'TLS from the beginning (usual at port 465)' },
    { value: 'none', label: 'None (a server on this computer)' },
  ],
  fileHint: 'Its first line is the password. Nobody but its owner may read it (chmod 600).',
  urlHint: 'JSON is posted to it. https://, or http:// on this computer.',
  secretHint: 'With its first line each message is signed: X-Footbridge-Signature, HMAC-SHA256 of the body.',
  testMail: 'Send a test by e-mail',
  testHook: 'Send a test to the webhook',
  testing: 'Sending a test…',
  tested: (answer: string) => `The test was taken. The server says: ${answer}`,
  save: 'Save whom to tell',
  saving: 'Saving…',
  saved: 'Saved.',
} as const;
