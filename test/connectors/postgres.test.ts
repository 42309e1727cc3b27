import { afterAll, beforeAll } from 'vitest';
import { quoted, quotedTable } from '../../electron/engine/connectors/postgres/catalogue.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { describeAccounts, type SuiteApp } from './account-suite.ts';
import { installIn, intIds, odd, type PostgresApp, textIds, wiki } from './postgres-apps.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());

/** The app in a database, as the suite takes it. */
const inDatabase = (app: PostgresApp): SuiteApp => ({
  ...app,
  async install() {
    const { connector, execute } = await installIn(server, app);
    const { users } = app.target;
    const [login, status] = [quoted(users.login), quoted(users.active.column)];
    return {
      connector,
      async fill(count) {
        await execute(
          `INSERT INTO ${quotedTable(users)} (${login}, ${status}) SELECT 'user-' || n, $2 FROM generate_series(0, $1::int - 1) n`
            .replace('$2', `'${users.active.on}'`)
            .replace('$1', String(count)),
        );
      },
      async logins() {
        const rows = await execute(`SELECT ${login} AS login FROM ${quotedTable(users)}`);
        return rows.map((row) => String(row.login)).sort();
      },
    };
  },
});

describeAccounts([wiki, odd, textIds, intIds].map(inDatabase), 5_000);
