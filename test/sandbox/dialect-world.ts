import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import {
  type Company,
  displayName,
  peopleHere,
  wikiAdmins,
  wikiEditors,
} from '../../electron/engine/sandbox/company.ts';
import { type Conversation, memberOf } from '../../electron/engine/sandbox/conversation.ts';
import { enterpriseSchema } from '../../electron/engine/sandbox/requests.ts';
import { type Memory, speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import type { DialectCard } from '../../shared/model/dialect.ts';
import type { SandboxDialect } from '../../shared/model/sandbox.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import { startEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { addWiki, readingDepartments } from '../support/engine-wiki.ts';

/** A real engine whose one source is the sandbox IdP in one of its dialects, with Team Wiki and rules of both kinds. */
export interface DialectWorld {
  /** What was told and was answered with an error, in words. */
  readonly refused: readonly string[];
  tell(company: Company): Promise<void>;
  /** Carries another conversation with the engine. */
  ask<T>(conversation: Conversation<T>): Promise<T>;
  memory(): Memory;
  /** Waits until nothing is on its way, or somebody is asked. */
  quiet(): Promise<unknown>;
  items(): Promise<readonly WorkItem[]>;
  /** What the source is seen to speak. */
  card(): Promise<DialectCard>;
  /** Who is active, and in which groups, as the server lists them. */
  people(): Promise<readonly Found[]>;
  /** The accounts that are switched on, without those that were there before. */
  accounts(): readonly Account[];
  /** How many managed accounts are switched off but have roles. */
  rolesOfTheGone(): number;
}

export interface Found {
  readonly employeeNumber: unknown;
  readonly userName: unknown;
  readonly displayName: unknown;
  readonly title: unknown;
  readonly department: unknown;
  readonly email: unknown;
  readonly groups: readonly string[];
  /** What the user itself says of its groups: `Sales direct`, `Business indirect`. */
  readonly shown: readonly string[];
}

export interface Account {
  readonly username: string;
  readonly mail: string | null;
  readonly fullName: string | null;
  readonly department: string | null;
  readonly roles: readonly string[];
}

const groupRoles = new Map([
  [wikiEditors, 'editor'],
  [wikiAdmins, 'admin'],
]);

/** What the company means, once more: worked out from its people, not from what was told of them. */
export function meaning(company: Company, dialect: SandboxDialect) {
  const { tellsGroups, tellsNestedGroups } = speakerOf(dialect);
  const groupsOf = (id: string) =>
    tellsGroups ? company.groups.filter((group) => group.members.includes(id)).map((group) => group.name) : [];
  const holding = (names: readonly string[]): readonly string[] => {
    const inner = new Set(company.groups.filter(({ name }) => names.includes(name)).map(({ id }) => id));
    const outer = company.groups.filter(({ groups }) => groups.some((id) => inner.has(id))).map(({ name }) => name);
    return outer.length === 0 ? [] : [...outer, ...holding(outer)];
  };
  const shownOf = (id: string) => {
    const direct = groupsOf(id);
    const others = new Set(tellsNestedGroups ? holding(direct) : []);
    return [...direct.map((name) => `${name} direct`), ...[...others].map((name) => `${name} indirect`)].sort();
  };
  const here = peopleHere(company);
  const people = here.map(
    (person): Found => ({
      employeeNumber: person.employeeNumber,
      userName: person.login,
      displayName: displayName(person),
      title: person.title,
      department: person.department,
      email: person.login,
      groups: groupsOf(person.id).sort(),
      shown: shownOf(person.id),
    }),
  );
  const accounts = here.map((person): Account => {
    const roles = [
      ...(readingDepartments.some((department) => department === person.department) ? ['reader'] : []),
      ...(person.department === 'Marketing' ? ['editor'] : []),
      ...groupsOf(person.id).flatMap((name) => groupRoles.get(name) ?? []),
    ];
    return {
      username: person.login,
      mail: person.login,
      fullName: displayName(person),
      department: person.department,
      roles: [...new Set(roles)].sort(),
    };
  });
  return { people: sorted(people), accounts: sorted(accounts.filter(({ roles }) => roles.length > 0)) };
}

/** Starts it with this company: its first import, then the rules that are pinned to its groups, then its members. */
export async function createDialectWorld(dialect: SandboxDialect, founded: Company): Promise<DialectWorld> {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const { client } = engine;
  const speaker = speakerOf(dialect);
  const source = await engine.addSource(speaker.source, { name: dialect });
  const { app, wiki } = await addWiki(client, engine.data);
  const refused: string[] = [];
  let told: Company | null = null;
  let memory: Memory = {};

  const ask = async <T>(conversation: Conversation<T>, refusals: string[] = []): Promise<T> => {
    let step = conversation.next();
    while (!step.done) {
      const { method, path, body, contentType = 'application/scim+json' } = step.value;
      const answer = await source.send(
        method,
        path,
        body === null ? {} : { body, headers: { 'content-type': contentType } },
      );
      if (answer.status >= 400) refusals.push(`${method} ${decodeURIComponent(path)}: ${answer.status} ${answer.text}`);
      step = conversation.next({ status: answer.status, body: answer.body });
    }
    return step.value;
  };
  const tell = async (company: Company) => {
    memory = await ask(speaker.tell(told, company, memory), refused);
    told = company;
  };

  const isQuiet = async () => {
    const { outstanding, needsYou } = await client.call('status.get', {});
    return outstanding === 0 || needsYou > 0;
  };

  await ask(speaker.testConnection('f3a0b7de-0000-4000-8000-000000000000'), refused);
  await tell({ ...founded, groups: founded.groups.map((group) => ({ ...group, members: [] })) });
  for (const group of founded.groups) {
    const [role, id] = [groupRoles.get(group.name), memory[group.id]];
    if (role === undefined || id === undefined) continue;
    await client.call('app.addRule', { id: app.id, rule: { name: group.name, role, when: `"${id}" in groups` } });
  }
  await tell(founded);

  return {
    refused,
    tell,
    ask: (conversation) => ask(conversation),
    memory: () => memory,
    quiet: () => until('quiet, or somebody is asked', isQuiet, 60_000),
    items: async () => (await client.call('work.list', {})).items,
    card: () => client.call('source.dialect', { id: source.id }),
    people: () => listPeople(source),
    accounts: () => sorted(readAccounts(wiki.file, 1)),
    rolesOfTheGone: () => readAccounts(wiki.file, 0).filter(({ roles }) => roles.length > 0).length,
  };
}

async function listPeople(source: TestSource): Promise<readonly Found[]> {
  const list = async (endpoint: string) => {
    const all: unknown[] = [];
    for (;;) {
      const { body } = await source.send('GET', `/${endpoint}?startIndex=${all.length + 1}&count=100`);
      const page = body?.Resources;
      if (!Array.isArray(page) || page.length === 0) return all;
      all.push(...page);
    }
  };
  const groups = await list('Groups');
  const groupsOf = (id: unknown) =>
    groups
      .filter((group) =>
        (memberOf(group, 'members') as unknown[] | undefined)?.some((one) => memberOf(one, 'value') === id),
      )
      .map((group) => String(memberOf(group, 'displayName')))
      .sort();
  const users = await list('Users');
  return sorted(
    users
      .filter((user) => memberOf(user, 'active') === true)
      .map((user): Found => {
        const [email] = (memberOf(user, 'emails') ?? []) as unknown[];
        return {
          employeeNumber: memberOf(memberOf(user, enterpriseSchema), 'employeeNumber'),
          userName: memberOf(user, 'userName'),
          displayName: memberOf(user, 'displayName'),
          title: memberOf(user, 'title'),
          department: memberOf(memberOf(user, enterpriseSchema), 'department'),
          email: memberOf(email, 'value'),
          groups: groupsOf(memberOf(user, 'id')),
          shown: ((memberOf(user, 'groups') ?? []) as unknown[])
            .map((one) => `${memberOf(one, 'display')} ${memberOf(one, 'type')}`)
            .sort(),
        };
      }),
  );
}

/** What the wiki's own file says of the accounts that are switched on, or off. */
function readAccounts(file: string, enabled: 0 | 1): readonly Account[] {
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    const roles = database
      .prepare<[number], string>(
        'SELECT r.name FROM user_roles u JOIN roles r ON r.id = u.role_id WHERE u.user_id = ? ORDER BY r.name',
      )
      .pluck();
    return database
      .prepare<[number], { id: number } & Omit<Account, 'roles'>>(
        `SELECT id, username, mail, full_name AS fullName, department FROM users
         WHERE enabled = ? AND username NOT IN ('wiki-admin', 'archive')`,
      )
      .all(enabled)
      .map(({ id, ...account }) => ({ ...account, roles: roles.all(id) }));
  } finally {
    database.close();
  }
}

/** In an order that depends on nothing but what is in them. */
const sorted = <T>(items: readonly T[]): readonly T[] =>
  items
    .map((item) => [JSON.stringify(item), item] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, item]) => item);
