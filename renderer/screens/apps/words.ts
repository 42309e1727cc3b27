import type { App, AppDetail } from '../../../shared/model/app.ts';
import type { World } from '../../../shared/model/status.ts';
import { heldWords, type StateWord } from '../../ui/state-words.ts';
import type { ConditionKind } from './condition.ts';

export const tabs = ['accounts', 'plan', 'deliveries', 'connection', 'rules'] as const;
export type Tab = (typeof tabs)[number];

export const tabWords: Record<Tab, string> = {
  accounts: 'Accounts',
  plan: 'Dry run',
  deliveries: 'Deliveries',
  connection: 'Connection',
  rules: 'Mapping and rules',
};

export const stateWords: Record<App['state'], string> = { observing: 'Observe only', on: 'On' };

type HealthMark = Pick<StateWord, 'shape' | 'tone'>;

const healthMarks: Record<AppDetail['health']['level'], HealthMark> = {
  ok: { shape: 'check', tone: 'good' },
  attention: { shape: 'hand', tone: 'warn' },
  failing: { shape: 'cross', tone: 'bad' },
};

/** An app that only observes is neither well nor ill; what keeps changes from one that is on has a shape of its own. */
export function healthMark({ state, health, held }: AppDetail): HealthMark {
  if (state === 'observing' && health.level === 'ok') return { shape: 'pause', tone: 'quiet' };
  const mark = healthMarks[health.level];
  if (held === null || (held.kind === 'closed' && health.level !== 'ok')) return mark;
  const { shape, tone } = heldWords[held.kind];
  return { shape, tone: health.level === 'failing' ? 'bad' : tone };
}

/** The sentence about an app where its name stands already: "Cannot be reached: …". */
export function sentenceOf({ name, health: { sentence } }: Pick<AppDetail, 'name' | 'health'>): string {
  if (!sentence.startsWith(`${name} `)) return sentence;
  const rest = sentence.slice(name.length + 1);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

export const stepWords: Record<'ok' | 'warning' | 'failed', StateWord> = {
  ok: { shape: 'check', tone: 'good', word: 'in order' },
  warning: { shape: 'hand', tone: 'warn', word: 'look at this' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed', loud: true },
};

export const conditionWords: Record<ConditionKind, string> = {
  everybody: 'Everybody',
  department: 'Department is …',
  group: 'Member of group …',
  expression: 'An expression',
};

/** "1 account", "12 accounts": exact, never "many". */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

const deliveries = (number: number) => count(number, 'delivery', 'deliveries');

export const words = {
  title: 'Apps',
  width: 'Width of the app’s page',
  add: 'Add an app',
  columns: {
    name: 'App',
    state: 'State',
    kind: 'Kind',
    accounts: 'Active accounts',
    queue: 'Queue',
    proof: 'Last proof',
    needs: 'Needs you',
  },
  foot: (rows: number) => count(rows, 'app'),
  none: 'none',
  never: 'none yet',
  reading: 'Reading…',
  empty:
    'Apps are where people have accounts. Footbridge keeps those accounts and their roles as your identity provider says.',
  emptyNext:
    'Add an app that keeps its users in a database file or imports them from a CSV file; nothing is changed there before you switch it on.',
  emptySandbox: 'Rehearse in the sandbox first',

  accountsOf: (name: string) => `Accounts in ${name}`,
  switchLabel: 'What Footbridge does with this app',
  switchOn: (name: string, waiting: number) =>
    waiting === 0
      ? `Switch ${name} on? No delivery waits; from now on accounts there are created, changed and disabled as your identity provider says.`
      : `Switch ${name} on? ${deliveries(waiting)} ${waiting === 1 ? 'begins' : 'begin'} at once: accounts are created and changed there, roles given and taken away. The Accounts list shows them. Accounts that were there before are never taken over in silence.`,
  switchOff: (name: string, waiting: number) =>
    `Only observe ${name}? Nothing is delivered there any more, not even a removal: who leaves keeps access to ${name} until you switch it on again. ${waiting === 0 ? 'Nothing is under way now.' : `${deliveries(waiting)} will wait.`}`,
  doSwitchOn: 'Switch on',
  doSwitchOff: 'Only observe',
  leave: 'Leave it as it is',
  cancel: 'Cancel',
  held: 'What you wrote is not saved yet: Esc leaves it here.',
  working: 'Working…',
  needsYou: 'Needs you',
  moreNeeds: (number: number) => `Show ${count(number, 'more decision')}`,

  next: 'What to do next',
  nextMap: 'Say what fills its columns',
  nextMapText: (mapped: number, all: number) => `${mapped} of ${count(all, 'attribute')} filled.`,
  nextRule: 'Give a first role',
  nextRuleText: (rules: number) =>
    rules === 0 ? 'Without a rule nobody gets an account.' : `${count(rules, 'rule')}.`,
  nextLook: 'Look at the accounts there would be',
  nextLookText: (accounts: number) =>
    accounts === 0 ? 'None yet.' : `${count(accounts, 'account')}, with the roles that each would have.`,
  nextSwitch: 'Switch it on',
  nextSwitchText: 'With the switch above; until then nothing is delivered.',
  stepDone: 'done',
  stepOpen: 'open',

  search: 'Find by name or sign-in name',
  everyState: (all: number) => `Every state (${all.toLocaleString('en')})`,
  ofState: (state: string, number: number) => `${state} (${number.toLocaleString('en')})`,
  stateFilter: 'State',
  accountColumns: {
    person: 'Person',
    login: 'Sign-in name',
    state: 'State',
    roles: 'Roles',
    waiting: 'What it waits for',
    proof: 'Last proof',
  },
  rolesOf: (roles: readonly string[]) => (roles.length === 0 ? 'no roles' : roles.join(', ')),
  wouldBe: (then: string) => `would be: ${then}`,
  becomes: (now: string, then: string) => `${now} → ${then}`,
  accountsFoot: (rows: number, more: boolean) => `${count(rows, 'account')}${more ? ' loaded, more on scrolling' : ''}`,
  noAccounts: 'Nobody has an account here yet.',
  noAccountsRules: 'Who gets one is said by the rules of this app.',
  toRules: 'Mapping and rules',
  nothingMatches: 'No account matches.',
  clearFilter: 'Show all accounts',

  queue: {
    observing: (number: number) =>
      number === 0
        ? 'Nothing waits.'
        : `${deliveries(number)} ${number === 1 ? 'waits' : 'wait'} until you switch it on.`,
    onTheWay: (number: number) => (number === 0 ? 'Nothing is on the way.' : `${deliveries(number)} on the way.`),
    waiting: (number: number) =>
      number === 0 ? 'Nothing waits.' : `${deliveries(number)} ${number === 1 ? 'waits' : 'wait'}.`,
    removalsGoOn: 'Taking access away goes on.',
    removalsWait: 'Taking access away waits as well.',
    parked: (number: number) => `${deliveries(number)} parked until you decide.`,
    setAside: (number: number) => `${deliveries(number)} set aside by hand.`,
  },
  operationColumns: {
    summary: 'What was done',
    state: 'State',
    person: 'Person',
    attempts: 'Tries',
    proof: 'Proof',
    when: 'When',
  },
  deliveriesOf: (name: string) => `Deliveries to ${name}, newest first`,
  deliveriesFoot: (rows: number, more: boolean) =>
    `${count(rows, 'delivery', 'deliveries')}${more ? ' loaded, older ones on scrolling' : ''}`,
  noDeliveries: 'Nothing was delivered to this app yet.',
  delivery: 'The delivery',
  person: 'Person',
  request: 'Request',
  showRequest: 'Show the request',
  noRequest: 'none: an edit or a decision caused it',
  began: 'Began',
  tries: 'Tries',
  proof: 'Proof',
  noProof: 'none yet',

  target: 'Where its users are',
  test: 'Test the connection',
  testing: 'Testing…',
  refresh: 'Read the roles again',
  tested: 'What was tried',
  testHint: 'Tries everything that can be tried without changing anything there.',
  rolesFound: 'Roles found',
  rolesAre: (roles: readonly string[]) => (roles.length === 0 ? 'none' : roles.join(', ')),
  readBack: 'How a change is proved',
  readBackHow: 'Read back by',
  handsOver: 'Kind of proof',
  handsOverYes: 'handed over: the app imports the file by itself, and this is not seen from here',
  handsOverExport: 'handed over first; proved as soon as the app’s own export shows it',
  handsOverNo: 'proved: what stands in the app is read after each change',

  guard: 'Guard',
  guardText:
    'When one cause, or everything within an hour, would take access from more people than this, nothing of it is done until you decide. The larger number holds.',
  guardPeople: 'People',
  guardPercent: 'Percent of the app’s people',
  guardNow: (people: number, percent: number) => `At most ${count(people, 'person', 'people')} or ${percent} %.`,
  guardSave: 'Save the guard',
  guardSaved: 'Saved.',
  guardNoPeople: 'Write a whole number, 0 or more.',
  guardNoPercent: 'Write a whole number from 0 to 100.',

  remove: 'Remove this app',
  removeText: (name: string, accounts: number) =>
    `Footbridge stops following ${name}. ${count(accounts, 'active account')} there ${accounts === 1 ? 'stays' : 'stay'} as ${accounts === 1 ? 'it is' : 'they are'}, with all access; from then on nobody is disabled there when they leave. What was proved before is kept.`,
  removeType: (name: string) => `Write “${name}” to confirm`,
  removeDo: 'Remove the app',
  removeDiffers: 'This is not its name yet.',

  mapping: 'Mapping',
  mappingText: 'What fills each attribute of an account, from what the identity provider says of the person.',
  unmapped: 'not filled',
  mappingEdit: 'Change the mapping',
  mappingSave: 'Save the mapping',
  mappingHint:
    'An expression over the person: user.displayName, primary(user.emails), lower(user.userName). Leave it empty to leave the column alone.',
  mappingSuggested: 'Suggested by its name; not saved yet.',
  mappingOn: 'This app is on: what changes is delivered at once.',
  loginMissing: 'Without it no account can be named; usually user.userName.',

  rules: 'Rules',
  rulesText: 'Who gets which role. Who gets a role here gets an account; who has none left is disabled.',
  noRules: 'No rule yet: nobody gets an account.',
  ruleGives: 'gets',
  rulePeople: 'everybody',
  ruleDepartment: (names: readonly string[]) =>
    names.length === 1 ? `department is ${names[0]}` : `department is one of ${names.join(', ')}`,
  ruleGroup: 'member of',
  groupGone: 'a group that is not known any more',
  ruleAdd: 'Add a rule',
  ruleAddDo: 'Add this rule',
  ruleWhen: 'Who',
  ruleDepartmentIs: 'Department',
  ruleDepartmentHint: 'Exactly as the identity provider writes it.',
  ruleGroupIs: 'Group',
  ruleGroupFind: 'Find a group',
  ruleGroupHint: 'The rule keeps to this very group, also when it is renamed.',
  noGroups: 'No group has come from your identity provider yet.',
  groupOption: (name: string, members: number, source: string) => `${name} (${count(members, 'member')}, ${source})`,
  ruleExpression: 'Expression',
  ruleExpressionHint: 'Yields yes or no: user.title.startsWith("Head") && user.department == "Sales"',
  ruleRole: 'Role',
  ruleRoleHint: 'No role was found in the app: write its name as the app knows it.',
  ruleName: 'Name of the rule',
  ruleNameHint: 'It stands in the reason for each role that it gives.',
  ruleNoDepartment: 'Write the department.',
  ruleNoGroup: 'Choose a group.',
  ruleNoExpression: 'Write an expression.',
  ruleNoRole: 'Choose the role.',
  ruleNames: {
    everybody: (role: string) => `Everybody: ${role}`,
    of: (who: string, role: string) => `${who}: ${role}`,
    expression: (role: string) => `Some: ${role}`,
  },
  ruleRemove: 'Remove',
  ruleRemoveLabel: (name: string) => `Remove the rule ${name}`,
  ruleRemoveText: (name: string, role: string, app: string) =>
    `Remove “${name}”? Everybody who has ${role} in ${app} only because of it loses it at once, and their account is disabled when it was their last role. More people than the guard lets through wait for your decision.`,
  ruleRemoveObserving: ' Nothing is delivered while this app only observes.',
  ruleRemoveDo: 'Remove the rule',
  wholeFile: 'To change many rules at once, edit the configuration as a file and read it in again:',
  exportCommand: 'npx footbridge config export',
  saveConfiguration: 'Save configuration…',
  saveConfigurationHint: 'Sources, apps, mappings and rules of this world as one file; no people, no secrets.',
  configurationName: (world: World) => `footbridge-${world === 'live' ? '' : `${world}-`}configuration.json`,
} as const;
