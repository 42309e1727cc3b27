import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostgresTarget } from '../../shared/model/postgres-target.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { connectTo, installIn, intIds, odd, textIds, wiki } from './postgres-apps.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());

/** The steps of a test as `+ step: detail` or `- step: detail`. */
async function trial(target: PostgresTarget): Promise<readonly string[]> {
  const { steps } = await connectTo(target).test();
  return steps.map(({ step, ok, detail }) => `${ok ? '+' : '-'} ${step}: ${detail}`);
}

describe('a connection test', () => {
  it.each([wiki, odd, textIds, intIds])('where $name tries everything and finds its roles', async (app) => {
    const { connector } = await installIn(server, app);
    const { steps, roles } = await connector.test();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(steps.map(({ step }) => step)).toEqual([
      'Connect',
      'Find the tables',
      'Find the columns',
      'Rights',
      'Read the roles',
      'Immutable id',
      'Unique login',
      'Sign-in values',
      'Required columns',
      'Write',
    ]);
    expect(steps[0]?.detail).toMatch(/^app_\d+ at 127\.0\.0\.1:\d+: PostgreSQL \d+.*, no TLS, as postgres$/);
    expect(roles).toEqual(expect.arrayContaining([...app.roles]));
  });

  it('changes nothing, not even a sequence', async () => {
    const { connector, execute } = await installIn(server, wiki);
    const state = async () => [
      await execute('SELECT last_value, is_called FROM users_id_seq'),
      await execute('SELECT * FROM users'),
      await execute('SELECT * FROM user_roles'),
    ];
    const before = await state();
    await connector.test();
    expect(await state()).toEqual(before);
  });

  const users = (columns: string): string => `
    DROP TABLE user_roles, users; CREATE TABLE users (${columns}, mail text, full_name text, employee_number text);
    CREATE TABLE user_roles (user_id int, role_id int); `;
  const id = 'id serial PRIMARY KEY';
  it.each([
    ['no such table', 'DROP TABLE user_roles, roles', '- Find the tables: The database has no table roles, user_roles'],
    [
      'a view',
      'ALTER TABLE users RENAME TO u; CREATE VIEW users AS SELECT * FROM u',
      '- Find the tables: The database has no table users (a view is not enough). It has roles, u, user_roles.',
    ],
    [
      'a missing column',
      users(`${id}, username text UNIQUE`),
      '- Find the columns: There is no column users.enabled; users has id, username, mail, full_name, employee_number.',
    ],
    ['no role', 'DELETE FROM roles', '+ Read the roles: Warning: roles has no role yet.'],
    [
      'a role twice',
      `ALTER TABLE roles DROP CONSTRAINT roles_name_key; INSERT INTO roles (name) VALUES ('reader')`,
      '- Read the roles: Two roles in roles are named “reader”; rename one.',
    ],
    [
      'a login twice',
      users(`${id}, username text, enabled boolean`),
      '+ Unique login: Warning: users.username is not UNIQUE.',
    ],
    [
      'a login that is unique in whatever case',
      `${users(`${id}, username text, enabled boolean`)} CREATE UNIQUE INDEX ON users (lower(username))`,
      '+ Unique login: username occurs once only',
    ],
    [
      'no primary key',
      users('id int, username text UNIQUE, enabled boolean'),
      '- Immutable id: id is not unique in users',
    ],
    [
      'an id that nobody gives',
      users('id text PRIMARY KEY, username text UNIQUE, enabled boolean').replace('user_id int', 'user_id text'),
      '- Immutable id: users.id has no value of its own',
    ],
    [
      'an account without id',
      `${users('id int UNIQUE DEFAULT 1, username text UNIQUE, enabled boolean')} INSERT INTO users (id) VALUES (NULL)`,
      '- Immutable id: 1 accounts in users have no id',
    ],
    [
      'other sign-in values',
      `${users(`${id}, username text UNIQUE, enabled boolean`)} INSERT INTO users (enabled) VALUES (true), (false), (false), (NULL)`,
      '+ Sign-in values: Warning: 1 on (true), 2 off (false), and 1 with NULL: neither on nor off',
    ],
    [
      'a status column that cannot hold them',
      users(`${id}, username text UNIQUE, enabled date`),
      '- Write: The app’s database refuses this. PostgreSQL says: invalid input syntax for type date: “…” (22007)',
    ],
    [
      'a required column',
      users(`${id}, username text UNIQUE, enabled boolean, plan text NOT NULL`),
      '- Required columns: users demands a value for plan',
    ],
    [
      'a column that is computed',
      `ALTER TABLE users DROP full_name, ADD full_name text GENERATED ALWAYS AS (upper(username)) STORED`,
      '- Required columns: The database itself says what full_name holds',
    ],
    [
      'roles that do not fit',
      'ALTER TABLE user_roles DROP CONSTRAINT user_roles_user_id_fkey, ALTER user_id TYPE date USING NULL',
      '- Read the tables: ',
    ],
  ])('tells %s', async (name, change, expected) => {
    const { target } = await installIn(server, wiki, change);
    if (name === 'roles that do not fit') {
      // Nothing but a look at an account joins them.
      expect((await connectTo(target).read('1')).ok).toBe(false);
      return;
    }
    expect(
      (await trial(target)).filter((line) => line.startsWith(expected)),
      (await trial(target)).join('\n'),
    ).toHaveLength(1);
  });

  it('tells when on and off are the same in such a column', async () => {
    const { target } = await installIn(server, wiki);
    const active = { column: 'enabled', on: 1, off: 'yes' };
    expect(await trial({ ...target, users: { ...target.users, active } })).toContainEqual(
      expect.stringContaining('- Sign-in values: On and off are both 1 there'),
    );
  });

  it('of an app without roles asks for none', async () => {
    const { target, execute } = await installIn(server, wiki);
    await execute('DROP TABLE user_roles, roles');
    const connector = connectTo({ ...target, roles: null, userRoles: null });
    const { steps, roles } = await connector.test();
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(roles).toEqual([]);
    expect(connector.describe().capabilities.roles).toBe(false);
    const created = await connector.create({ login: 'ada', attributes: {} });
    expect(created.ok && (await connector.read(created.value))).toMatchObject({ value: { login: 'ada', roles: [] } });
  });

  it('names the rights that its login lacks, one by one', async () => {
    const { target, execute } = await installIn(
      server,
      { ...wiki, sql: wiki.sql.replace('bigint GENERATED ALWAYS AS IDENTITY', 'bigserial') },
      '',
      { user: 'footbridge', passwordFile: server.passwordFile },
    );
    const rights = async () => (await trial(target)).find((line) => line.includes('Rights'));
    await execute('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    expect(await rights()).toContain('- Rights: The login of Footbridge lacks USAGE on the schema public, ');
    await execute(
      'GRANT USAGE ON SCHEMA public TO footbridge; GRANT SELECT ON ALL TABLES IN SCHEMA public TO footbridge',
    );
    expect(await rights()).toContain('INSERT on users.username');
    await execute('GRANT INSERT, UPDATE ON users TO footbridge; GRANT INSERT ON user_roles TO footbridge');
    expect(await rights()).toContain('lacks DELETE on user_roles. GRANT it');
    await execute('GRANT DELETE ON user_roles TO footbridge');
    expect(await rights()).toContain('lacks USAGE on the sequence public.users_id_seq.');
    await execute('GRANT USAGE ON SEQUENCE users_id_seq TO footbridge');
    expect(await rights()).toContain('+ Rights');
    await execute('ALTER TABLE users ENABLE ROW LEVEL SECURITY');
    expect(await rights()).toContain('row security hides rows of users');
    // Nobody is taken to be gone whom a policy hides.
    expect(await connectTo(target).read('1')).toMatchObject({ ok: false, failure: { kind: 'permanent' } });
  });
});
