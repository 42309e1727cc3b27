import { describe, expect, it } from 'vitest';
import { createSqliteConnector } from '../../electron/engine/connectors/sqlite/connector.ts';
import { describeAccounts, type SuiteApp } from './account-suite.ts';
import { install, oddApp, type TestApp, teamWiki, unwrap } from './apps.ts';

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The app in a file, as the suite takes it. */
const inFile = (app: TestApp): SuiteApp => ({
  ...app,
  install() {
    const { file, database } = install(app);
    const { users } = app.target(file);
    const [table, login, status] = [users.table, users.login, users.active.column].map(quoted);
    return {
      connector: createSqliteConnector(app.target(file)),
      fill(count) {
        const insert = database.prepare(`INSERT INTO ${table} (${login}, ${status}) VALUES (?, ?)`);
        database.transaction(() => {
          for (let index = 0; index < count; index++) insert.run(`user-${index}`, users.active.on);
        })();
      },
      logins: () => database.prepare<[], string>(`SELECT ${login} FROM ${table} ORDER BY 1`).pluck().all(),
    };
  },
});

describeAccounts([inFile(teamWiki), inFile(oddApp)], 1_234);

describe('whether an account may sign in', () => {
  it.each([
    [1, 0, 0, false],
    [1, 0, '0', false],
    [1, 0, 0.0, false],
    ['1', '0', 0, false],
    ['true', 'false', 'false', false],
    ['aktiv', 'gesperrt', 'gesperrt', false],
    [1, 0, 1, true],
    [1, 0, 2, true],
    [1, 0, null, true],
    [1, 0, 'false', true],
    ['aktiv', 'gesperrt', 'Gesperrt', true],
    ['aktiv', 'gesperrt', '', true],
  ])('on %j, off %j, stored %j', async (on, off, stored, active) => {
    const { file, database } = install(teamWiki);
    database.exec(
      'DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY, username, mail, full_name, employee_number, enabled)',
    );
    database.prepare('INSERT INTO users VALUES (7, ?, NULL, NULL, NULL, ?)').run('ada', stored);
    const target = teamWiki.target(file);
    const connector = createSqliteConnector({
      ...target,
      users: { ...target.users, active: { column: 'enabled', on, off } },
    });
    expect(unwrap(await connector.read('7'))?.active).toBe(active);
  });
});
