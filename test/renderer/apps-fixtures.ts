import { ContractError } from '../../shared/contract/error.ts';
import {
  type App,
  type AppAccount,
  type AppDetail,
  type AppOperation,
  type ConnectionTest,
  Target,
} from '../../shared/model/app.ts';
import { usualDelivery } from '../../shared/model/delivery-settings.ts';
import type { Pause } from '../../shared/model/pause.ts';
import { wikiTarget } from '../support/team-wiki.ts';
import type { ScriptedEngine } from './scripted-engine.ts';

const at = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

export const lunchTarget = Target.parse({
  kind: 'csv',
  file: '/srv/lunch/users.csv',
  users: {
    login: 'username',
    active: { column: 'status', on: 'active', off: 'inactive' },
    columns: { email: 'email', fullName: 'name' },
    email: 'email',
  },
  roles: { layout: 'column', column: 'roles' },
  knownRoles: ['eater', 'cook'],
});

/** Team Wiki: on, well filled, something to decide. */
export const wiki: AppDetail = {
  id: 'app-wiki',
  name: 'Team Wiki',
  state: 'on',
  target: wikiTarget('/srv/wiki/team-wiki.db'),
  snapshot: {
    id: 'snapshot-3',
    mappings: [
      { attribute: 'login', expression: 'user.userName' },
      { attribute: 'email', expression: 'primary(user.emails)' },
      { attribute: 'fullName', expression: 'user.displayName' },
    ],
    rules: [
      { id: 'rule-1', name: 'Everybody reads', role: 'reader', when: 'true' },
      {
        id: 'rule-2',
        name: 'Marketing and sales edit',
        role: 'editor',
        when: 'user.department == "Marketing" || user.department == "Sales"',
      },
      { id: 'rule-3', name: 'Wiki Editors edit', role: 'editor', when: '"group-editors" in groups' },
      {
        id: 'rule-4',
        name: 'Heads of the wiki administer',
        role: 'admin',
        when: 'user.title.startsWith("Head") && "group-admins" in groups && !("group-gone" in groups)',
      },
    ],
    createdAt: at(86_400),
  },
  createdAt: at(9 * 86_400),
  guard: { people: 5, percent: 10 },
  delivery: usualDelivery,
  paused: null,
  roles: ['admin', 'editor', 'reader'],
  health: { level: 'attention', sentence: 'On. 1 thing only you can decide; 2 accounts on the way.' },
  held: null,
  accounts: { active: 37, disabled: 4, parked: 1, conflict: 1 },
  outstanding: 3,
  parked: 1,
  setAside: 0,
  needsYou: 1,
  lastProofAt: at(42),
  attributes: ['email', 'fullName', 'department'],
  readBack: {
    asked: 'SELECT … FROM users WHERE id = ?, over a connection of its own',
    notCovered: ['sessions that are open already', 'API keys that a person made'],
    handsOver: false,
  },
};

/** Lunch Orders: a file, new, only observing. */
export const lunch: AppDetail = {
  ...wiki,
  id: 'app-lunch',
  name: 'Lunch Orders',
  state: 'observing',
  target: lunchTarget,
  snapshot: {
    id: 'snapshot-4',
    mappings: [{ attribute: 'login', expression: 'user.userName' }],
    rules: [],
    createdAt: at(60),
  },
  roles: ['cook', 'eater'],
  health: { level: 'ok', sentence: 'Observing: nothing is delivered until you switch it on.' },
  accounts: {},
  outstanding: 0,
  parked: 0,
  needsYou: 0,
  lastProofAt: null,
  attributes: ['email', 'fullName'],
  readBack: {
    asked: '/srv/lunch/users.csv, read again: the rows whose username is the account’s',
    notCovered: ['whether and when the app imports the file', 'sessions that are already signed in'],
    handsOver: true,
  },
};

/** An app of a name as long as they come, that refuses what is sent. */
export const longNamed: AppDetail = {
  ...wiki,
  id: 'app-long',
  name: `Das neue Zeiterfassungs- und Reisekostenabrechnungssystem ${'der Abteilung '.repeat(6)}`.slice(0, 190),
  health: {
    level: 'failing',
    sentence:
      'It does not take what is sent: the file is held by another program; 12 accounts wait, tried again at 14:10.',
  },
  needsYou: 0,
};

const names = [
  'Ada Lovelace',
  'محمد الفاسي',
  '渡辺 さくら',
  'Zoë Ó Súilleabháin-Fernández de la Vega y Castañeda',
  'Grace Hopper',
  'דוד כהן',
  'Łukasz Żółć',
];

/** The account of number `index`, from 0. */
export function makeAccount(index: number): AppAccount {
  const states: readonly AppAccount['state'][] = ['active', 'active', 'disabled', 'parked', 'active', 'conflict'];
  const name = names[index % names.length] ?? '';
  const state = states[index % states.length] ?? 'active';
  return {
    id: `account-${index}`,
    person: { id: `person-${index}`, name },
    login: `person.${index}@contoso.test`,
    state,
    roles: state === 'disabled' ? [] : index % 4 === 0 ? ['editor', 'reader'] : ['reader'],
    wanted: state === 'parked' ? { active: false, login: `person.${index}@contoso.test`, roles: [] } : null,
    waiting: state === 'parked' ? 'The guard holds it back until you decide.' : null,
    proof: index % 5 === 1 ? null : { kind: index % 5 === 2 ? 'handed over' : 'proved', at: at(index * 70) },
  };
}

/** The operation of number `index`, from 0, newest first. */
export function makeOperation(index: number): AppOperation {
  const { person } = makeAccount(index);
  const state = index % 6 === 3 ? 'contradicted' : index % 6 === 0 ? 'waiting' : 'done';
  return {
    id: `operation-${index}`,
    verb: 'disable',
    summary: `Disable ${person.name} in Team Wiki`,
    state,
    createdAt: at(index * 65),
    finishedAt: state === 'waiting' ? null : at(index * 65 - 1),
    causes: 1,
    attempts: [
      {
        id: `attempt-${index}`,
        number: 1,
        startedAt: at(index * 65),
        finishedAt: at(index * 65),
        outcome: state === 'waiting' ? 'transient' : 'done',
        message: state === 'waiting' ? 'database is locked by another writer (SQLITE_BUSY)' : '1 row of users updated',
      },
    ],
    proof:
      state === 'waiting'
        ? null
        : {
            kind: state === 'contradicted' ? 'contradicted' : 'proved',
            asked: 'users row with id 17 and its user_roles, over a new connection',
            seen: state === 'contradicted' ? 'enabled = 1: the app put it back' : 'enabled = 0, no roles',
            notCovered: ['sessions that are open already'],
            at: at(index * 65),
          },
    earlier: [],
    person,
    exchangeId: index % 3 === 0 ? null : `exchange-${index}`,
  };
}

/** What a pause of it changes of what is said of an app. */
export function pausedBy(pause: Pause): Pick<AppDetail, 'paused' | 'held' | 'health'> {
  const removals = pause.removals === 'wait';
  const what = removals ? 'nothing is delivered, not even what takes access away' : 'only access is taken away';
  const why = `Paused since ${pause.since}: ${what}. ${pause.reason}.`;
  return {
    paused: pause,
    held: { kind: 'paused', removals, why },
    health: { level: 'attention', sentence: `${why} 3 wait, nobody lost access.` },
  };
}

/** What a test of Lunch Orders says when all is well. */
export const goodTest: ConnectionTest = {
  ok: true,
  steps: [
    { step: 'Open the file', ok: true, detail: '/srv/lunch/users.csv is not there yet; it will be made' },
    { step: 'Write', ok: true, detail: 'the folder can be written; nothing was changed' },
    { step: 'Read the roles', ok: true, detail: 'cook, eater' },
  ],
  roles: ['cook', 'eater'],
};

/** What it says when its folder is not there. */
export const badTest: ConnectionTest = {
  ok: false,
  steps: [{ step: 'Open the file', ok: false, detail: 'There is no folder /srv/lunch; make it, or correct the path.' }],
  roles: [],
};

const groups = new Map([
  ['group-editors', 'Wiki Editors'],
  ['group-admins', 'مديرو الويكي'],
]);

/** Lets a scripted engine answer as one with these apps does. `tested`: what a test of any target says. */
export function scriptApps(engine: ScriptedEngine, given: readonly AppDetail[]): { tested: ConnectionTest } {
  const script = { tested: goodTest };
  const apps = new Map(given.map((app) => [app.id, app]));
  const find = (id: string): AppDetail => {
    const app = apps.get(id);
    if (app === undefined) throw missing('app');
    return app;
  };
  const edit = (id: string, change: Partial<AppDetail>): App => {
    const edited = { ...find(id), ...change };
    apps.set(id, edited);
    engine.tell('configuration', [id]);
    return edited;
  };
  const accounts = Array.from({ length: 42 }, (_, index) => makeAccount(index));
  const operations = Array.from({ length: 30 }, (_, index) => makeOperation(index));
  const some = <T>(id: string, items: readonly T[]) => ({ items: id === lunch.id ? [] : [...items], next: null });

  engine.answer('app.list', () => ({ items: [...apps.values()] }));
  engine.answer('app.get', ({ id }) => find(id));
  engine.answer('app.accounts', ({ id, text, state }) =>
    some(
      id,
      accounts.filter(
        (account) =>
          account.person.name.toLowerCase().includes(text.toLowerCase()) && account.state === (state ?? account.state),
      ),
    ),
  );
  engine.answer('app.operations', ({ id }) => some(id, operations));
  engine.answer('app.test', () => script.tested);
  engine.answer('app.refresh', () => script.tested);
  engine.answer('app.add', ({ name, target }) => {
    const added: AppDetail = { ...lunch, id: 'app-new', name, target };
    apps.set(added.id, added);
    return added;
  });
  engine.answer('app.setState', ({ id, state }) => edit(id, { state }));
  engine.answer('delivery.pause', ({ appId, removals, reason }) => {
    const pause: Pause = { since: new Date().toISOString(), removals, reason };
    if (appId === undefined) engine.pauseAll(pause);
    else edit(appId, pausedBy(pause));
    return {};
  });
  engine.answer('delivery.resume', ({ appId }) => {
    if (appId === undefined) engine.pauseAll(null);
    else edit(appId, { paused: null, held: null, health: wiki.health });
    return {};
  });
  engine.answer('app.setDelivery', ({ id, delivery }) => edit(id, { delivery }));
  engine.answer('app.setGuard', ({ id, people, percent }) => edit(id, { guard: { people, percent } }));
  engine.answer('app.setMappings', ({ id, mappings }) => edit(id, { snapshot: { ...find(id).snapshot, mappings } }));
  engine.answer('app.addRule', ({ id, rule }) => {
    const { snapshot } = find(id);
    const rules = [...snapshot.rules, { ...rule, id: `rule-${snapshot.rules.length + 1}` }];
    return edit(id, { snapshot: { ...snapshot, rules } });
  });
  engine.answer('app.remove', ({ id }) => {
    apps.delete(id);
    engine.tell('configuration', [id]);
    return {};
  });
  engine.answer('group.get', ({ id }) => {
    const name = groups.get(id);
    if (name === undefined) throw missing('group');
    return { ...groupRow(id, name), externalId: null, createdAt: at(1), modifiedAt: at(1), usedBy: [] };
  });
  engine.answer('group.list', ({ text }) => ({
    items: [...groups].filter(([, name]) => name.includes(text)).map(([id, name]) => groupRow(id, name)),
    next: null,
  }));
  engine.answer('person.list', () => ({ items: [], next: null }));
  return script;
}

const groupRow = (id: string, name: string) => ({ id, name, source: 'Entra', members: 12, rules: 1 });

const missing = (what: string) =>
  new ContractError({
    code: 'not-found',
    message: `There is no ${what} of this id.`,
    affects: 'Nothing was changed.',
    fix: 'Look at the list again.',
    id: 'not-found',
  });
