import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { createEngine, type Engine, type EngineSettings } from '../../electron/engine/engine.ts';
import type { SandboxRecord } from '../../electron/engine/sandbox/record.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Input } from '../../shared/contract/contract.ts';
import type { Sandbox } from '../../shared/model/sandbox.ts';
import { until } from '../support/engine-until.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const resources = fileURLToPath(new URL('../../resources/demo', import.meta.url));

/** One account of an app of the sandbox, as the app's own file holds it. */
export interface FileAccount {
  readonly login: string;
  readonly active: boolean;
  /** Sorted. */
  readonly roles: readonly string[];
}

/** The SQL by which an app's file tells its accounts: login, whether it is active, names of roles. */
const accountsIn = {
  'team-wiki': `SELECT username AS login, enabled AS active, (SELECT json_group_array(name) FROM user_roles
    JOIN roles ON roles.id = role_id WHERE user_id = users.id) AS roles FROM users`,
  'ticket-desk': `SELECT "sign-in" AS login, standing = 'on duty' AS active, (SELECT json_group_array(says)
    FROM "who does what" JOIN duties ON code = duty WHERE agent = "agent key") AS roles FROM "agents of the desk"`,
  'door-badges': `SELECT holder AS login, state = 'valid' AS active, (SELECT json_group_array(name) FROM opens
    JOIN doors ON doors.id = door WHERE badge = number) AS roles FROM badges`,
} as const;
export type AppFile = keyof typeof accountsIn;

/** What took effect in Team Wiki, as the wiki itself wrote it down. */
export interface WikiEvent {
  readonly event: string;
  readonly username: string;
  readonly detail: string | null;
}

/**
 * A real engine in this process.
 *
 * @param data the world's folder
 * @param log gets its lines
 */
export const openEngine = (data: string, settings: EngineSettings, log: string[] = []): Promise<Engine> => {
  const write = (_: object, message: string) => void log.push(message);
  return createEngine(
    {
      clock: { now: Date.now },
      ids: { next: randomUUID },
      reached: () => undefined,
      logger: { debug: () => undefined, info: write, warn: write, error: write },
      paths: { data },
    },
    settings,
  );
};

/** The contract of whichever engine runs when it is called. */
export const clientOf = (engine: () => Engine): Client =>
  createClient({
    call: (name, input) => engine().call(name, input),
    follow: (position, { onMessage }) =>
      engine().events.follow(position, (messages) => {
        for (const message of messages) onMessage(message);
      }),
  });

/** A sandbox world of its own: the real engine with its IdP, a temporary folder, the apps' real files. */
export class SandboxWorld {
  readonly data: string;
  /** What the IdP and the engine logged. */
  readonly log: string[] = [];
  readonly client: Client = clientOf(() => this.engine);
  #engine: Engine | null = null;

  /** @param data the world's folder; one of its own when absent */
  constructor(data: string = temporaryFolder('sandbox')) {
    this.data = data;
  }

  /** @param haste how many times as fast as people can watch */
  async open(haste = 100, more: Pick<EngineSettings, 'neighbour'> = {}): Promise<this> {
    const settings = { world: 'sandbox', scimPort: 'remembered', sandbox: { resources, haste }, ...more } as const;
    this.#engine = await openEngine(this.data, settings, this.log);
    return this;
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
    this.#engine = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('The engine of this test does not run.');
    return this.#engine;
  }

  get = (): Promise<Sandbox> => this.client.call('sandbox.get', {});

  /** Founds a company that does nothing by itself, and waits until everybody has arrived. */
  async found(input: Input<'sandbox.start'> = {}): Promise<Sandbox> {
    await this.client.call('sandbox.setSpeed', { speed: 0 });
    await this.client.call('sandbox.start', input);
    const sandbox = await this.imported();
    await until('the apps are as the company', async () => (await this.client.call('status.get', {})).onTheWay === 0);
    return sandbox;
  }

  /** Waits until the first import is told. */
  imported(): Promise<Sandbox> {
    return until(
      'the first import is told',
      async () => {
        const sandbox = await this.get();
        if (sandbox.failure !== null) throw new Error(sandbox.failure);
        return sandbox.busy === null && this.record().imported && sandbox;
      },
      60_000,
    );
  }

  /** Waits until every delivery is confirmed, or waits for a person. */
  settle(): Promise<unknown> {
    return until(
      'everything is delivered, but for what the badges refuse',
      async () => {
        const { outstanding } = await this.client.call('status.get', {});
        const { items } = await this.client.call('work.list', {});
        return outstanding === items.length && items.every(({ kind }) => kind === 'refused');
      },
      60_000,
    );
  }

  record(): SandboxRecord {
    return JSON.parse(readFileSync(join(this.data, 'sandbox.json'), 'utf8')) as SandboxRecord;
  }

  /** An app's accounts as its file holds them, read over a connection of its own, by login. */
  accounts(app: AppFile): readonly FileAccount[] {
    return this.#look(app, accountsIn[app])
      .map((row) => row as { login: string; active: number; roles: string })
      .map(({ login, active, roles }) => ({
        login,
        active: active === 1,
        roles: (JSON.parse(roles) as string[]).sort(),
      }))
      .sort((one, other) => (one.login < other.login ? -1 : 1));
  }

  account(app: AppFile, login: string): FileAccount | undefined {
    return this.accounts(app).find((account) => account.login === login);
  }

  wikiEvents(): readonly WikiEvent[] {
    return this.#look('team-wiki', 'SELECT event, username, detail FROM access_log ORDER BY id') as WikiEvent[];
  }

  #look(app: AppFile, question: string): unknown[] {
    const file = new Database(join(this.data, `${app}.db`), { readonly: true, fileMustExist: true, timeout: 5_000 });
    try {
      return file.prepare(question).all();
    } finally {
      file.close();
    }
  }
}
