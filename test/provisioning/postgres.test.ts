import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { wiki as inPostgres, targetIn } from '../connectors/postgres-apps.ts';
import { filesBelow, startEngine } from '../support/engine.ts';
import { settled, until } from '../support/engine-until.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { newUser, replacing } from '../support/scim.ts';
import { asked } from './stage.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());

/** An engine with one app in PostgreSQL, over TLS and with a password, switched on. */
async function setPostgresStage() {
  const database = await server.createDatabase(`${inPostgres.sql}
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO footbridge`);
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const { client } = engine;
  const target = targetIn(server, database, inPostgres, {
    host: 'localhost',
    user: 'footbridge',
    passwordFile: server.passwordFile,
    tls: { mode: 'verify-full', ca: server.certificates.ca },
  });
  const { id } = await client.call('app.add', { name: 'Customers', target });
  await client.call('app.setMappings', {
    id,
    mappings: [
      { attribute: 'login', expression: 'user.userName' },
      { attribute: 'mail', expression: 'primary(user.emails)' },
    ],
  });
  await client.call('app.addRule', { id, rule: { name: 'All', role: 'reader', when: 'true' } });
  await client.call('app.setState', { id, state: 'on' });
  const idp = await engine.addSource('entra');
  return {
    engine,
    client,
    id,
    target,
    execute: (sql: string) => server.execute(database, sql),
    hire: (login: string) => asked(idp, 'POST', '/Users', newUser(login, 'Sales')),
    leave: async (user: string) => void (await asked(idp, 'PATCH', `/Users/${user}`, replacing({ active: false }))),
    account: async (login: string) => {
      const [row] = await server.execute(
        database,
        `SELECT u.enabled, u.mail, array_remove(array_agg(r.name), NULL) AS roles FROM users u
         LEFT JOIN user_roles h ON h.user_id = u.id LEFT JOIN roles r ON r.id = h.role_id
         WHERE username = $1 GROUP BY u.id`,
        [login],
      );
      return row;
    },
    items: async () => (await client.call('work.list', {})).items,
    operations: async () =>
      (await client.call('app.operations', { id })).items.map(
        ({ verb, state, proof }) => `${verb} ${state} ${proof?.kind ?? '-'}`,
      ),
  };
}

const ada = 'ada@example.com';

test('a joiner and a leaver are proved, and the password is nowhere but in its file', async () => {
  const { engine, client, hire, leave, account, operations } = await setPostgresStage();
  const user = await hire(ada);
  await settled(client);
  expect(await account(ada)).toEqual({ enabled: true, mail: ada, roles: ['reader'] });
  await leave(user);
  await settled(client);
  expect(await account(ada)).toEqual({ enabled: false, mail: ada, roles: [] });
  expect((await operations()).toSorted()).toEqual([
    'addRole done proved',
    'create done proved',
    'disable done proved',
    'removeRole done proved',
  ]);
  const { text } = await client.call('config.export', {});
  expect(text).toContain(server.passwordFile);
  await engine.stop();
  const secret = server.password.slice(0, 12);
  expect([text, ...engine.log].filter((line) => line.includes(secret))).toEqual([]);
  expect(filesBelow(engine.data).filter(({ bytes }) => bytes.includes(secret))).toEqual([]);
});

test('a trigger that undoes a disable is contradicted; nobody is given anything until the connection is tested', async () => {
  const { client, id, execute, hire, leave, account, items, operations } = await setPostgresStage();
  const user = await hire(ada);
  await settled(client);
  await execute(`CREATE FUNCTION stubborn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.enabled := true; RETURN NEW; END $$;
    CREATE TRIGGER stubborn BEFORE UPDATE OF enabled ON users FOR EACH ROW EXECUTE FUNCTION stubborn()`);
  await leave(user);
  const item = await until('a question', async () => (await items()).find(({ kind }) => kind === 'contradicted'));
  expect(item.title).toContain('is active');
  expect(await operations()).toContain('disable contradicted contradicted');

  await hire('eva@example.com');
  const refused = await until('a refusal', async () => (await items()).find(({ kind }) => kind === 'refused'));
  expect(JSON.stringify(refused)).toContain('trigger stubborn of public.users is new');
  expect(await account('eva@example.com')).toBeUndefined();

  await execute('DROP TRIGGER stubborn ON users');
  await until('she is shut out', async () => (await account(ada))?.enabled === false);
  await execute('ALTER TABLE users ADD plan text');
  expect(await client.call('app.refresh', { id })).toMatchObject({ ok: true });
  await client.call('work.decide', { id: refused.id, decision: 'retry', reason: 'The connection was tested' });
  await until('eva is there', async () => (await account('eva@example.com'))?.enabled === true);
});

test('a server that is away makes nothing wait for a person, and is caught up with', async () => {
  const { client, hire, leave, account, items } = await setPostgresStage();
  const user = await hire(ada);
  await settled(client);
  await server.crash();
  await leave(user);
  await until('it was tried', async () => (await client.call('status.get', {})).outstanding === 1);
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await items()).toEqual([]);
  await server.start();
  await settled(client);
  expect(await account(ada)).toMatchObject({ enabled: false, roles: [] });
});
