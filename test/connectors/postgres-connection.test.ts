import { once } from 'node:events';
import { chmodSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PostgresTarget } from '../../shared/model/postgres-target.ts';
import { startCuttingProxy } from '../support/cut-connection.ts';
import { until } from '../support/engine-until.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { failed, unwrap } from './apps.ts';
import { connectTo, installIn, targetIn, wiki } from './postgres-apps.ts';

let server: PostgresServer;
let database: string;
const ada = `INSERT INTO users (username) VALUES ('ada')`;
beforeAll(async () => {
  server = await startPostgres();
  database = await server.createDatabase(`${wiki.sql} ${ada};
    GRANT ALL ON ALL TABLES IN SCHEMA public TO footbridge, certified`);
});
afterAll(() => server?.close());

/** What reading an account says over such a connection. */
async function reading(more: object): Promise<string> {
  return failed(await connectTo(targetIn(server, database, wiki, more)).read('1'));
}

const verified = (more: object = {}): object => ({ mode: 'verify-full', ca: server.certificates.ca, ...more });

describe('TLS', () => {
  it('is checked in full by default: the authority, and the name', async () => {
    const target = targetIn(server, database, wiki, { host: 'localhost', tls: verified() });
    expect(PostgresTarget.parse({ ...target, tls: undefined }).tls.mode).toBe('verify-full');
    const { steps } = await connectTo(target).test();
    expect(steps[0]).toMatchObject({ ok: true, detail: expect.stringMatching(/TLSv1\.[23]/) });
  });

  it.each([
    ['another name', () => ({ host: '127.0.0.1', tls: verified() }), /^credentials: TLS .*altnames/],
    ['another name, which verify-ca does not ask for', () => ({ tls: verified({ mode: 'verify-ca' }) }), /^ok$/],
    [
      'an authority that did not sign it',
      () => ({ host: 'localhost', tls: verified({ ca: server.certificates.stranger }) }),
      /^credentials: TLS /,
    ],
    [
      'the same where the name is not asked for',
      () => ({ tls: verified({ mode: 'verify-ca', ca: server.certificates.stranger }) }),
      /^credentials: TLS /,
    ],
    [
      'the authorities of this computer',
      () => ({ host: 'localhost', tls: { mode: 'verify-full' } }),
      /^credentials: TLS /,
    ],
    [
      'an authority whose file is not there',
      () => ({ host: 'localhost', tls: verified({ ca: '/srv/no-such-file.pem' }) }),
      /^credentials: The file of the certificate authority \/srv\/no-such-file\.pem cannot be read/,
    ],
  ] as const)('%s', async (_name, more, expected) => {
    expect(await reading(more())).toMatch(expected);
  });

  it('with a certificate of our own instead of a password', async () => {
    const { client: certificate, clientKey: key, stranger } = server.certificates;
    const as = { host: 'localhost', user: 'certified' };
    chmodSync(key, 0o600);
    expect(await reading({ ...as, tls: verified({ certificate, key }) })).toBe('ok');
    expect(await reading({ ...as, tls: verified() })).toMatch(/^credentials: .*28000/);
    expect(await reading({ ...as, user: 'footbridge', tls: verified({ certificate, key }) })).toMatch(
      /^credentials: .*names no file/,
    );
    chmodSync(key, 0o640);
    expect(await reading({ ...as, tls: verified({ certificate, key }) })).toMatch(/^credentials: .*chmod 600/);
    expect(await reading({ ...as, tls: verified({ certificate: stranger, key: stranger }) })).not.toBe('ok');
  });

  it('is asked of a server that has none: nothing is sent', async () => {
    await server.execute('postgres', 'ALTER SYSTEM SET ssl = off');
    await server.execute('postgres', 'SELECT pg_reload_conf()');
    await until('TLS is off', async () =>
      (await reading({ host: 'localhost', tls: verified() })).includes('offers no TLS'),
    );
    await server.execute('postgres', 'ALTER SYSTEM RESET ssl');
    await server.execute('postgres', 'SELECT pg_reload_conf()');
    await until('TLS is on', async () => (await reading({ host: 'localhost', tls: verified() })) === 'ok');
  });
});

describe('without TLS', () => {
  const parse = (host: string, tls: object): readonly string[] | undefined =>
    PostgresTarget.safeParse({ ...targetIn(server, database, wiki), host, tls }).error?.issues.map(
      ({ path: at, message }) => `${at.join('.')}: ${message}`,
    );

  it.each(['127.0.0.1', '127.8.9.10', '::1', 'localhost', 'LOCALHOST', '/run/postgresql'])('%s is reached', (host) => {
    expect(parse(host, { mode: 'off' })).toBeUndefined();
  });

  it.each([
    'db.example',
    '10.0.0.1',
    '192.168.1.2',
    '127.0.0.1.example',
    '::2',
    'localhost.example',
    '0.0.0.0',
    '128.0.0.1',
  ])('%s is refused in words', (host) => {
    expect(parse(host, { mode: 'off' })).toEqual([
      expect.stringMatching(/^tls\.mode: Without TLS, names and the password/),
    ]);
    expect(parse(host, {})).toBeUndefined();
  });

  it('certificates are refused, half of them too, and TLS where a socket is', () => {
    expect(parse('localhost', { mode: 'off', ca: '/ca.pem' })).toEqual([expect.stringMatching(/^tls: Without TLS/)]);
    expect(parse('localhost', { certificate: '/c.pem' })).toEqual([
      expect.stringMatching(/^tls: A client certificate/),
    ]);
    expect(parse('/run/postgresql', {})).toEqual([expect.stringMatching(/^tls\.mode: A Unix socket/)]);
  });

  it.each(['db.example:5432', 'postgres://db', 'a b', 'user@db', 'db/crm', ''])('“%s” is no host', (host) => {
    expect(parse(host, {})?.[0]).toMatch(/^host: /);
  });

  it('a socket is reached', async () => {
    expect(await reading({ host: server.socket })).toBe('ok');
  });
});

describe('the password', () => {
  const as = { user: 'footbridge' };
  const file = (text: string, mode = 0o600): string => {
    const made = path.join(mkdtempSync(path.join(server.socket, 'p-')), 'password');
    writeFileSync(made, text, { mode });
    chmodSync(made, mode);
    return made;
  };

  it('is the first line of its file, whatever follows, and however the line ends', async () => {
    expect(await reading({ ...as, passwordFile: server.passwordFile })).toBe('ok');
    for (const text of [server.password, `${server.password}\r\nmore`, `\uFEFF${server.password}\n`])
      expect(await reading({ ...as, passwordFile: file(text) })).toBe('ok');
    const link = `${file('x')}.link`;
    symlinkSync(server.passwordFile, link);
    expect(await reading({ ...as, passwordFile: link })).toBe('ok');
  });

  it.each<[string, () => string | null, RegExp]>([
    ['a wrong one', () => file('wrong-password'), /^credentials: .*28P01/],
    ['an empty first line', () => file(`\n${server.password}`), /^credentials: The first line .* is empty/],
    [
      'no such file',
      () => '/srv/no-such-password',
      /^credentials: The password file \/srv\/no-such-password cannot be read/,
    ],
    ['a folder', () => server.socket, /^credentials: The password file .* is not a file/],
    ['none', () => null, /^credentials: The server asks for a password of footbridge/],
    ...[0o640, 0o604, 0o660, 0o644, 0o610].map((mode): [string, () => string, RegExp] => [
      `a file of mode ${mode.toString(8)}`,
      () => file(server.password, mode),
      /^credentials: .*others than its owner.*chmod 600/,
    ]),
  ])('%s is told, and the password never', async (_name, passwordFile, expected) => {
    const said = await reading({ ...as, passwordFile: passwordFile() });
    expect(said).toMatch(expected);
    expect(said).not.toMatch(/wrong-password|correct horse/);
  });

  it('is not taken from where the server’s own tools look', async () => {
    const before = process.env.PGPASSWORD;
    onTestFinished(() => {
      if (before === undefined) delete process.env.PGPASSWORD;
      else process.env.PGPASSWORD = before;
    });
    process.env.PGPASSWORD = server.password;
    expect(await reading({ ...as, passwordFile: null })).toMatch(/^credentials: .*names no file/);
  });

  it('that is changed counts with the next connection', async () => {
    const passwordFile = file('wrong-password');
    const connector = connectTo(targetIn(server, database, wiki, { ...as, passwordFile }));
    expect(failed(await connector.read('1'))).toMatch(/^credentials: /);
    writeFileSync(passwordFile, server.password);
    expect(failed(await connector.read('1'))).toBe('ok');
  });
});

it.each([
  ['no server', { port: 1 }, /^transient: The server at .* cannot be reached/],
  ['no such name', { host: 'no-such-host.invalid', tls: {} }, /^transient: The server at .* cannot be reached/],
  ['no such database', { database: 'none' }, /^transient: .*3D000/],
  ['no such login', { host: 'localhost', tls: { mode: 'off' }, user: 'nobody-here' }, /^credentials: .*2800/],
])('%s', async (_name, more, expected) => {
  expect(await reading(more)).toMatch(expected);
});

/** How many connections Footbridge holds to a database. */
async function held(name: string): Promise<number> {
  const rows = await server.execute(
    'postgres',
    `SELECT count(*)::int AS held FROM pg_stat_activity WHERE application_name = 'Footbridge' AND datname = $1`,
    [name],
  );
  return Number(rows[0]?.held);
}

describe('connections', () => {
  it('are few, whatever is asked at once; reading and writing share none; idle ones are given back', async () => {
    const { connector, database: own, execute } = await installIn(server, wiki, ada);
    await Promise.all(Array.from({ length: 30 }, () => connector.read('1')));
    expect(await held(own)).toBeLessThanOrEqual(3);
    const readers = await execute(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'Footbridge' AND datname = $1`,
      [own],
    );
    await execute(`CREATE TABLE by (pid int); CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN INSERT INTO by VALUES (pg_backend_pid()); RETURN NEW; END $$;
      CREATE TRIGGER note BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note()`);
    unwrap(await connector.disable('1'));
    const [writer] = await execute('SELECT pid FROM by');
    expect(readers.map(({ pid }) => pid)).not.toContain(writer?.pid);
    await until('none is held any more', async () => (await held(own)) === 0, 20_000);
    expect(failed(await connector.read('1'))).toBe('ok');
  });

  it('all end with close, and nothing is asked afterwards', async () => {
    const { connector, database: own } = await installIn(server, wiki, ada);
    await Promise.all([connector.read('1'), connector.disable('1')]);
    expect(await held(own)).toBeGreaterThan(0);
    await connector.close();
    await until('none is held any more', async () => (await held(own)) === 0, 2_000);
    expect(failed(await connector.read('1'))).toMatch(/^transient: /);
  });

  it('none is opened before something is asked', async () => {
    const { connector, database: own } = await installIn(server, wiki);
    connector.describe();
    expect(await held(own)).toBe(0);
  });
});

it('a server that works for ever on one thing is stopped, and so is one that lets nobody in', async () => {
  const slow = `CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
    CREATE TRIGGER slow BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION slow()`;
  const { connector } = await installIn(server, wiki, `${ada}; ${slow}`);
  const silent = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void silent.close());
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const began = performance.now();
  const [slowly, never] = await Promise.all([connector.disable('1'), reading({ port })]);
  expect(failed(slowly)).toMatch(/^transient: .*\(57014\)/);
  expect(never).toMatch(/^transient: The server at .* cannot be reached/);
  expect(performance.now() - began).toBeLessThan(15_000);
});

describe('a connection that is lost', () => {
  /** A connector over a way that can be cut, which has read once. */
  async function overProxy() {
    const proxy = await startCuttingProxy(server.port);
    onTestFinished(() => proxy.close());
    const { target, execute } = await installIn(server, wiki, ada);
    const connector = connectTo({ ...target, port: proxy.port });
    return { proxy, connector, enabled: async () => (await execute('SELECT enabled FROM users'))[0]?.enabled };
  }

  it.each([
    [
      'before COMMIT goes out',
      'COMMIT\u0000',
      'before',
      /^unknown: Whether the change was kept .* cannot be told/,
      true,
    ],
    [
      'after COMMIT was done, and before its answer',
      'COMMIT\u0000',
      'after',
      /^unknown: Whether the change was kept/,
      false,
    ],
    ['at the change', 'UPDATE', 'before', /^transient: /, true],
    ['after the change', 'UPDATE', 'after', /^transient: /, true],
    ['of which nothing is heard any more at COMMIT', 'COMMIT\u0000', 'silence', /^unknown: Whether the change/, true],
    ['of which nothing is heard any more at the change', 'UPDATE', 'silence', /^transient: /, true],
    ['at the first word', 'BEGIN', 'before', /^ok$/, false],
  ] as const)('%s', async (_name, word, when, expected, enabled) => {
    const { proxy, connector, enabled: isEnabled } = await overProxy();
    proxy.cutAt(word, when);
    const began = performance.now();
    expect(failed(await connector.disable('1'))).toMatch(expected);
    expect(performance.now() - began, 'well before provisioning gives up').toBeLessThan(20_000);
    expect(await isEnabled()).toBe(enabled);
    // Afterwards all is as if nothing had been.
    expect(unwrap(await connector.read('1'))?.active).toBe(enabled);
    expect(failed(await connector.disable('1'))).toBe('ok');
    expect(unwrap(await connector.read('1'))?.active).toBe(false);
  });

  it('of a server that is ended in the middle of a change, and comes back', async () => {
    const { connector, database: own, execute } = await installIn(server, wiki, ada);
    unwrap(await connector.read('1'));
    const other = await server.connect(own);
    await other.query('BEGIN; UPDATE users SET enabled = true WHERE id = 1');
    const disabled = connector.disable('1');
    await until('it waits', async () => {
      const [row] = await execute(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock'`,
      );
      return Number(row?.waiting) > 0;
    });
    await server.crash();
    expect(failed(await disabled)).toMatch(/^(transient|unknown): /);
    expect(failed(await connector.read('1'))).toMatch(/^transient: /);
    await server.start();
    expect(unwrap(await connector.read('1'))?.active).toBe(true);
    expect(failed(await connector.disable('1'))).toBe('ok');
    expect(unwrap(await connector.read('1'))?.active).toBe(false);
  });

  it('while it was idle costs nothing', async () => {
    const { connector, database: own, execute } = await installIn(server, wiki, ada);
    unwrap(await connector.disable('1'));
    await execute(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'Footbridge' AND datname = $1`,
      [own],
    );
    expect(failed(await connector.enable('1'))).toBe('ok');
  });
});
