import type { SandboxAction, SandboxPerson, Scenario } from '../../../shared/model/sandbox.ts';
import type { StateWord } from '../../ui/state-words.ts';

export const presenceWords: Record<SandboxPerson['presence'], StateWord> = {
  here: { shape: 'check', tone: 'good', word: 'works here' },
  left: { shape: 'pause', tone: 'quiet', word: 'disabled' },
  deleted: { shape: 'dash', tone: 'quiet', word: 'deleted' },
};

export const actionWords: Record<SandboxAction, string> = {
  disable: 'Disable',
  enable: 'Enable again',
  move: 'Move to another department',
  rename: 'Give another name',
  'soft-delete': 'Delete',
  restore: 'Restore',
  purge: 'Delete for good',
};

/** What can be done to somebody, by how they stand at the identity provider. */
export const actionsFor: Record<SandboxPerson['presence'], readonly SandboxAction[]> = {
  here: ['disable', 'move', 'rename', 'soft-delete'],
  left: ['enable', 'soft-delete'],
  deleted: ['restore', 'purge'],
};

export const scenarioWords: Record<Scenario, { readonly name: string; readonly text: string }> = {
  joiner: {
    name: 'Somebody joins',
    text: 'A new person is hired. They must get their accounts and roles, and nothing else.',
  },
  mover: {
    name: 'Somebody moves',
    text: 'A person changes departments. The old roles must go, the new ones come.',
  },
  leaver: {
    name: 'Somebody leaves',
    text: 'A person is disabled. Every app must let them in no more, and be asked to show it.',
  },
  return: {
    name: 'Somebody comes back',
    text: 'A person who left is enabled again. It must be the same account, with the roles of today.',
  },
  rehire: {
    name: 'A used name comes again',
    text: 'A new person is hired under the sign-in name of somebody who left. Nobody may inherit an account.',
  },
  rename: {
    name: 'Somebody is renamed',
    text: 'A person takes another name and sign-in name. It must stay the same account.',
  },
  'soft-delete': {
    name: 'Somebody is deleted',
    text: 'A person is deleted the way this identity provider does it. They must lose their access like a leaver.',
  },
  'living-day': {
    name: 'A living day',
    text: 'About a dozen things of all kinds happen, one after the other. Everything must be right in the end.',
  },
};

/** How fast a pretend company may live; any other speed was set elsewhere. */
export const speedOptions = [
  { value: '0', label: 'Stands still' },
  { value: '1', label: 'Human speed' },
  { value: '10', label: '10 ×' },
  { value: '60', label: '60 ×' },
] as const;

/** "1 person", "12 people": exact, never "many". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const words = {
  title: 'Rehearse',
  loading: 'Asking the identity provider…',
  emptyTitle: 'See what your apps would do, with people who do not exist',
  emptyText:
    'Found a pretend company. Its identity provider talks the way yours does: people join, move and leave, and three pretend apps show what came of it. One of them refuses to disable anybody, so that you see what that looks like.',
  emptyPromise: 'Pretend people. Nothing leaves this computer.',
  emptyAction: 'Begin the rehearsal',
  speaks: (dialect: string) => `talks like ${dialect}`,
  size: (here: number, away: number, groups: number) =>
    `${here.toLocaleString('en')} at work, ${away.toLocaleString('en')} away, ${count(groups, 'group')}`,
  rests: 'The identity provider rests',
  speed: 'How fast the company lives',
  itsSource: 'Checklist',
  another: 'Found another company',
  stopped: 'The identity provider stopped.',
  stoppedFix: 'Look at its last request, put right what it needed, and act again: it goes on where it stopped.',
  showActivity: 'Show its requests',

  people: 'People of the company',
  columns: { name: 'Name', presence: 'Presence', department: 'Department', title: 'Title', groups: 'Groups' },
  search: 'Search people',
  searchHint: 'Search: name, department, title (Ctrl+F)',
  nobody: 'Nobody matches these words.',
  peopleCount: (rows: number, more: boolean) =>
    `${count(rows, 'person', 'people')}${more ? ' loaded, more on scrolling' : ''}`,
  yourTurn: 'Your turn. Disable somebody at the identity provider, and see what each app makes of it.',
  disable: (name: string) => `Disable ${name}`,
  choose: 'Choose somebody to act on.',
  importing: 'The first import is under way. Then it is your turn.',
  reportsTo: 'reports to',
  telling: 'The identity provider is telling Footbridge…',
  seeWhat: 'See what came of it',
  inDirectory: 'In the Directory',
  goneNow: 'That person is not in the company any more.',

  apps: 'Apps',
  appsNone: 'The apps are set up with the first import.',
  appStates: {
    refuses: { shape: 'cross', tone: 'bad', word: 'refuses', loud: true },
    needsYou: { shape: 'hand', tone: 'warn', word: 'needs you', loud: true },
    failing: { shape: 'cross', tone: 'bad', word: 'failing', loud: true },
    proved: { shape: 'check', tone: 'good', word: 'proved' },
    nothing: { shape: 'ring', tone: 'quiet', word: 'nothing yet' },
  } satisfies Record<string, StateWord>,
  refusing: 'Refuses to disable anybody.',
  accepts: (waiting: number) =>
    `Disables people again. ${waiting === 1 ? 'One delivery still waits' : `${waiting.toLocaleString('en')} deliveries still wait`}: open “Needs you” and press “Try again”.`,
  letIt: 'Let it disable',
  makeItRefuse: 'Make it refuse',
  letItName: (app: string) => `Let ${app} disable people`,
  makeItRefuseName: (app: string) => `Make ${app} refuse to disable anybody`,

  scenarios: 'Scenarios',
  run: 'Run',
  runKey: 'Ctrl/Cmd + Enter',
  running: 'Running…',
  steps: 'What happened',
  expectations: 'What must be true afterwards',
  verdict: (met: number, all: number) => `${met} of ${all} met`,
  happening: 'is happening',
  metWords: {
    met: { shape: 'check', tone: 'good', word: 'met' },
    failed: { shape: 'cross', tone: 'bad', word: 'not met', loud: true },
    open: { shape: 'ring', tone: 'quiet', word: 'looking' },
  } satisfies Record<string, StateWord>,
  endedEarly: 'It ended before its time.',

  story: 'The story so far',
  storyNone: 'Nothing has happened yet.',
  ago: ' ago',
} as const;
