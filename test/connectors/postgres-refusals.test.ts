import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf, kindOf, Trouble } from '../../electron/engine/connectors/postgres/failure.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { failed, unwrap } from './apps.ts';
import { connectTo, installIn, wiki } from './postgres-apps.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server?.close());

const trigger = (when: string, body: string): string => `
  CREATE FUNCTION act() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;
  CREATE TRIGGER act ${when} ON users FOR EACH ROW EXECUTE FUNCTION act();`;

const ada = `INSERT INTO users (username, mail) VALUES ('ada', 'secret@example.com')`;

describe('the app has its own will', () => {
  it('a trigger that undoes a disable: the verb succeeds, the read-back shows the truth', async () => {
    const { connector } = await installIn(
      server,
      wiki,
      trigger('BEFORE UPDATE', 'NEW.enabled := true; RETURN NEW;') + ada,
    );
    expect(failed(await connector.disable('1'))).toBe('ok');
    expect(unwrap(await connector.read('1'))?.active).toBe(true);
  });

  it.each([
    [`RAISE EXCEPTION 'ask HR first';`, /^permanent: .*ask HR first \(P0001\)/],
    [`RAISE EXCEPTION 'not now' USING ERRCODE = '55P03';`, /^transient: /],
    ['RETURN NULL;', /^permanent: .*let the change pass without effect/],
  ])('a trigger with %s changes nothing', async (body, expected) => {
    const { connector, execute } = await installIn(server, wiki, trigger('BEFORE UPDATE', body) + ada);
    expect(failed(await connector.disable('1'))).toMatch(expected);
    expect(await execute('SELECT enabled FROM users')).toEqual([{ enabled: true }]);
  });

  it('a trigger that swallows a new account, or a role, is seen', async () => {
    const { connector, execute } = await installIn(server, wiki, trigger('BEFORE INSERT', 'RETURN NULL;'));
    expect(failed(await connector.create({ login: 'bob', attributes: {} }))).toMatch(
      /^permanent: .*without keeping it/,
    );
    await execute(`DROP TRIGGER act ON users; ${ada}; CREATE RULE no AS ON INSERT TO user_roles DO INSTEAD NOTHING`);
    const again = connectTo(
      (await installIn(server, wiki, `${ada}; CREATE RULE no AS ON INSERT TO user_roles DO INSTEAD NOTHING`)).target,
    );
    expect(failed(await again.addRole('1', 'reader'))).toMatch(/^permanent: .*let the new role pass/);
  });

  it('writes no column that is not mapped', async () => {
    const { connector, execute } = await installIn(server, wiki);
    const id = unwrap(await connector.create({ login: 'ada', attributes: { mail: null } }));
    await execute(`UPDATE users SET note = 'kept', employee_number = '7'`);
    unwrap(await connector.update(id, { login: 'eva', attributes: { mail: 'x' } }));
    unwrap(await connector.disable(id));
    expect(await execute('SELECT note, employee_number, mail FROM users')).toEqual([
      { note: 'kept', employee_number: '7', mail: 'x' },
    ]);
  });

  it('an attribute that is not set up, or that would sign somebody in, and an id that would change, are refused', async () => {
    const { target } = await installIn(server, wiki, ada);
    const columns = { ...target.users.columns, id: 'id', trick: 'enabled' };
    const connector = connectTo({ ...target, users: { ...target.users, columns } });
    expect(connector.describe().attributes).not.toContain('trick');
    expect(failed(await connector.update('1', { attributes: { trick: true } }))).toMatch(/^permanent: .*trick/);
    expect(failed(await connector.update('1', { attributes: { nothing: 1 } }))).toMatch(/^permanent: .*nothing/);
    expect(failed(await connector.update('1', { attributes: { id: 7 } }))).toMatch(/^permanent: .*immutable/);
    expect(failed(await connector.update('1', { attributes: { id: 1 } }))).toBe('ok');
  });

  it('does half of nothing: a delete that the app refuses keeps the roles', async () => {
    const { connector, execute } = await installIn(
      server,
      wiki,
      `${trigger('BEFORE DELETE', `RAISE EXCEPTION 'never';`)} ${ada}; INSERT INTO user_roles VALUES (1, 1)`,
    );
    expect(failed(await connector.delete('1'))).toMatch(/^permanent: .*never/);
    expect(await execute('SELECT count(*)::int FROM user_roles')).toEqual([{ count: 1 }]);
  });
});

describe('a constraint keeps its own words, without a value, and nothing is kept', () => {
  it.each([
    ['NOT NULL', 'ALTER TABLE users ADD plan text NOT NULL', /^permanent: .*null value in column "plan".*\(23502\)/],
    ['CHECK', `ALTER TABLE users ADD CHECK (mail <> 'bad-mail')`, /^permanent: .*violates check constraint.*\(23514\)/],
    [
      'UNIQUE',
      `ALTER TABLE users ADD UNIQUE (mail); INSERT INTO users (username, mail) VALUES ('x', 'bad-mail')`,
      /^conflict: .*"users_mail_key" \(23505\)/,
    ],
    [
      'foreign key',
      'ALTER TABLE users ADD FOREIGN KEY (mail) REFERENCES roles (name)',
      /^permanent: .*foreign key constraint.*\(23503\)/,
    ],
    [
      'a foreign key that is looked at when all is done',
      'ALTER TABLE users ADD FOREIGN KEY (mail) REFERENCES roles (name) DEFERRABLE INITIALLY DEFERRED',
      /^permanent: .*foreign key constraint.*\(23503\)/,
    ],
    ['a length', 'ALTER TABLE users ALTER mail TYPE varchar(3)', /^permanent: .*value too long.*\(22001\)/],
    [
      'a type',
      'ALTER TABLE users ALTER mail TYPE int USING 1',
      /^permanent: .*invalid input syntax for type integer: “…” \(22P02\)/,
    ],
    [
      'a range',
      'ALTER TABLE users ALTER employee_number TYPE smallint USING 1',
      /^permanent: .*“…” is out of range.*\(22003\)/,
    ],
    [
      'an own word',
      trigger('BEFORE INSERT', `RAISE EXCEPTION '% is no address', NEW.mail;`),
      /^permanent: .* … is no address \(P0001\)/,
    ],
    ['a NUL', '', /^permanent: .*\(22021\)/],
  ])('%s', async (name, change, expected) => {
    const { connector, execute } = await installIn(server, wiki, change);
    const before = await execute('SELECT * FROM users');
    const mail = name === 'a NUL' ? 'bad-mail\u0000' : 'bad-mail';
    const attributes = name === 'a range' ? { number: '987654' } : { mail };
    const said = failed(await connector.create({ login: 'second', attributes }));
    expect(said).toMatch(expected);
    expect(said).not.toMatch(/bad-mail|987654/);
    expect(await execute('SELECT * FROM users')).toEqual(before);
  });
});

describe('another connection', () => {
  it('that holds a row makes a write of it transient, well before anybody gives up, and a read goes on', async () => {
    const { connector, database } = await installIn(server, wiki, ada);
    const other = await server.connect(database);
    await other.query('BEGIN; UPDATE users SET enabled = true WHERE id = 1');
    const began = performance.now();
    expect(failed(await connector.disable('1'))).toMatch(/^transient: Others are at work .*\(55P03\)/);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(unwrap(await connector.read('1'))?.active).toBe(true);
    await other.query('ROLLBACK');
    expect(failed(await connector.disable('1'))).toBe('ok');
  });

  it('of the same login, in the same moment, is a conflict', async () => {
    const { connector, database } = await installIn(server, wiki);
    const other = await server.connect(database);
    await other.query(`BEGIN; INSERT INTO users (username) VALUES ('ada')`);
    const created = connector.create({ login: 'ada', attributes: {} });
    setTimeout(() => void other.query('COMMIT'), 500);
    expect(failed(await created)).toMatch(/^conflict: .*users_username_key/);
  });

  it('sees what was disabled before the verb says that it was', async () => {
    const { connector, execute } = await installIn(server, wiki, ada);
    unwrap(await connector.disable('1'));
    expect(await execute('SELECT enabled FROM users')).toEqual([{ enabled: false }]);
  });
});

describe('a server that only lets itself be read', () => {
  it('makes a write transient, and says standby', async () => {
    const { connector, execute, database } = await installIn(server, wiki, ada);
    await execute(`ALTER DATABASE ${database} SET default_transaction_read_only = on`);
    expect(failed(await connector.disable('1'))).toMatch(/^transient: .*standby.*\(25006\)/);
    expect(failed(await connector.read('1'))).toBe('ok');
    expect((await connector.test()).steps.at(-1)).toMatchObject({ step: 'Write', ok: false });
  });
});

describe('tables that are not what was set up', () => {
  it.each([
    ['a column', 'ALTER TABLE users DROP COLUMN full_name', /full_name/],
    ['a table', 'DROP TABLE user_roles', /user_roles/],
  ])('%s is gone: permanent, by name; disabling needs neither', async (_name, change, named) => {
    const { connector, execute } = await installIn(server, wiki, `${ada}; ${change}`);
    const read = failed(await connector.read('1'));
    expect(read).toMatch(/^permanent: .*test the connection/);
    expect(read).toMatch(named);
    expect(failed(await connector.disable('1'))).toBe('ok');
    expect(await execute('SELECT enabled FROM users')).toEqual([{ enabled: false }]);
  });
});

describe('whether an account may sign in', () => {
  it.each([
    ['boolean', true, false, 'false', false],
    ['boolean', 1, 0, 'false', false],
    ['boolean', 'yes', 'no', 'false', false],
    ['boolean', true, false, 'true', true],
    ['boolean', true, false, 'NULL', true],
    ['int', 1, 0, '0', false],
    ['int', true, false, '0', false],
    ['int', '1', '0', '0', false],
    ['int', 1, 0, '2', true],
    ['numeric(4,2)', 1, 0, '0', false],
    ['text', 'aktiv', 'gesperrt', `'gesperrt'`, false],
    ['text', 'aktiv', 'gesperrt', `'Gesperrt'`, true],
    ['text', 1, 0, `'0'`, false],
    ['text', 1, 0, `'false'`, true],
    ['char(10)', 'on', 'off', `'off'`, false],
    ['mood', 'happy', 'sad', `'sad'`, false],
    ['flag', 'Y', 'N', `'N'`, false],
  ] as const)('a column of %s, on %j, off %j, holding %s', async (type, on, off, stored, active) => {
    const { target, execute } = await installIn(
      server,
      wiki,
      `CREATE TYPE mood AS ENUM ('happy', 'sad'); CREATE DOMAIN flag AS char(1) CHECK (VALUE IN ('Y', 'N'));
       ALTER TABLE users DROP enabled, ADD enabled ${type}; INSERT INTO users (username, enabled) VALUES ('ada', ${stored})`,
    );
    const connector = connectTo({
      ...target,
      users: { ...target.users, active: { column: 'enabled', on, off } },
    });
    expect(unwrap(await connector.read('1'))?.active).toBe(active);
    unwrap(await connector.enable('1'));
    expect(unwrap(await connector.read('1'))?.active).toBe(true);
    unwrap(await connector.disable('1'));
    expect(unwrap(await connector.read('1'))?.active).toBe(false);
    expect((await execute('SELECT 1 FROM users')).length).toBe(1);
  });
});

describe('what is said means', () => {
  const server_ = (state: string): Error => Object.assign(new Error('words'), { code: state, severity: 'ERROR' });
  const system = (code: string, message = 'words'): Error => Object.assign(new Error(message), { code });

  it.each([
    ['23505', 'conflict'],
    ['23502', 'permanent'],
    ['23503', 'permanent'],
    ['23514', 'permanent'],
    ['23P01', 'permanent'],
    ['42P01', 'permanent'],
    ['42703', 'permanent'],
    ['42501', 'permanent'],
    ['22001', 'permanent'],
    ['P0001', 'permanent'],
    ['28000', 'credentials'],
    ['28P01', 'credentials'],
    ['40001', 'transient'],
    ['40P01', 'transient'],
    ['40003', 'unknown'],
    ['55P03', 'transient'],
    ['57014', 'transient'],
    ['57P01', 'transient'],
    ['57P02', 'transient'],
    ['57P03', 'transient'],
    ['53100', 'transient'],
    ['53300', 'transient'],
    ['08006', 'transient'],
    ['08P01', 'transient'],
    ['25006', 'transient'],
    ['3D000', 'transient'],
  ])('%s: %s', (state, kind) => {
    expect(kindOf(state)).toBe(kind);
    expect(failed(failureOf(new Trouble(server_(state), []), 'here'))).toMatch(new RegExp(`^${kind}: .*words`));
  });

  it.each([
    ['23505', 'conflict'],
    ['23503', 'permanent'],
    ['40001', 'transient'],
    ['57014', 'transient'],
    ['25006', 'transient'],
    ['40003', 'unknown'],
    ['57P01', 'unknown'],
    ['08006', 'unknown'],
    ['53100', 'unknown'],
    ['XX000', 'unknown'],
  ])('%s, in answer to COMMIT: %s', (state, kind) => {
    expect(failed(failureOf(new Trouble(server_(state), []), 'here', true))).toMatch(new RegExp(`^${kind}: `));
  });

  it.each([
    [system('ECONNREFUSED'), 'transient'],
    [system('ENOTFOUND'), 'transient'],
    [system('ETIMEDOUT'), 'transient'],
    [new Error('Connection terminated unexpectedly'), 'transient'],
    [new Error('Query read timeout'), 'transient'],
    [new AggregateError([system('ECONNREFUSED')]), 'transient'],
    [system('ERR_TLS_CERT_ALTNAME_INVALID'), 'credentials'],
    [system('SELF_SIGNED_CERT_IN_CHAIN'), 'credentials'],
    [system('CERT_HAS_EXPIRED'), 'credentials'],
    [new Error('The server does not support SSL connections'), 'credentials'],
    [new Error('SASL: SCRAM-SERVER-FINAL-MESSAGE: server signature does not match'), 'credentials'],
  ])('%s: %s; in answer to COMMIT it is unknown', (error, kind) => {
    expect(failed(failureOf(new Trouble(error, []), 'here'))).toMatch(new RegExp(`^${kind}: `));
    expect(failed(failureOf(new Trouble(error, []), 'here', true))).toMatch(/^unknown: /);
  });

  it('nothing when it is a mistake of our own', () => {
    expect(() => failureOf(new TypeError('ours'), 'here')).toThrow('ours');
  });
});
