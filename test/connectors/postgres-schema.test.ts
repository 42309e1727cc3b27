import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quoted } from '../../electron/engine/connectors/postgres/catalogue.ts';
import { type Fingerprint, fingerprintOf, whatChanged } from '../../electron/engine/connectors/postgres/fingerprint.ts';
import { PostgresTarget } from '../../shared/model/postgres-target.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { failed, unwrap } from './apps.ts';
import { connectTo, installIn, targetIn, wiki } from './postgres-apps.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());

const people = `INSERT INTO users (username) VALUES ('ada'), ('bob'); INSERT INTO user_roles VALUES (1, 1);`;

describe('when the tables change while the engine runs', () => {
  it.each([
    ['a column is new', 'ALTER TABLE users ADD plan text', /column plan of public\.users is new/],
    ['a column is gone', 'ALTER TABLE users DROP note', /column note of public\.users is gone/],
    [
      'a type',
      'ALTER TABLE users ALTER mail TYPE varchar(80)',
      /column mail of public\.users was text and is character varying\(80\)/,
    ],
    [
      'what must be there',
      'ALTER TABLE users ALTER mail SET NOT NULL',
      /column mail of public\.users was text and is text not null/,
    ],
    [
      'a default',
      `ALTER TABLE users ALTER enabled SET DEFAULT false`,
      /column enabled of public\.users was .*true and is .*false/,
    ],
    [
      'a constraint',
      `ALTER TABLE users ADD CHECK (username <> '')`,
      /constraint users_username_check of public\.users is new/,
    ],
    ['a unique index', 'CREATE UNIQUE INDEX once ON users (mail)', /unique index once of public\.users is new/],
    ['roles', 'ALTER TABLE roles ADD level int', /column level of public\.roles is new/],
    ['a rule', 'CREATE RULE no AS ON DELETE TO user_roles DO INSTEAD NOTHING', /rule no of public\.user_roles is new/],
    ['row security', 'ALTER TABLE users ENABLE ROW LEVEL SECURITY', /table public\.users is another/],
    [
      'a trigger',
      `CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
       CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f()`,
      /trigger t of public\.users is new/,
    ],
  ])('%s: nobody is given anything, and everybody can be shut out', async (name, change, expected) => {
    const nulls = name === 'what must be there' ? `UPDATE users SET mail = '';` : '';
    const { connector, execute, target } = await installIn(server, wiki, people + nulls);
    unwrap(await connector.read('1'));
    unwrap(await connector.update('2', { attributes: { fullName: 'Bob' } }));
    await execute(change);
    for (const result of [
      await connector.create({ login: 'new', attributes: {} }),
      await connector.update('1', { attributes: { mail: 'x' } }),
      await connector.enable('1'),
      await connector.addRole('1', 'editor'),
    ]) {
      expect(failed(result)).toMatch(
        /^permanent: The tables of the app are not what they were when its connection was tested/,
      );
      expect(failed(result)).toMatch(expected);
      expect(failed(result)).toMatch(/test the connection again; leavers are still shut out\.$/);
    }
    expect(await execute(`SELECT username FROM users WHERE username = 'new'`)).toEqual([]);
    expect(failed(await connector.disable('1'))).toBe('ok');
    if (name !== 'a rule') expect(failed(await connector.removeRole('1', 'reader'))).toBe('ok');
    expect(unwrap(await connector.read('1'))).toMatchObject({ active: false });
    expect(target.users.active.off).toBe(false);
  });

  it('a test of the same target by another connector of the engine lets grants go on', async () => {
    const { execute, target } = await installIn(server, wiki, people);
    const memory = new Map<string, Fingerprint>();
    const connector = connectTo(target, memory);
    unwrap(await connector.read('1'));
    await execute('ALTER TABLE users ADD plan text');
    expect(failed(await connector.enable('1'))).toMatch(/^permanent: /);
    const tester = connectTo(target, memory);
    expect((await tester.test()).steps.every(({ ok }) => ok)).toBe(true);
    expect(failed(await connector.enable('1'))).toBe('ok');
    // A test that fails is none.
    await execute('ALTER TABLE users ADD must text NOT NULL DEFAULT 1; ALTER TABLE users ALTER must DROP DEFAULT');
    expect((await tester.test()).steps.every(({ ok }) => ok)).toBe(false);
    expect(failed(await connector.enable('1'))).toMatch(/^permanent: /);
  });

  it('a test of another target is none of this one', async () => {
    const { execute, target } = await installIn(server, wiki, people);
    const memory = new Map<string, Fingerprint>();
    const connector = connectTo(target, memory);
    unwrap(await connector.read('1'));
    await execute('ALTER TABLE users ADD plan text');
    await connectTo({ ...target, users: { ...target.users, columns: {} } }, memory).test();
    expect(failed(await connector.enable('1'))).toMatch(/^permanent: /);
  });

  it('what is elsewhere, or is no part of what the tables are, changes nothing', async () => {
    const { connector, execute } = await installIn(server, wiki, people);
    unwrap(await connector.read('1'));
    await execute(`CREATE TABLE other (id int); CREATE INDEX slow ON users (mail); INSERT INTO users (username) VALUES ('eva');
      COMMENT ON TABLE users IS 'x'; GRANT SELECT ON users TO footbridge; ANALYZE`);
    expect(failed(await connector.enable('1'))).toBe('ok');
  });
});

it('a fingerprint is what the rows say, in whatever order they come', () => {
  const row = fc.tuple(
    fc.constantFrom('column', 'constraint', 'trigger'),
    fc.constant('s'),
    fc.constantFrom('a', 'b'),
    fc.string(),
    fc.string(),
  );
  const rows = fc.uniqueArray(row, { selector: ([kind, , table, name]) => JSON.stringify([kind, table, name]) });
  fc.assert(
    fc.property(rows, fc.nat(), (all, at) => {
      const rotated = [...all.slice(at % (all.length + 1)), ...all.slice(0, at % (all.length + 1))];
      expect(whatChanged(fingerprintOf(all), fingerprintOf(rotated))).toEqual([]);
      const changed = whatChanged(fingerprintOf(all), fingerprintOf(all.slice(1)));
      expect(changed.length).toBe(all.length === 0 ? 0 : 1);
    }),
  );
});

/** Names as PostgreSQL takes them: any text without NUL, of 63 bytes at most. */
const names = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => Buffer.byteLength(name) <= 60 && !name.includes('\u0000') && name.isWellFormed());
const nasty = fc.constantFrom(
  '"',
  '""',
  '";--',
  "'; DROP TABLE x; --",
  '$1',
  '\\',
  'select',
  'a.b',
  '/*',
  ' ',
  'É',
  ':x',
  '%s',
);

it('any name and any text are names and texts, and nothing else', async () => {
  const database = await server.createDatabase('');
  const text = fc.oneof(
    nasty,
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !one.includes('\u0000')),
  );
  const name = fc.oneof(nasty, names);
  let schemas = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(name, { minLength: 6, maxLength: 6 }),
      fc.uniqueArray(name, { minLength: 3, maxLength: 3 }),
      fc.array(text, { minLength: 4, maxLength: 4 }),
      async (columns, tables, [login = '', value = '', role = '', off = '']) => {
        const schema = `s${++schemas} ${tables[0]}`.slice(0, 15);
        const [id = '', userName = '', active = '', attribute = '', holder = '', held = ''] = columns;
        const [users = '', roles = '', userRoles = ''] = tables;
        const table = (one: string) => `${quoted(schema)}.${quoted(one)}`;
        const literal = (one: string) => `'${one.replaceAll("'", "''")}'`;
        await server.execute(
          database,
          `CREATE SCHEMA ${quoted(schema)};
           CREATE TABLE ${table(users)} (${quoted(id)} text PRIMARY KEY DEFAULT ${literal(value)}, ${quoted(userName)} text, ${quoted(active)} text, ${quoted(attribute)} text);
           CREATE TABLE ${table(roles)} (${quoted(id)} text, ${quoted(userName)} text);
           CREATE TABLE ${table(userRoles)} (${quoted(holder)} text, ${quoted(held)} text);
           INSERT INTO ${table(roles)} VALUES (${literal(role)}, ${literal(role)})`,
        );
        const target = PostgresTarget.parse({
          ...targetIn(server, database, wiki),
          users: {
            schema,
            table: users,
            id,
            login: userName,
            active: { column: active, on: `${off}!`, off },
            columns: { it: attribute },
          },
          roles: { schema, table: roles, id, name: userName },
          userRoles: { schema, table: userRoles, user: holder, role: held },
        });
        const connector = connectTo(target);
        const created = unwrap(await connector.create({ login, attributes: { it: value } }));
        expect(created).toBe(value);
        unwrap(await connector.addRole(created, role));
        const account = { id: value, login, attributes: { it: value } };
        expect(unwrap(await connector.read(created))).toEqual({ ...account, active: true, roles: [role] });
        expect(unwrap(await connector.find({ login }))).toEqual([{ ...account, active: true, roles: [role] }]);
        unwrap(await connector.disable(created));
        unwrap(await connector.removeRole(created, role));
        expect(unwrap(await connector.list(null)).accounts).toEqual([{ ...account, active: false, roles: [] }]);
        await connector.close();
      },
    ),
    { numRuns: 25 },
  );
});
