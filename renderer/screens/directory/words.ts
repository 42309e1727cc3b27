import type { Assignment, PersonState, PersonView, TimelineEntry } from '../../../shared/model/person.ts';
import type { StateWord } from '../../ui/state-words.ts';

export const personWords: Record<PersonState, StateWord & { readonly meaning: string }> = {
  active: { shape: 'check', tone: 'good', word: 'active', meaning: 'at least one source says so' },
  inactive: { shape: 'pause', tone: 'quiet', word: 'inactive', meaning: 'every source says that they left' },
  gone: { shape: 'dash', tone: 'quiet', word: 'gone', meaning: 'every source deleted them' },
};

export const assignmentWords: Record<Assignment['state'], StateWord> = {
  wanted: { shape: 'ring', tone: 'quiet', word: 'wanted' },
  applied: { shape: 'check', tone: 'good', word: 'applied' },
  retrying: { shape: 'ring', tone: 'warn', word: 'retrying' },
  parked: { shape: 'hand', tone: 'warn', word: 'parked', loud: true },
  revoked: { shape: 'dash', tone: 'quiet', word: 'revoked' },
};

export const timelineWords: Record<TimelineEntry['kind'], string> = {
  change: 'Change',
  membership: 'Group',
  operation: 'App',
  decision: 'Decision',
};

/** The saved views, in the order they are offered. */
export const viewWords: Record<PersonView, string> = {
  all: 'All',
  active: 'Active',
  inactive: 'Inactive',
  'left this week': 'Left this week',
  'without roles': 'Without roles',
  'needs you': 'Needs you',
};

/** What an empty view says. */
export const emptyViewWords: Record<PersonView, string> = {
  all: 'Everybody whom an identity provider tells Footbridge about stands here, with what they have and why.',
  active: 'Nobody is active.',
  inactive: 'Nobody is inactive.',
  'left this week': 'Nobody left in the last seven days.',
  'without roles': 'Everybody who is active has a role in at least one app.',
  'needs you': 'Nobody needs a decision of yours.',
};

/** "1 person", "40 people": exact, never "many". */
export const count = (number: number, one: string, many: string): string =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;

export const people = (number: number): string => count(number, 'person', 'people');
const loaded = (text: string, more: boolean): string => `${text}${more ? ' loaded, more on scrolling' : ''}`;

export const words = {
  directory: 'Directory',
  kinds: 'What the Directory lists',
  people: 'People',
  groups: 'Groups',
  paneWidth: 'Width of the detail',
  loading: 'Loading…',
  stale: 'This may be out of date.',
  tryAgain: 'Try again',
  peopleList: 'People',
  searchPeople: 'Search people',
  searchPeopleHint: 'Name, userName, e-mail address',
  searchGroups: 'Search groups',
  searchGroupsHint: 'Name of a group',
  view: 'Which people',
  columns: {
    name: 'Name',
    userName: 'userName',
    state: 'State',
    department: 'Department',
    source: 'Source',
    roles: 'Roles',
    changed: 'Changed',
    members: 'Members',
    rules: 'Rules',
    kind: 'Kind',
  },
  needsYou: (items: number) => `needs you: ${count(items, 'decision', 'decisions')}`,
  peopleFoot: (rows: number, more: boolean) => loaded(people(rows), more),
  groupsFoot: (rows: number, more: boolean) => loaded(count(rows, 'group', 'groups'), more),
  membersFoot: (rows: number, more: boolean) => loaded(count(rows, 'member', 'members'), more),
  nobodyMatches: (text: string) => `Nobody matches “${text}” here.`,
  nobodyMatchesHint: 'Every word must occur in the name, the userName or the e-mail address.',
  showEverybody: 'Show everybody',
  noPeopleHint: 'Nobody is here yet: connect an identity provider, or rehearse with a pretend one.',
  setUp: 'Connect my identity provider',
  rehearseFirst: 'Rehearse in the sandbox first',
  rehearse: 'Begin the rehearsal',
  noGroups:
    'Groups that an identity provider assigns to Footbridge stand here, with their members and the rules that name them.',
  noGroupMatches: (text: string) => `No group matches “${text}”.`,
  showAllGroups: 'Show all groups',
  personGone: 'This person is not here.',
  personGoneText: 'The link is of somebody who was removed, or of the other world.',
  groupGone: 'This group is not here.',
  groupGoneText: 'The link is of a group that was deleted at the identity provider, or of the other world.',
  backToPeople: 'All people',
  backToGroups: 'All groups',
  person: 'Person',
  group: 'Group',
  since: 'here since',
  removedSource: 'source removed',
  work: 'Needs your decision',
  leaving: 'After leaving',
  endOfEmployment: 'End of employment',
  endUnknown: 'not known: no source tells it',
  disabledAtIdp: 'Disabled at the identity provider',
  disabledUnknown: 'not known: the request does not say when',
  received: 'Received',
  receivedUnknown: 'not known: the request is not kept any more',
  proved: 'Proved in every app',
  provedNotYet: 'not yet',
  notCovered: 'Not covered by any proof',
  nothingUncovered: 'nothing is left out',
  showRequest: 'Show the request',
  accounts: 'Accounts',
  noAccounts: 'No app has, or is to get, an account of this person.',
  noAccountsRules: 'No rule of any app gives them a role.',
  wanted: 'Access is wanted',
  notWanted: 'No access is wanted',
  observing: 'observed only: nothing is delivered',
  noLogin: 'no account there',
  noRoles: 'No role.',
  roles: (app: string) => `Roles in ${app}`,
  role: 'Role',
  why: 'Why',
  nothingDone: 'Nothing was done there yet.',
  attempt: (number: number, word: string) => `Try ${number}: ${word}`,
  attributes: 'Attributes',
  attributesOf: (source: string) => `Attributes at ${source}`,
  attribute: 'Attribute',
  value: 'Value',
  set: 'Set',
  setBy: (path: string) => `The request that set ${path}`,
  held: 'held',
  heldMeaning: 'The value went empty for several people at once; it is held until you decide.',
  noValue: 'no value',
  groupsOf: 'Groups',
  noGroupsOf: 'In no group.',
  timeline: 'Timeline',
  noTimeline: 'Nothing that is kept.',
  more: 'Show earlier entries',
  loadingMore: 'Loading earlier entries…',
  usedBy: 'Used by rules',
  notUsed: 'No rule names this group: being in it gives nobody anything.',
  usedByRule: 'rule',
  members: 'Members',
  noMembers: 'This group has no members.',
  memberKinds: { person: 'person', group: 'group' },
  externalId: 'externalId',
  changed: 'changed',
} as const;
