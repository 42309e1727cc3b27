/**
 * The pretend company's app: Team Wiki, which keeps its users in a SQLite file. Set up as an admin would, through the
 * contract; what is there already is left as it is.
 */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../../../shared/contract/client.ts';
import type { App, Mapping, Rule, SqliteTarget } from '../../../shared/model/app.ts';
import { allStaff, departments, wikiAdmins, wikiEditors } from './company.ts';

type NewRule = Omit<Rule, 'id'>;

const mappings: readonly Mapping[] = [
  { attribute: 'login', expression: 'user.userName' },
  { attribute: 'email', expression: 'primary(user.emails)' },
  { attribute: 'fullName', expression: 'user.displayName' },
  { attribute: 'department', expression: 'user.department' },
  { attribute: 'employeeNumber', expression: 'user.employeeNumber' },
];

const departmentRules: readonly NewRule[] = [
  {
    name: 'Every department reads',
    role: 'reader',
    when: departments.map((department) => `user.department == ${JSON.stringify(department)}`).join(' || '),
  },
  { name: 'Marketing edits', role: 'editor', when: 'user.department == "Marketing"' },
];

const groupRules: readonly { readonly group: string; readonly name: string; readonly role: string }[] = [
  { group: allStaff, name: `${allStaff} read`, role: 'reader' },
  { group: wikiEditors, name: `${wikiEditors} edit`, role: 'editor' },
  { group: wikiAdmins, name: `${wikiAdmins} administer`, role: 'admin' },
];

/** Most of the company may come and go within the hour; still, nobody takes everything from everybody at once. */
const guard = { people: 20, percent: 75 };

/**
 * From how many people of a company of this size the story may take something within an hour: somewhat fewer than the
 * guard lets pass, since an account that is just being enabled does not count there yet.
 */
export const lossesPerHour = (people: number) => Math.max(guard.people, Math.floor((people * guard.percent) / 100)) - 4;

/** Team Wiki's own tables, as `resources/demo/team-wiki.sql` makes them. */
const wikiTarget = (file: string): SqliteTarget => ({
  kind: 'sqlite',
  file,
  users: {
    table: 'users',
    id: 'id',
    login: 'username',
    active: { column: 'enabled', on: 1, off: 0 },
    columns: {
      email: 'mail',
      fullName: 'full_name',
      department: 'department',
      employeeNumber: 'employee_number',
    },
    email: 'email',
    employeeNumber: 'employeeNumber',
  },
  roles: { table: 'roles', id: 'id', name: 'name' },
  userRoles: { table: 'user_roles', user: 'user_id', role: 'role_id' },
});

/**
 * Puts Team Wiki's file into the data folder, adds the app with its mappings and the rules that need no group, and
 * switches it on: the first imported user is delivered while the others still arrive.
 *
 * @param data the world's folder; `resources` the folder that holds the ready-made database
 * @throws ContractError
 */
export async function addWiki(client: Client, data: string, resources: string, signal: AbortSignal): Promise<App> {
  const file = join(data, 'team-wiki.db');
  const { items } = await client.call('app.list', {}, { signal });
  const known = items.find((app) => app.target.file === file);
  if (known === undefined || !existsSync(file)) {
    // Without an app that owns them, the accounts in a file left over from a former sandbox would all be strangers.
    for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
    copyFileSync(join(resources, 'team-wiki.db'), file);
  }
  let app = known ?? (await client.call('app.add', { name: 'Team Wiki', target: wikiTarget(file) }, { signal }));
  if (app.snapshot.mappings.length < mappings.length) {
    app = await client.call('app.setMappings', { id: app.id, mappings: [...mappings] }, { signal });
  }
  // A month of this company passes in an hour: the guard's limit for an hour is set to what it would be for a month.
  app = await client.call('app.setGuard', { id: app.id, ...guard }, { signal });
  app = await addMissingRules(client, app, departmentRules, signal);
  return app.state === 'on' ? app : client.call('app.setState', { id: app.id, state: 'on' }, { signal });
}

/**
 * Adds the rules that are pinned to the company's groups.
 *
 * @param serverIds the groups' ids as the server gave them, by the groups' names
 * @throws ContractError; Error when a group is not there
 */
export async function addGroupRules(
  client: Client,
  app: App,
  serverIds: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<App> {
  const rules: NewRule[] = [];
  for (const { group, name, role } of groupRules) {
    const { items } = await client.call('group.list', { text: group, limit: 200 }, { signal });
    const named = items.filter((item) => item.name === group);
    const pinned = named.find((item) => item.id === serverIds.get(group)) ?? named[0];
    if (pinned === undefined) throw new Error(`The group ${group} was imported, but is not among the groups.`);
    rules.push({ name, role, when: `${JSON.stringify(pinned.id)} in groups` });
  }
  return addMissingRules(client, app, rules, signal);
}

/** One role may have several rules: a rule is there already when role and condition agree, whatever it is called. */
async function addMissingRules(client: Client, app: App, rules: readonly NewRule[], signal: AbortSignal): Promise<App> {
  let current = app;
  for (const rule of rules) {
    const there = current.snapshot.rules.some((other) => other.role === rule.role && other.when === rule.when);
    if (!there) current = await client.call('app.addRule', { id: app.id, rule }, { signal });
  }
  return current;
}
