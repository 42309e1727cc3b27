import type { AppDetail } from '../../shared/model/app.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import type { Sandbox, SandboxPerson, Scenario, ScenarioRun } from '../../shared/model/sandbox.ts';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

const names = [
  'Ada Thorne',
  '山本 さくら',
  'محمد الخطيب',
  'Voahangy Lalatiana Andrianampoinimerinatompokoindrindra-Razafindrakoto',
  'Þórkatla',
  'Øystein Næss',
  'נועה לוי',
  'Niamh Nic Dhonnchadha',
];

/** So many pretend people: the first works here, and so do most; the third left, the sixth was deleted. */
export const makePeople = (number: number): SandboxPerson[] =>
  Array.from({ length: number }, (_, index) => ({
    id: `object-${index + 1}`,
    name: index < names.length ? (names[index] ?? '') : `Person ${String(index + 1).padStart(3, '0')}`,
    login: `person${index + 1}@contoso.test`,
    department: ['Marketing', 'Engineering', 'Finance', 'Sales'][index % 4] ?? 'Sales',
    title: index % 7 === 1 ? 'Head of Engineering' : 'Field Technician',
    manager: index % 7 === 1 ? null : 'Shira Mizrahi',
    presence: index === 2 ? 'left' : index === 5 ? 'deleted' : 'here',
    groups: ['All Staff', 'Marketing'],
    personId: `person-${index + 1}`,
  }));

export const makeRun = (scenario: Scenario, more: Partial<ScenarioRun> = {}): ScenarioRun => ({
  id: `run-${scenario}`,
  scenario,
  startedAt: ago(120),
  finishedAt: ago(110),
  steps: ['Ada Thorne is disabled'],
  expectations: [
    { text: 'Ada Thorne cannot use Team Wiki any more', met: true, detail: 'Proved: enabled is 0 in row 17.' },
    { text: 'Ada Thorne cannot use Ticket Desk any more', met: true, detail: 'Proved: standing is “off duty”.' },
    {
      text: 'Door Badges refuses to disable Ada Thorne; Footbridge says so, and waits for you',
      met: true,
      detail: 'badge 17 is still checked in: ada.thorne',
    },
  ],
  failure: null,
  ...more,
});

/** A company in its second minute: somebody left, two apps proved it, one refuses. */
export const makeSandbox = (more: Partial<Sandbox> = {}): Sandbox => ({
  company: {
    name: 'Contoso (pretend)',
    domain: 'contoso.test',
    dialect: 'okta-aiw',
    seed: 2026,
    here: 38,
    away: 2,
    groups: 12,
    source: { id: 'source-okta', name: 'Contoso (pretend)' },
  },
  busy: null,
  speed: 1,
  episodes: [
    { at: ago(8), text: 'محمد الخطيب is disabled', personId: 'person-3' },
    { at: ago(31), text: 'Øystein Næss is deleted softly', personId: null },
    { at: ago(64), text: 'Niamh Nic Dhonnchadha moves from Sales to Finance', personId: 'person-8' },
  ],
  runs: [],
  apps: [
    { id: 'app-wiki', name: 'Team Wiki', refuses: false, canRefuse: false },
    { id: 'app-desk', name: 'Ticket Desk', refuses: false, canRefuse: false },
    { id: 'app-badges', name: 'Door Badges', refuses: true, canRefuse: true },
  ],
  failure: null,
  ...more,
});

/** How an app of the sandbox stands: Door Badges waits for somebody, the others are in order. */
export const makeAppDetail = (id: string): AppDetail => {
  const isRefusing = id === 'app-badges';
  const name = { 'app-wiki': 'Team Wiki', 'app-desk': 'Ticket Desk' }[id] ?? 'Door Badges';
  return {
    id,
    name,
    state: 'on',
    target: {
      kind: 'sqlite',
      file: `/data/sandbox/${id}.db`,
      users: {
        table: 'users',
        id: 'id',
        login: 'username',
        active: { column: 'enabled', on: 1, off: 0 },
        columns: {},
        email: null,
        employeeNumber: null,
      },
      roles: { table: 'roles', id: 'id', name: 'name' },
      userRoles: { table: 'user_roles', user: 'user_id', role: 'role_id' },
    },
    snapshot: { id: 'snapshot-1', mappings: [], rules: [], createdAt: ago(300) },
    createdAt: ago(300),
    guard: { people: 20, percent: 75 },
    delivery: usualDelivery,
    paused: null,
    roles: ['reader'],
    health: isRefusing
      ? { level: 'attention', sentence: 'Refused 1 time: badge 17 is still checked in. 1 decision waits for you.' }
      : { level: 'ok', sentence: '38 people have an account; everything that was asked is proved.' },
    held: null,
    accounts: { active: 38, disabled: isRefusing ? 0 : 2 },
    outstanding: isRefusing ? 1 : 0,
    setAside: 0,
    parked: 0,
    needsYou: isRefusing ? 1 : 0,
    lastProofAt: ago(7),
    attributes: ['login', 'email'],
    readBack: { asked: 'the row by its id', notCovered: ['open sessions'], handsOver: false },
  };
};
