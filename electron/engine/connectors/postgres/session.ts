import type { ClientConfig, Pool, PoolClient, PoolConfig, QueryArrayConfig } from 'pg';
import type { PostgresTarget } from '../../../../shared/model/postgres-target.ts';
import { Refusal, type Result, success } from '../connector.ts';
import { readPassword, readTls } from './credentials.ts';
import { failureOf, Trouble } from './failure.ts';

/** A value on its way there and back: always text, which the server reads as the type that it needs. */
export type Value = string | null;
export type Row = readonly Value[];

export interface Answer {
  readonly rows: readonly Row[];
  /** How many rows the statement changed. */
  readonly changed: number;
}

/** One open transaction. Values are parameters, `$1` and so on; never a part of the SQL. */
export interface Session {
  query(sql: string, values?: readonly Value[]): Promise<Answer>;
}

/** read: of what is committed, all as of one moment, and without the right to write; try: a write that is undone. */
export type Mode = 'read' | 'write' | 'try';

export interface Database {
  /** Runs one verb in one transaction. Reading and writing never share a connection (rule 9). */
  run<T>(mode: Mode, work: (session: Session) => Promise<T>): Promise<Result<T>>;
  close(): Promise<void>;
}

/**
 * How long we wait, in milliseconds: for a connection, for one statement, for a lock, and for all that a verb asks.
 * Together, also when a dead connection is found first, they stay well under the 30 seconds after which provisioning
 * gives up.
 */
const limits = { connection: 5_000, statement: 10_000, lock: 4_000, verb: 14_000 };
/** After this long without work no connection is held. */
const IDLE_MS = 10_000;
const MOST_CONNECTIONS = 3;
/** As many connections as may have died unnoticed while they were idle, and a new one. */
const BEGINNINGS = MOST_CONNECTIONS + 1;

const set = (name: string, value: string | number): string => `; SET LOCAL ${name} = ${value}`;

/**
 * What is set for one transaction alone, so that it holds behind a pooler as well. Rows that a policy hides are an error,
 * since "not there" must be true; dates are read back as they are written.
 */
const settings = [
  set('statement_timeout', limits.statement),
  set('lock_timeout', limits.lock),
  set('idle_in_transaction_session_timeout', limits.verb),
  set('row_security', 'off'),
  set('datestyle', 'ISO'),
].join('');

const beginnings: Readonly<Record<Mode, string>> = {
  read: `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY${settings}`,
  write: `BEGIN ISOLATION LEVEL READ COMMITTED${settings}`,
  try: `BEGIN ISOLATION LEVEL READ COMMITTED${settings}`,
};

/** The database of a target in a few words: `crm at db.example:5432`. */
export const placeOf = ({ host, port, database }: PostgresTarget): string => `${database} at ${host}:${port}`;

/** pg is loaded when the first app of this kind is first asked something. */
async function openPool(target: PostgresTarget): Promise<Pool> {
  const [pg, ssl] = await Promise.all([import('pg'), readTls(target)]);
  /** One that fails is ended as well; pg leaves it open until the server loses patience. */
  class EndingClient extends pg.Client {
    constructor(options?: ClientConfig) {
      super(options);
      this.connection.on('error', () => setImmediate(() => void this.end()));
    }
  }
  const config: PoolConfig = {
    host: target.host,
    port: target.port,
    database: target.database,
    user: target.user,
    password: () => readPassword(target),
    ssl,
    application_name: 'Footbridge',
    client_encoding: 'UTF8',
    keepAlive: true,
    max: MOST_CONNECTIONS,
    idleTimeoutMillis: IDLE_MS,
    connectionTimeoutMillis: limits.connection,
    allowExitOnIdle: true,
    Client: EndingClient,
  };
  const pool = new pg.Pool(config);
  // A connection that dies while nobody uses it is no news: the next verb gets another one.
  pool.on('error', () => undefined);
  // One that dies in use is told by the statement that waits for it.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Every value as the text that the server sends: what a type means is decided where its column is known. */
const asText = { getTypeParser: () => (value: unknown) => value } as unknown as NonNullable<QueryArrayConfig['types']>;

/** Every text in a part of a target: names of tables and columns, which no message need hide. */
const namesIn = (part: unknown): ReadonlySet<string> =>
  typeof part === 'object' && part !== null
    ? new Set(Object.values(part).flatMap((inner) => [...namesIn(inner)]))
    : new Set(typeof part === 'string' ? [part] : []);

/** Connections to the database of a target, opened when they are needed. */
export function openDatabase(target: PostgresTarget): Database {
  const pools: { reading: Pool | null; writing: Pool | null } = { reading: null, writing: null };
  const place = placeOf(target);
  const names = namesIn([target.users, target.roles, target.userRoles]);
  let closing: Promise<void> | null = null;

  async function poolFor(mode: Mode): Promise<Pool> {
    const kind = mode === 'read' ? 'reading' : 'writing';
    const had = pools[kind];
    if (had !== null && had.totalCount + had.waitingCount > 0) return had;
    // Nothing is open: the files of TLS are read anew, so that a certificate that was renewed is used.
    const opened = await openPool(target);
    const meanwhile = pools[kind];
    if (closing !== null) throw new Refusal('transient', `The connection to ${place} was closed.`);
    if (meanwhile !== null && meanwhile !== had) return meanwhile;
    pools[kind] = opened;
    void had?.end();
    return opened;
  }

  /** @throws Trouble */
  async function connect(mode: Mode): Promise<PoolClient> {
    const pool = await poolFor(mode);
    try {
      return await pool.connect();
    } catch (error) {
      throw error instanceof Refusal ? error : new Trouble(error, []);
    }
  }

  /** A connection with its transaction begun. Nothing has been done yet, so a dead connection costs another try only. */
  async function begin(mode: Mode): Promise<PoolClient> {
    const end = performance.now() + limits.connection;
    for (let left = BEGINNINGS; ; left--) {
      const client = await connect(mode);
      try {
        await ask(client, beginnings[mode], [], end, []);
        return client;
      } catch (error) {
        client.release(true);
        const isDead = error instanceof Trouble && !error.leavesConnection;
        if (!isDead || left === 1 || performance.now() > end) throw error;
      }
    }
  }

  return {
    async run(mode, work) {
      const sent: string[] = [];
      let client: PoolClient | null = null;
      let committing = false;
      let isSound = false;
      try {
        const begun = await begin(mode);
        client = begun;
        const end = performance.now() + limits.verb;
        const value = await work({
          query(sql, values = []) {
            sent.push(...values.filter((one): one is string => one !== null && !names.has(one)));
            return ask(begun, sql, values, end, sent);
          },
        });
        committing = mode === 'write';
        const answer = await ask(begun, mode === 'try' ? 'ROLLBACK' : 'COMMIT', [], end, sent);
        isSound = true;
        // PostgreSQL answers COMMIT of a failed transaction with ROLLBACK, and no error.
        if (mode === 'write' && answer.command !== 'COMMIT')
          throw new Refusal('permanent', `PostgreSQL undid the change in ${place} without a word.`);
        return success(value);
      } catch (error) {
        if (client !== null && !isSound) isSound = await rollBack(client, error);
        return failureOf(error, place, committing);
      } finally {
        client?.release(!isSound);
      }
    },
    close() {
      closing ??= Promise.all([pools.reading?.end(), pools.writing?.end()]).then(() => undefined);
      return closing;
    },
  };
}

/** @returns whether the connection can be used on */
async function rollBack(client: PoolClient, error: unknown): Promise<boolean> {
  if (error instanceof Trouble && !error.leavesConnection) return false;
  try {
    await ask(client, 'ROLLBACK', [], performance.now() + limits.connection, []);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param end when the answer must be there, as performance.now() tells time
 * @throws Trouble
 */
async function ask(
  client: PoolClient,
  text: string,
  values: readonly Value[],
  end: number,
  sent: readonly string[],
): Promise<Answer & { readonly command: string }> {
  // Also on our side: of a server that is cut off nothing is heard, not even that it gave up.
  const query_timeout = Math.max(1, Math.ceil(end - performance.now()));
  const query = { text, rowMode: 'array', types: asText, query_timeout } as QueryArrayConfig;
  try {
    const answer = await client.query<Value[]>(values.length > 0 ? { ...query, values: [...values] } : query);
    return { rows: answer.rows ?? [], changed: answer.rowCount ?? 0, command: answer.command };
  } catch (error) {
    throw new Trouble(error, sent);
  }
}
