/** A real PostgreSQL server for the tests of a file: in a temporary folder, on a free loopback port, with TLS. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chmodSync, chownSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import pg from 'pg';
import { installedPostgres } from '../../scripts/setup/postgres.mjs';
import { until } from './engine-until.ts';
import { makeCertificates } from './postgres-certificates.ts';
import { temporaryFolder } from './temporary-folder.ts';

const missing =
  'These tests need the PostgreSQL server, which is not here: apt-get install postgresql (or put the folder of its programs into PATH or PGBIN).';

/** @throws Error that says what to install */
function findPrograms(): string {
  const found = installedPostgres();
  if (found === null) throw new Error(missing);
  return found;
}

/** PostgreSQL refuses to run as root: then it runs as somebody who may do nothing. */
function unprivileged(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  return { uid: Number(user?.[2] ?? 65_534), gid: Number(user?.[3] ?? 65_534) };
}

export interface PostgresServer {
  readonly port: number;
  /** The folder of its Unix socket, where everybody is trusted. Over TCP `postgres` is trusted, too. */
  readonly socket: string;
  /** The user whose password is asked for over TCP, and a file with it that only its owner may read. */
  readonly user: 'footbridge';
  readonly passwordFile: string;
  readonly password: string;
  /** PEM files: the authority of its certificate, which is for `localhost` alone; one that it is not of; a client's. */
  readonly certificates: ReturnType<typeof makeCertificates>;
  /** Makes a database, with what this SQL makes in it. @returns its name */
  createDatabase(sql: string): Promise<string>;
  /** Runs SQL as its superuser. @returns the rows of the last statement */
  execute(database: string, sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** A connection of its superuser that stays open until `close`. */
  connect(database: string): Promise<pg.Client>;
  /** Ends it at once, as a crash does: no connection hears a word. */
  crash(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const password = 'correct horse: "battery" \\staple\'';

/** What is trusted: the socket, and the superuser; `certified` comes with a certificate. */
const whoMayConnect = `
local   all all                     trust
hostssl all certified  127.0.0.1/32 cert
host    all footbridge 127.0.0.1/32 scram-sha-256
host    all all        127.0.0.1/32 trust
`;

/** Starts a server. The caller closes it. */
export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPrograms();
  const owner = unprivileged();
  const folder = temporaryFolder('postgres');
  const data = path.join(folder, 'data');
  const give = (file: string, mode: number) => {
    if (owner.uid !== undefined && owner.gid !== undefined) chownSync(file, owner.uid, owner.gid);
    chmodSync(file, mode);
  };
  give(folder, 0o755);
  const certificates = makeCertificates(folder);
  give(certificates.serverKey, 0o600);
  give(certificates.server, 0o644);
  const passwordFile = path.join(folder, 'password');
  writeFileSync(passwordFile, `${password}\nand a second line\n`, { mode: 0o600 });
  const options = { cwd: folder, ...owner, env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' } };
  execFileSync(
    path.join(programs, 'initdb'),
    ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    { ...options, stdio: 'pipe' },
  );
  writeFileSync(path.join(data, 'pg_hba.conf'), whoMayConnect);
  const port = await freePort();
  appendFileSync(
    path.join(data, 'postgresql.conf'),
    [
      `port = ${port}`,
      `listen_addresses = '127.0.0.1'`,
      `unix_socket_directories = '${folder}'`,
      'fsync = off',
      'shared_buffers = 16MB',
      'max_connections = 60',
      'ssl = on',
      `ssl_cert_file = '${certificates.server}'`,
      `ssl_key_file = '${certificates.serverKey}'`,
      `ssl_ca_file = '${certificates.ca}'`,
      '',
    ].join('\n'),
  );

  let running: ChildProcess | null = null;
  const open = new Set<pg.Client>();
  async function connect(database: string): Promise<pg.Client> {
    const client = new pg.Client({ host: folder, port, database, user: 'postgres', password: '-' });
    client.on('error', () => undefined);
    await client.connect();
    open.add(client);
    return client;
  }
  async function execute(database: string, sql: string, values: readonly unknown[] = []) {
    const client = await connect(database);
    try {
      const result = await client.query(values.length > 0 ? { text: sql, values: [...values] } : sql);
      const last = Array.isArray(result) ? result.at(-1) : result;
      return (last?.rows ?? []) as Record<string, unknown>[];
    } finally {
      open.delete(client);
      await client.end();
    }
  }
  async function start(): Promise<void> {
    const log = path.join(folder, 'log');
    const child = spawn(path.join(programs, 'postgres'), ['-D', data, '-c', 'logging_collector=off'], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    running = child;
    child.stderr?.on('data', (text: Buffer) => appendFileSync(log, text));
    await until('PostgreSQL answers', async () => {
      if (child.exitCode !== null) throw new Error(readFileSync(log, 'utf8').slice(-2_000));
      await execute('postgres', 'SELECT 1');
      return true;
    });
  }
  async function end(signal: 'SIGINT' | 'SIGQUIT'): Promise<void> {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  await start();
  await execute(
    'postgres',
    `CREATE ROLE footbridge LOGIN PASSWORD '${password.replaceAll("'", "''")}'; CREATE ROLE certified LOGIN`,
  );
  let databases = 0;
  return {
    port,
    socket: folder,
    user: 'footbridge',
    passwordFile,
    password,
    certificates,
    async createDatabase(sql) {
      const name = `app_${++databases}`;
      await execute('postgres', `CREATE DATABASE ${name}`);
      await execute(name, sql);
      return name;
    },
    execute,
    connect,
    crash: () => end('SIGQUIT'),
    start,
    async close() {
      await Promise.all([...open].map((client) => client.end().catch(() => undefined)));
      await end('SIGINT');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
