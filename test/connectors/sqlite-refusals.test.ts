import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Connector } from '../../electron/engine/connectors/connector.ts';
import { createSqliteConnector } from '../../electron/engine/connectors/sqlite/connector.ts';
import { failureOf } from '../../electron/engine/connectors/sqlite/failure.ts';
import { failed, install, oddApp, teamWiki, temporaryFolder, unwrap } from './apps.ts';

/** Every verb that touches the file, on one account. */
function everyVerb(connector: Connector, id: string): Promise<readonly string[]> {
  const verbs = [
    connector.find({ login: 'ada' }),
    connector.read(id),
    connector.list(null),
    connector.create({ login: 'new', attributes: {} }),
    connector.update(id, { attributes: { mail: 'x' } }),
    connector.enable(id),
    connector.disable(id),
    connector.addRole(id, 'reader'),
    connector.removeRole(id, 'reader'),
    connector.delete(id),
  ];
  return Promise.all(verbs.map(async (verb) => failed(await verb)));
}

describe('the app has its own will', () => {
  it('a trigger that undoes a disable: the verb succeeds, the read-back shows the truth', async () => {
    const { file } = install(
      teamWiki,
      'CREATE TRIGGER undo AFTER UPDATE OF enabled ON users WHEN new.enabled = 0 BEGIN UPDATE users SET enabled = 1 WHERE id = new.id; END;',
    );
    const connector = createSqliteConnector(teamWiki.target(file));
    const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
    expect(failed(await connector.disable(id))).toBe('ok');
    expect(unwrap(await connector.read(id))?.active).toBe(true);
  });

  it.each([
    ["RAISE(ABORT, 'ask HR first')", /^permanent: .*ask HR first/],
    ["RAISE(ROLLBACK, 'ask HR first')", /^permanent: .*ask HR first/],
    ["RAISE(FAIL, 'ask HR first')", /^permanent: .*ask HR first/],
    ['RAISE(IGNORE)', /^permanent: .*let the change pass without effect/],
  ])('a trigger with %s changes nothing', async (raise, expected) => {
    const { file, database } = install(
      teamWiki,
      `CREATE TRIGGER no BEFORE UPDATE OF enabled ON users BEGIN SELECT ${raise}; END;`,
    );
    const connector = createSqliteConnector(teamWiki.target(file));
    expect(failed(await connector.disable('1'))).toMatch(expected);
    expect(database.prepare('SELECT enabled FROM users WHERE id = 1').pluck().get()).toBe(1);
  });

  const remade = (column: string): string =>
    `DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY, username, mail, full_name, employee_number, enabled, ${column})`;
  it.each([
    ['NOT NULL', remade('plan NOT NULL'), 1, /^permanent: .*NOT NULL constraint failed: users\.plan/],
    ['CHECK', remade('plan DEFAULT 1 CHECK (plan = 2)'), 2, /^permanent: .*CHECK constraint failed/],
    ['UNIQUE', remade('plan DEFAULT 1 UNIQUE'), 1, /^conflict: .*UNIQUE constraint failed: users\.plan/],
    [
      'foreign key',
      remade("plan DEFAULT 'x' REFERENCES roles (name)"),
      1,
      /^permanent: .*FOREIGN KEY constraint failed/,
    ],
  ])('a %s constraint keeps its own words, and nothing is kept', async (_name, change, plan, expected) => {
    const { file, database } = install(teamWiki);
    database.pragma('foreign_keys = OFF');
    database.exec(`DELETE FROM user_roles; ${change}; INSERT INTO users (username, plan) VALUES ('first', ${plan})`);
    const connector = createSqliteConnector(teamWiki.target(file));
    expect(failed(await connector.create({ login: 'second', attributes: {} }))).toMatch(expected);
    expect(database.prepare('SELECT username FROM users').pluck().all()).toEqual(['first']);
  });

  it('does half of nothing: a delete that the app refuses keeps the roles', async () => {
    const { file, database } = install(
      teamWiki,
      "CREATE TRIGGER keep BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'never'); END;",
    );
    const connector = createSqliteConnector(teamWiki.target(file));
    expect(failed(await connector.delete('1'))).toMatch(/^permanent: .*never/);
    expect(database.prepare('SELECT count(*) FROM user_roles WHERE user_id = 1').pluck().get()).toBe(1);
  });
});

describe('another connection', () => {
  it('that holds the lock makes every write transient, and nothing is done', async () => {
    const { file, database } = install(teamWiki);
    const connector = createSqliteConnector(teamWiki.target(file));
    database.exec('BEGIN EXCLUSIVE');
    const results = await everyVerb(connector, '2');
    database.exec('ROLLBACK');
    for (const result of results) expect(result).toMatch(/^transient: The app is writing/);
    expect(database.prepare('SELECT count(*) FROM access_log').pluck().get()).toBe(0);
    expect(failed(await connector.disable('2'))).toBe('ok');
  });

  it('of an app in WAL mode neither blocks a read nor hides what is committed', async () => {
    const { file, database } = install(teamWiki);
    database.pragma('journal_mode = WAL');
    const connector = createSqliteConnector(teamWiki.target(file));
    database.exec(
      'UPDATE users SET enabled = 0 WHERE id = 2; BEGIN IMMEDIATE; UPDATE users SET enabled = 0 WHERE id = 1',
    );
    expect(unwrap(await connector.read('2'))?.active).toBe(false);
    expect(unwrap(await connector.read('1'))?.active, 'not committed').toBe(true);
    database.exec('COMMIT');
    expect(unwrap(await connector.read('1'))?.active).toBe(false);
  });
});

describe('a file that is not what was set up', () => {
  it.each([
    ['a column', 'ALTER TABLE users DROP COLUMN full_name', /full_name/],
    ['a table', 'DROP TABLE user_roles', /user_roles/],
  ])('%s is gone: permanent, by name; disabling needs neither', async (_name, change, named) => {
    const { file, database } = install(teamWiki);
    database.exec(
      `DROP TRIGGER user_created; DROP TRIGGER user_changed; DROP TRIGGER role_removed_with_user; ${change}`,
    );
    const connector = createSqliteConnector(teamWiki.target(file));
    const read = failed(await connector.read('1'));
    expect(read).toMatch(/^permanent: .*users/);
    expect(read).toMatch(named);
    expect(failed(await connector.disable('1'))).toBe('ok');
    expect(database.prepare('SELECT enabled FROM users WHERE id = 1').pluck().get()).toBe(0);
  });

  it('an attribute that is not set up, and an id that would change, are refused', async () => {
    const { file } = install(teamWiki);
    const target = teamWiki.target(file);
    const columns = { ...target.users.columns, id: 'ID', trick: 'Enabled' };
    const connector = createSqliteConnector({ ...target, users: { ...target.users, columns } });
    expect(connector.describe().attributes).not.toContain('trick');
    expect(failed(await connector.update('1', { attributes: { trick: 1 } }))).toMatch(/^permanent: .*trick/);
    expect(failed(await connector.update('1', { attributes: { nothing: 1 } }))).toMatch(/^permanent: .*nothing/);
    expect(failed(await connector.update('1', { attributes: { id: 7 } }))).toMatch(/^permanent: .*immutable/);
    expect(failed(await connector.update('1', { attributes: { id: 1 } }))).toBe('ok');
  });

  it('gives no id to a new account: permanent, and nothing is kept', async () => {
    const { file, database } = install(oddApp);
    database.exec('CREATE TABLE plain (id TEXT PRIMARY KEY, login TEXT, state INTEGER)');
    const users = {
      table: 'plain',
      id: 'id',
      login: 'login',
      active: { column: 'state', on: 1, off: 0 },
      columns: {},
      email: null,
      employeeNumber: null,
    };
    const connector = createSqliteConnector({ ...oddApp.target(file), users });
    expect(failed(await connector.create({ login: 'ada', attributes: {} }))).toMatch(/^permanent: .*no id/);
    expect(database.prepare('SELECT count(*) FROM plain').pluck().get()).toBe(0);
  });

  const folder = (): string => {
    const path = join(temporaryFolder(), 'folder');
    mkdirSync(path);
    return path;
  };
  const garbage = (): string => {
    const path = join(temporaryFolder(), 'letter.db');
    writeFileSync(path, 'Dear Sir or Madam, '.repeat(100));
    return path;
  };
  it.each([
    ['gone', () => join(temporaryFolder(), 'gone.db'), /^transient: There is no file/],
    ['in a folder that is gone', () => join(temporaryFolder(), 'gone', 'app.db'), /^transient: There is no file/],
    ['a folder', folder, /^permanent: .*is not a file/],
    ['something else', garbage, /^permanent: .*is not a SQLite database/],
  ])('%s', async (_name, file, expected) => {
    const path = file();
    for (const result of await everyVerb(createSqliteConnector(teamWiki.target(path)), '1'))
      expect(result).toMatch(expected);
  });
});

/** Modes mean nothing to root: it becomes nobody once the program is loaded, which nobody may perhaps not read. */
const asOrdinaryUser = `
  const { createSqliteConnector } = await import(process.argv[1]);
  const connector = createSqliteConnector(JSON.parse(process.argv[2]));
  if (process.getuid?.() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
  const [read, disable, test] = [await connector.read('1'), await connector.disable('1'), await connector.test()];
  console.log(JSON.stringify({ read, disable, write: test.steps.at(-1) }));`;

it('a file that may not be written can be read, and every write asks for the right', () => {
  const { file, database } = install(teamWiki);
  database.close();
  chmodSync(dirname(file), 0o755);
  chmodSync(file, 0o444);
  const room = new URL('../../electron/engine/connectors/sqlite/connector.ts', import.meta.url).href;
  const said = execFileSync(
    process.execPath,
    ['--input-type=module', '-e', asOrdinaryUser, room, JSON.stringify(teamWiki.target(file))],
    { cwd: '/', encoding: 'utf8' },
  );
  const { read, disable, write } = JSON.parse(said);
  expect(failed(read)).toBe('ok');
  expect(failed(disable)).toMatch(/^credentials: Footbridge may not use/);
  expect(write).toMatchObject({ step: 'Write', ok: false });
});

describe('what an error of SQLite means', () => {
  it.each([
    ['SQLITE_BUSY', false, 'transient'],
    ['SQLITE_BUSY', true, 'transient'],
    ['SQLITE_BUSY_SNAPSHOT', false, 'transient'],
    ['SQLITE_LOCKED_SHAREDCACHE', false, 'transient'],
    ['SQLITE_READONLY', false, 'credentials'],
    ['SQLITE_READONLY_DIRECTORY', false, 'credentials'],
    ['SQLITE_CONSTRAINT_UNIQUE', false, 'conflict'],
    ['SQLITE_CONSTRAINT_PRIMARYKEY', false, 'conflict'],
    ['SQLITE_CONSTRAINT_FOREIGNKEY', true, 'permanent'],
    ['SQLITE_CORRUPT', false, 'permanent'],
    ['SQLITE_IOERR_WRITE', false, 'transient'],
    ['SQLITE_IOERR_FSYNC', true, 'unknown'],
    ['SQLITE_FULL', true, 'unknown'],
    ['SQLITE_ERROR', false, 'permanent'],
    ['SQLITE_ERROR', true, 'unknown'],
  ])('%s, while committing: %s', (code, committing, kind) => {
    const result = failureOf(new Database.SqliteError('words', code), '/app.db', ['users'], committing);
    expect(failed(result)).toMatch(new RegExp(`^${kind}: .*words`));
  });

  it('is no mistake of our own', () => {
    expect(() => failureOf(new TypeError('ours'), '/app.db', ['users'])).toThrow('ours');
  });
});
