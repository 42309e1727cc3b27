import { wiki as inPostgres } from '../connectors/postgres-apps.ts';
import { until } from '../support/engine-until.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { AppsPage } from './apps-page.ts';
import { accessibilityViolations } from './axe.ts';
import { tabTo } from './going.ts';
import { expect, test } from './stage.ts';

const settling = { timeout: 30_000 };

let server: PostgresServer;
test.beforeAll(async () => {
  server = await startPostgres();
});
test.afterAll(() => server?.close());

const tables = `${inPostgres.sql}
  GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO footbridge`;

test('an app in PostgreSQL is added by its form, over TLS and with a password; its accounts appear there and are proved', async ({
  stage,
  page,
}) => {
  const apps = new AppsPage(page);
  const database = await server.createDatabase(tables);
  const ada = await stage.hire('ada@contoso.test', 'Marketing', { displayName: 'Ada Lovelace' });
  await apps.open(stage.host().ready.admin);
  await page.getByRole('link', { name: 'Add an app', exact: true }).click();
  await page.getByRole('link', { name: 'Add an app on PostgreSQL' }).click();

  await apps.button('Try it').click();
  await expect(apps.field('Name of the app')).toBeFocused();
  await expect(apps.field('Server')).toHaveAccessibleDescription(/Write the name or the address of the server\./);
  await apps.field('Name of the app').fill('Customers');
  await apps.field('Server').fill('db.example');
  await apps.field('Port').fill('none');
  await apps.field('Database').fill(database);
  await apps.choice('Encryption').selectOption('off');
  await apps.button('Try it').click();
  await expect(apps.field('Port')).toHaveAccessibleDescription(/from 1 to 65535/);
  await expect(apps.choice('Encryption')).toHaveAccessibleDescription(/on another computer/);

  await apps.choice('Encryption').selectOption('verify-full');
  await apps.field('Server').fill('127.0.0.1');
  await apps.field('Port').fill(String(server.port));
  await apps.field(/^Password file/).fill(server.passwordFile);
  await apps.field(/^File of the certificate authority/).fill(server.certificates.ca);
  await apps.button('Try it').click();
  await expect(apps.tested).toContainText('certificate');
  await apps.field('Server').fill('localhost');
  await apps.button('Try it').click();
  await expect(apps.tested).toContainText('There is no column users.active');
  await apps.field('Status column').fill('enabled');
  await apps.button('Remove the column email').click();
  await apps.button('Try it').click();
  await expect(page.getByText('Everything was found. Roles there: admin, editor, reader.')).toBeVisible();
  expect(await accessibilityViolations(page, 'main')).toEqual([]);
  await apps.button('Add the app').click();

  await apps.button('Change the mapping').click();
  await apps.button('Save the mapping').click();
  await apps.button('Add a rule').click();
  await apps.choice('Role').selectOption('reader');
  await apps.field('Department').fill('Marketing');
  await apps.button('Add this rule').click();
  await apps.turn('On');
  await apps.button('Switch on').click();
  await apps.showTab('Accounts');
  await expect(apps.account('Ada Lovelace')).toContainText('proved', settling);
  const look = () =>
    server.execute(database, 'SELECT username, full_name, enabled FROM users JOIN user_roles ON user_id = users.id');
  await until('her role is there, too', async () => (await look()).length === 1);
  expect(await look()).toEqual([{ username: 'ada@contoso.test', full_name: 'Ada Lovelace', enabled: true }]);
  await stage.disable(ada);
  await expect(apps.account('Ada Lovelace')).toContainText('disabled', settling);
  expect(await server.execute(database, 'SELECT enabled FROM users')).toEqual([{ enabled: false }]);

  await apps.showTab('Connection');
  await expect(apps.app('Customers')).toContainText(`${database} at localhost, port ${server.port}`);
  await expect(apps.app('Customers')).toContainText('public.users');
  await expect(apps.app('Customers')).not.toContainText(server.password.slice(0, 12));
});

test('by keyboard alone: an app without roles, through the socket of this computer', async ({ stage, page }) => {
  const apps = new AppsPage(page);
  const { keyboard } = page;
  const database = await server.createDatabase(
    'CREATE TABLE users (id serial PRIMARY KEY, username text UNIQUE, active boolean)',
  );
  await page.goto(stage.host().ready.admin);
  await apps.place.waitFor();
  await keyboard.press('Control+6');
  await tabTo(page, page.getByRole('link', { name: 'Add an app', exact: true }));
  await keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Add an app on PostgreSQL' }));
  await keyboard.press('Enter');
  const write = async (label: string | RegExp, text: string) => {
    await tabTo(page, apps.field(label));
    await keyboard.press('Control+a');
    await keyboard.type(text);
  };
  await write('Name of the app', 'Customers');
  await write('Server', server.socket);
  await write('Port', String(server.port));
  await write('Database', database);
  await write('Login of Footbridge', 'postgres');
  await tabTo(page, apps.choice('Encryption'));
  await keyboard.press('End');
  await expect(apps.choice('Encryption')).toHaveValue('off');
  for (const column of ['email', 'full_name']) {
    await tabTo(page, apps.button(`Remove the column ${column}`));
    await keyboard.press('Enter');
  }
  await tabTo(page, page.getByRole('checkbox', { name: 'The app keeps roles in tables of their own' }));
  await keyboard.press('Space');
  await expect(apps.field('Table of roles')).toHaveCount(0);
  await tabTo(page, apps.button('Try it'));
  await keyboard.press('Enter');
  await expect(page.getByText('Everything was found. Roles there: none yet.')).toBeVisible();
  await tabTo(page, apps.button('Add the app'));
  await keyboard.press('Enter');
  await expect(apps.steps).toContainText('1 of 1 attribute filled.');
});
