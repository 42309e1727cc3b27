import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import type { CsvTarget } from '../../shared/model/csv-target.ts';
import { until } from '../support/engine-until.ts';
import { separated, setCsvStage } from './handed-over-stage.ts';

const ada = 'ada@example.com';

const layouts: readonly [name: string, target: Partial<CsvTarget>, both: readonly string[]][] = [
  ['roles as a column', {}, ['reader;editor']],
  [
    'semicolons, formula-safe',
    { delimiter: ';', formulaSafe: true, roles: { ...separated, separator: ' + ' } },
    ['reader + editor'],
  ],
  ['roles as rows', { roles: { layout: 'rows', column: 'Roles' } }, ['reader', 'editor']],
];

describe.each(layouts)('%s', (_, target, both) => {
  test('a career in a file: joins, moves, is renamed, leaves, comes back', async () => {
    const stage = await setCsvStage();
    const app = await stage.addApp('Canteen', target);
    const id = await stage.hire(ada, 'Sales');
    await stage.quiet();
    expect(app.accounts()).toEqual([`${ada} active reader | Sales`]);
    expect(await stage.proofs('Create Person ada')).toBe('create handed over, addRole handed over');

    await stage.patchUser(id, { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'Marketing' });
    await stage.quiet();
    expect(app.accounts()).toEqual(both.map((roles) => `${ada} active ${roles} | Marketing`));
    await stage.patchUser(id, { userName: 'lovelace@example.com' });
    await stage.quiet();
    expect(app.accounts()).toEqual(both.map((roles) => `lovelace@example.com active ${roles} | Marketing`));

    await stage.patchUser(id, { active: false });
    await stage.quiet();
    expect(app.accounts()).toEqual(['lovelace@example.com locked  | Marketing']);
    await stage.patchUser(id, { active: true });
    await stage.quiet();
    expect(app.accounts().map((line) => line.split(' ')[1])).toEqual(both.map(() => 'active'));
    expect(await stage.items()).toEqual([]);
  });
});

test('what is handed over is said to be that, wherever it is said, and never to be proved', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  const { exchange, accounts } = await stage.trace('active true -> false');
  expect(exchange.effect).toEqual({
    state: 'handed over',
    text: 'handed over, import not confirmed: 1 account disabled, 2 roles removed',
  });
  const proof = accounts[0]?.operations[0]?.proof;
  expect(proof).toMatchObject({ kind: 'handed over' });
  expect(proof?.asked).toContain(app.file);
  expect(proof?.seen).toContain(`${ada} (id `);
  expect(proof?.notCovered[0]).toContain('imports the file');
  expect((await stage.engine.client.call('status.get', {})).lastProof).toMatchObject({ kind: 'handed over' });
});

test('a file without a column for roles: having the account is all there is', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Door', { roles: null });
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  expect(await stage.proofs('Create Person ada')).toBe('create handed over');
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  expect(await stage.proofs('active true -> false')).toBe('disable handed over');
  expect(app.accounts()).toEqual([expect.stringContaining(`${ada} locked`)]);
  expect(await stage.items()).toEqual([]);
});

test('edits of somebody else survive what is written after them', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  app.edit(
    (text) => `${text.replace('\r\n', ',Badge\r\n').replace('reader', 'reader;cook,"B 7"')},root,,,active,boss,\r\n`,
  );
  await stage.hire('bob@example.com', 'Marketing');
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  const text = readFileSync(app.file, 'utf8');
  expect(text.match(/"B 7"/g), 'kept as it is written').toHaveLength(1);
  expect(app.accounts()).toEqual([
    `${ada} locked  | Sales`,
    'root active boss | ',
    'bob@example.com active editor;reader | Marketing',
  ]);
});

test('a status word of somebody else is asked about, and does not keep a leaver in', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  app.edit((text) => text.replace('active', 'on leave'));
  await stage.patchUser(id, { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department': 'Marketing' });
  const item = await until('asked', async () => (await stage.items())[0]);
  expect(item).toMatchObject({ kind: 'refused' });
  expect(item.title).toMatch(/the status of ada@example.com is “on leave”, which is neither “active” nor “locked”/);
  expect(app.accounts()).toEqual([`${ada} on leave reader | Sales`]);
  await stage.patchUser(id, { active: false });
  await until('disabled', () => app.accounts()[0]?.startsWith(`${ada} locked`));
});

test.each(['after target commit', 'before note'] as const)(
  'stopped %s, it looks into the file and makes nobody twice',
  async (point: CrashPoint) => {
    const armed = { yes: true };
    const reached = (at: CrashPoint) => {
      if (!armed.yes || at !== point) return;
      armed.yes = false;
      throw new Error('stopped');
    };
    const stage = await setCsvStage({ reached });
    const app = await stage.addApp('Canteen', {});
    const id = await stage.hire(ada, 'Sales');
    await until('stopped', () => !armed.yes);
    expect(app.accounts()).toHaveLength(1);
    await stage.engine.restart();
    await stage.quiet();
    expect(app.accounts()).toEqual([`${ada} active reader | Sales`]);
    expect((await stage.operation('Create Person ada', 'create')).attempts.map(({ outcome }) => outcome)).toEqual([
      'unknown',
      'already so',
    ]);
    expect(await stage.proofs('Create Person ada')).toBe('create handed over, addRole handed over');

    armed.yes = true;
    await stage.patchUser(id, { active: false });
    await until('stopped again', () => !armed.yes);
    await stage.engine.restart();
    await stage.quiet();
    expect(app.accounts()).toEqual([`${ada} locked  | Sales`]);
    expect(await stage.items()).toEqual([]);
  },
);

test('an account that is there already is a question, and its row stays as it is', async () => {
  const stage = await setCsvStage();
  const file = path.join(stage.engine.data, 'Canteen.csv');
  const before = `Key,Login,Mail,Department,Status,Roles\n,${ada.toUpperCase()},,,active,boss\n`;
  writeFileSync(file, before);
  await stage.addApp('Canteen', { knownRoles: ['reader', 'editor'] });
  await stage.hire(ada, 'Sales');
  const item = await until('asked', async () => (await stage.items())[0]);
  expect(item).toMatchObject({ kind: 'conflict' });
  expect(readFileSync(file, 'utf8')).toBe(before);
});

test('a leaver whose row somebody removed is not in the file, which proves nothing about the app', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  app.edit((text) => text.slice(0, text.indexOf('\r\n') + 2));
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  const { exchange, accounts } = await stage.trace('active true -> false');
  expect(exchange.effect.state).toBe('handed over');
  expect(accounts[0]?.operations[0]?.proof).toMatchObject({ kind: 'handed over', seen: 'no such account' });
});

test('a file that went away is waited for, and a leaver is shut out when it is back', async () => {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', {});
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  const away = `${app.file}.away`;
  renameSync(app.file, away);
  await stage.patchUser(id, { active: false });
  const overview = () => stage.engine.client.call('overview.get', {});
  await until('it is said', async () => (await overview()).health.level === 'failing');
  expect(existsSync(app.file)).toBe(false);
  expect(await stage.proofs('active true -> false')).toBe('disable -');
  renameSync(away, app.file);
  await stage.quiet();
  expect(app.accounts()).toEqual([`${ada} locked  | Sales`]);
});
