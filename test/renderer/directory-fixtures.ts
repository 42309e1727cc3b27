import { ContractError } from '../../shared/contract/error.ts';
import type {
  GroupDetail,
  GroupMember,
  PersonAccount,
  PersonDetail,
  PersonRow,
  PersonState,
  TimelineEntry,
} from '../../shared/model/person.ts';
import type { Operation, Proof, ProofKind } from '../../shared/model/trace.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import type { ScriptedEngine } from './scripted-engine.ts';

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

/** Names of many scripts and lengths, as companies have them. */
const names = [
  'Ada Lovelace',
  'أمل الحسيني',
  'Björn Ångström',
  '陳美玲',
  'Chukwuemeka Okonkwo',
  'Дарья Соколова',
  'Élodie Lefèvre',
  'Grace Hopper',
  'יעל כהן',
  'José María de la Santísima Trinidad Fernández-Villaverde y Álvarez de Toledo',
  '김민준',
  'Nguyễn Thị Minh Khai',
  'Ólafur Jónsson',
  'प्रिया शर्मा',
  'Radia Perlman',
  'สมชาย ใจดี',
  'Σοφία Παπαδοπούλου',
  'X Æ',
  '渡辺 謙',
  'Zoë O’Neill-Vandenberghe',
] as const;
const departments = ['Engineering', 'Finance', 'Marketing', 'Operations', null] as const;

const stateOf = (index: number): PersonState => (index % 17 === 9 ? 'gone' : index % 7 === 3 ? 'inactive' : 'active');

/** The row of one person; which kind of person follows from `index`. */
export function makePersonRow(index: number): PersonRow {
  const name = names[index % names.length] ?? names[0];
  const round = Math.floor(index / names.length);
  return {
    id: `person-${index}`,
    name: round === 0 ? name : `${name} ${round + 1}`,
    userName: `user.${index}@fabrikam.test`,
    state: stateOf(index),
    department: departments[index % departments.length] ?? null,
    source: index % 11 === 0 ? 'Okta of the acquired company' : 'Entra',
    roles: stateOf(index) === 'active' ? (index * 7) % 5 : 0,
    needsYou: index === 1 || index === 3 ? 1 : 0,
    changedAt: ago(index * 23),
  };
}

export const makeProof = (kind: ProofKind, seen: string, minutes = 12): Proof => ({
  kind,
  asked: 'SELECT id, username, enabled FROM users WHERE id = ?',
  seen,
  notCovered: ['sessions that are open', 'API tokens and keys of their own'],
  at: ago(minutes),
});

const operation = (summary: string, more: Partial<Operation>): Operation => ({
  id: `operation-${summary}`,
  verb: 'disable',
  summary,
  state: 'done',
  createdAt: ago(12),
  finishedAt: ago(12),
  causes: 1,
  attempts: [{ id: 'attempt-1', number: 1, startedAt: ago(12), finishedAt: ago(12), outcome: 'done', message: '' }],
  proof: null,
  earlier: [],
  ...more,
});

const reason = 'rule “Editors edit”: user.department == "Marketing" (department is Marketing)';
const since = ago(600);

/** An account as it stands for somebody who works here, in Team Wiki. */
export const activeAccount: PersonAccount = {
  id: 'account-wiki',
  app: { id: 'app-wiki', name: 'Team Wiki', state: 'on' },
  login: 'ada.lovelace',
  state: 'active',
  wanted: true,
  roles: [
    { role: 'editor', state: 'applied', reason, ruleId: 'rule-1', since },
    { role: 'reader', state: 'applied', reason: 'rule “Everybody reads”: user.active', ruleId: 'rule-2', since },
    { role: 'admin', state: 'revoked', reason: 'no rule gives it any more', ruleId: null, since: ago(60) },
  ],
  waiting: null,
  latest: operation('Give editor to ada.lovelace in Team Wiki', {
    verb: 'addRole',
    proof: makeProof('proved', 'ada.lovelace (id 7) is active, roles editor, reader'),
  }),
  workItemId: null,
};

const revoked = activeAccount.roles.map((role) => ({ ...role, state: 'revoked' as const }));

/** The accounts of a leaver: one proved, one handed over, one that the app refuses to close. */
export const leaverAccounts: readonly PersonAccount[] = [
  {
    ...activeAccount,
    state: 'disabled',
    wanted: false,
    roles: revoked,
    latest: operation('Disable ada.lovelace in Team Wiki', {
      proof: makeProof('proved', 'ada.lovelace (id 7) is disabled, no roles'),
    }),
  },
  {
    ...activeAccount,
    id: 'account-badges',
    app: { id: 'app-badges', name: 'Door badges', state: 'on' },
    login: '70311',
    state: 'disabled',
    wanted: false,
    roles: [],
    latest: operation('Disable 70311 in Door badges', {
      proof: makeProof('handed over', '70311 is disabled in badges.csv'),
    }),
  },
  {
    ...activeAccount,
    id: 'account-desk',
    app: { id: 'app-desk', name: 'Ticket desk', state: 'on' },
    login: 'alovelace',
    state: 'failed',
    wanted: false,
    roles: revoked.slice(0, 1).map((role) => ({ ...role, state: 'retrying' as const })),
    waiting: 'Tried 3 times; the next try is in 40 s.',
    latest: operation('Disable alovelace in Ticket desk', {
      state: 'failed',
      finishedAt: null,
      attempts: [
        {
          id: 'attempt-3',
          number: 3,
          startedAt: ago(1),
          finishedAt: ago(1),
          outcome: 'permanent',
          message: 'The app said: “agents with open tickets cannot be deactivated”.',
        },
      ],
    }),
    workItemId: 'work-refused',
  },
];

/** The app refuses what only a person can settle. */
export const refusedItem: WorkItem = {
  id: 'work-refused',
  kind: 'refused',
  title: 'Ticket desk refuses to disable alovelace',
  affects: 'They keep their access to Ticket desk until it is disabled there.',
  fix: 'Close or hand on their open tickets, then try again.',
  persons: [{ id: 'person-3', name: names[3] }],
  people: 1,
  app: { id: 'app-desk', name: 'Ticket desk' },
  openedAt: ago(9),
  exchangeId: 'exchange-12',
  gone: null,
  decisions: ['retry', 'dismiss'],
};

/** All about one person of `makePersonRow`: those of even numbers edit Team Wiki, leavers left three apps. */
export function makePerson(index: number): PersonDetail {
  const { id, name, state, userName, department, source } = makePersonRow(index);
  const isHere = state === 'active';
  const attribute = (path: string, value: unknown, minutes: number, held = false) => ({
    path,
    value,
    at: ago(minutes),
    exchangeId: minutes > 5_000 ? null : 'exchange-12',
    held,
  });
  return {
    id,
    name,
    state,
    users: [
      {
        id: `user-${index}`,
        source: { id: 'source-entra', name: source, removed: false },
        userName,
        externalId: `object-${index}`,
        active: isHere,
        deletedAt: state === 'gone' ? ago(14) : null,
        createdAt: ago(90_000),
        modifiedAt: ago(13),
        attributes: [
          attribute('title', 'Lead Editor', 90_000),
          attribute(
            'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
            department,
            600,
            index === 1,
          ),
          attribute('emails', [{ value: userName, type: 'work', primary: true }], 90_000),
          attribute('displayName', name, 90_000),
          attribute('active', isHere, isHere ? 90_000 : 13),
          attribute('userName', userName, 90_000),
        ],
        groups: [
          { id: 'group-0', name: 'Wiki Editors' },
          { id: 'group-1', name: 'جميع الموظفين' },
        ],
      },
    ],
    accounts: isHere ? (index % 2 === 0 ? [activeAccount] : []) : [...leaverAccounts],
    work: index === 3 ? [refusedItem] : [],
  };
}

/** What happened to somebody, `count` things, newest first. */
export function makeTimeline(count: number): TimelineEntry[] {
  const kinds: readonly Partial<TimelineEntry>[] = [
    {
      kind: 'operation',
      text: 'Disable ada.lovelace in Team Wiki',
      app: 'Team Wiki',
      outcome: 'done',
      proof: makeProof('proved', 'ada.lovelace (id 7) is disabled, no roles'),
    },
    {
      kind: 'operation',
      text: 'Disable alovelace in Ticket desk',
      app: 'Ticket desk',
      outcome: 'permanent',
    },
    { kind: 'change', text: 'active: true → false' },
    { kind: 'membership', text: 'Left the group Wiki Editors' },
    {
      kind: 'decision',
      text: 'Approved “31 people would lose access”: the group was emptied on purpose',
      exchangeId: null,
    },
  ];
  return Array.from({ length: count }, (_, index) => ({
    id: `entry-${index}`,
    at: ago(12 + index * 31),
    kind: 'change',
    text: '',
    app: null,
    outcome: null,
    proof: null,
    exchangeId: 'exchange-12',
    ...kinds[index % kinds.length],
  }));
}

const groupNames = [
  'Wiki Editors',
  'جميع الموظفين',
  'Finance',
  '全社員',
  'Everyone in the whole company and its branches abroad',
];

/** A group; the first gives roles, the third has no members. */
export function makeGroup(index: number): GroupDetail {
  const usedBy =
    index === 0
      ? [{ app: { id: 'app-wiki', name: 'Team Wiki' }, ruleId: 'rule-1', rule: 'Editors edit', role: 'editor' }]
      : [];
  return {
    id: `group-${index}`,
    name: groupNames[index % groupNames.length] ?? '',
    source: 'Entra',
    members: index === 2 ? 0 : 25 + index,
    rules: usedBy.length,
    externalId: index === 0 ? '7f4b1c1e-6a52-4a0e-9a71-2f0f6b6f9f11' : null,
    createdAt: ago(90_000),
    modifiedAt: ago(44),
    usedBy,
  };
}

const makeMember = (index: number): GroupMember =>
  index === 4
    ? { type: 'group', id: 'group-2', name: 'Finance', active: true }
    : { type: 'person', id: `person-${index}`, name: makePersonRow(index).name, active: stateOf(index) === 'active' };

export interface DirectoryScript {
  readonly people: number;
  readonly groups: number;
  readonly timeline: number;
}

const missing = () =>
  new ContractError({
    code: 'not-found',
    message: 'There is no such one here.',
    affects: 'Only this view.',
    fix: 'None.',
    id: 'gone',
  });

/** Pages by position, as the engine pages by key. */
function pageOf<T>(all: readonly T[], cursor: string | undefined, limit: number): { items: T[]; next: string | null } {
  const from = Number(cursor ?? 0);
  const next = from + limit < all.length ? String(from + limit) : null;
  return { items: all.slice(from, from + limit), next };
}

const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('-') + 1));

/** Lets an engine answer for a directory of so many people and groups. */
export function scriptDirectory(engine: ScriptedEngine, { people, groups, timeline }: DirectoryScript): void {
  const rows = Array.from({ length: people }, (_, index) => makePersonRow(index));
  const details = Array.from({ length: groups }, (_, index) => makeGroup(index));
  const matches = (text: string, ...held: string[]) =>
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => held.join(' ').toLowerCase().includes(word));
  engine.answer('person.list', ({ text, view, cursor, limit }) =>
    pageOf(
      rows.filter((row) => {
        const shown = {
          all: true,
          active: row.state === 'active',
          inactive: row.state !== 'active',
          'left this week': row.state === 'inactive',
          'without roles': row.state === 'active' && row.roles === 0,
          'needs you': row.needsYou > 0,
        };
        return shown[view] && matches(text, row.name, row.userName);
      }),
      cursor,
      limit,
    ),
  );
  engine.answer('person.get', ({ id }) => {
    if (!rows.some((row) => row.id === id)) throw missing();
    return makePerson(numberOf(id));
  });
  engine.answer('person.timeline', ({ cursor, limit }) => pageOf(makeTimeline(timeline), cursor, limit));
  engine.answer('group.list', ({ text, cursor, limit }) =>
    pageOf(
      details.filter(({ name }) => matches(text, name)),
      cursor,
      limit,
    ),
  );
  engine.answer('group.get', ({ id }) => {
    const found = details.find((group) => group.id === id);
    if (found === undefined) throw missing();
    return found;
  });
  engine.answer('group.members', ({ id, cursor, limit }) => {
    const count = details.find((group) => group.id === id)?.members ?? 0;
    return pageOf(
      Array.from({ length: count }, (_, index) => makeMember(index)),
      cursor,
      limit,
    );
  });
}
