import { describe, expect, it } from 'vitest';
import { createSqliteConnector } from '../../electron/engine/connectors/sqlite/connector.ts';
import type { SqliteTarget } from '../../shared/model/app.ts';
import { install, oddApp, teamWiki } from './apps.ts';

/** The steps of a test as `+ step: detail` or `- step: detail`. */
async function trial(target: SqliteTarget): Promise<readonly string[]> {
  const { steps } = await createSqliteConnector(target).test();
  return steps.map(({ step, ok, detail }) => `${ok ? '+' : '-'} ${step}: ${detail}`);
}

describe('a connection test', () => {
  it.each([teamWiki, oddApp])('of $name tries everything, finds its roles and changes nothing', async (app) => {
    const { file, database } = install(app);
    const before = database.serialize();
    const result = await createSqliteConnector(app.target(file)).test();
    expect(result.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(result.steps.map(({ step }) => step)).toEqual([
      'Open the file',
      'Find the tables',
      'Find the columns',
      'Read the roles',
      'Immutable id',
      'Unique login',
      'Sign-in values',
      'Required columns',
      'Write',
    ]);
    expect(result.roles).toEqual(expect.arrayContaining([...app.roles]));
    expect(database.serialize().equals(before)).toBe(true);
  });

  const users = (columns: string): string =>
    `DROP TABLE users; CREATE TABLE users (${columns}, mail, full_name, employee_number); `;
  it.each([
    [
      'no such table',
      'DROP TABLE roles',
      '- Find the tables: The file has no table roles (a view is not enough). It has ',
    ],
    [
      'a view',
      'ALTER TABLE roles RENAME TO r; CREATE VIEW roles AS SELECT * FROM r',
      '- Find the tables: The file has no table roles',
    ],
    [
      'a missing column',
      users('id INTEGER PRIMARY KEY, username UNIQUE'),
      '- Find the columns: There is no column users.enabled; users has id, username, mail, full_name, employee_number.',
    ],
    ['no role', 'DELETE FROM user_roles; DELETE FROM roles', '+ Read the roles: Warning: roles has no role yet.'],
    [
      'a login twice',
      users('id INTEGER PRIMARY KEY, username, enabled'),
      '+ Unique login: Warning: users.username is not UNIQUE.',
    ],
    ['no primary key', users('id, username UNIQUE, enabled'), '- Immutable id: id is not the primary key of users'],
    [
      'a unique id',
      users('id INTEGER NOT NULL DEFAULT 7 UNIQUE, username UNIQUE, enabled'),
      '+ Immutable id: id, given by the database',
    ],
    [
      'a text id',
      users('id TEXT PRIMARY KEY, username UNIQUE, enabled'),
      '- Immutable id: users.id has no value of its own',
    ],
    [
      'INT is no rowid',
      users('id INT PRIMARY KEY, username UNIQUE, enabled'),
      '- Immutable id: users.id has no value of its own',
    ],
    [
      'an account without id',
      `${users('id TEXT PRIMARY KEY, username UNIQUE, enabled')} INSERT INTO users (username) VALUES ('x')`,
      '- Immutable id: 1 accounts in users have no id',
    ],
    [
      'other sign-in values',
      `${users('id INTEGER PRIMARY KEY, username UNIQUE, enabled')} INSERT INTO users (enabled) VALUES (1), (0), (0), (2), (NULL)`,
      '+ Sign-in values: Warning: 1 on (1), 2 off (0), and 1 with NULL, 1 with 2: neither on nor off',
    ],
    [
      'a required column',
      users('id INTEGER PRIMARY KEY, username UNIQUE, enabled, plan NOT NULL'),
      '- Required columns: users demands a value for plan',
    ],
  ])('tells %s', async (_name, change, expected) => {
    const { file, database } = install(teamWiki);
    database.pragma('foreign_keys = OFF');
    const names = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
    for (const name of names) database.exec(`DROP TRIGGER ${String(name)}`);
    database.exec(change);
    expect((await trial(teamWiki.target(file))).filter((line) => line.startsWith(expected))).toHaveLength(1);
  });

  it('tells when on and off are the same, when the file is locked, and when there is none', async () => {
    const { file, database } = install(teamWiki);
    const target = teamWiki.target(file);
    const active = { column: 'enabled', on: 1, off: '1' };
    expect(await trial({ ...target, users: { ...target.users, active } })).toContainEqual(
      expect.stringContaining('- Sign-in values: On and off are both 1'),
    );
    database.exec('BEGIN IMMEDIATE');
    expect(await trial(target)).toContainEqual(expect.stringContaining('- Write: The app is writing'));
    database.exec('ROLLBACK');
    expect(await trial(teamWiki.target(`${file}.gone`))).toEqual([
      expect.stringContaining('- Open the file: There is no file'),
    ]);
  });
});
