import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import type { SandboxRecord } from '../../electron/engine/sandbox/record.ts';
import { type EngineThread, startEngine } from '../../electron/engine/thread.ts';
import { startDemo } from '../../electron/headless/demo.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { temporaryFolder } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';

const resources = fileURLToPath(new URL('../../resources/demo', import.meta.url));

/** One row of Team Wiki's users, with the names of its roles. */
export interface WikiUser {
  readonly id: number;
  readonly username: string;
  readonly mail: string | null;
  readonly full_name: string | null;
  readonly department: string | null;
  readonly employee_number: string | null;
  readonly enabled: 0 | 1;
  readonly roles: readonly string[];
}

/** What took effect in Team Wiki, as the wiki itself wrote it down. */
export interface WikiEvent {
  readonly event: string;
  readonly username: string;
  readonly detail: string | null;
}

/** A sandbox world of its own: the real engine in its thread, a temporary folder, the wiki's real file. */
export class SandboxWorld {
  readonly data = temporaryFolder('demo');
  #engine: EngineThread | null = null;

  async start(): Promise<void> {
    this.#engine = await startEngine({
      world: 'sandbox',
      data: this.data,
      scimPort: 'remembered',
      logLevel: 'warn',
    });
  }

  async stop(): Promise<void> {
    await this.#engine?.stop();
    this.#engine = null;
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.data, { recursive: true, force: true });
  }

  get client(): Client {
    return createClient(this.#running);
  }

  get #running(): EngineThread {
    if (this.#engine === null) throw new Error('The engine of this test does not run.');
    return this.#engine;
  }

  /**
   * Runs the demo until it logged a line that is enough; an episode's line comes before its requests, which are then
   * not sent.
   *
   * @returns every line
   */
  async live(isEnough: (line: string, lines: readonly string[]) => unknown, pace = 5_000): Promise<string[]> {
    const lines: string[] = [];
    const controller = new AbortController();
    const log = (line: string) => {
      lines.push(line);
      if (isEnough(line, lines)) controller.abort();
    };
    await this.run({ log, signal: controller.signal, pace });
    return lines;
  }

  run(options: { readonly log: (line: string) => void; readonly signal: AbortSignal; readonly pace: number }) {
    const { scim } = this.#running;
    if (scim === null) throw new Error('The engine of this test has no SCIM door.');
    return startDemo({ client: this.client, scim, data: this.data, resources, ...options });
  }

  /** Waits until every delivery is confirmed. */
  async settle(): Promise<void> {
    await until('everything delivered', async () => (await this.client.call('status.get', {})).outstanding === 0);
  }

  record(): SandboxRecord {
    return JSON.parse(readFileSync(join(this.data, 'demo.json'), 'utf8')) as SandboxRecord;
  }

  /** The wiki's users as its file holds them, read over a connection of its own. */
  wikiUsers(): WikiUser[] {
    return this.#wiki((wiki) => {
      const roles = wiki
        .prepare('SELECT name FROM user_roles JOIN roles ON roles.id = role_id WHERE user_id = ? ORDER BY name')
        .pluck();
      const users = wiki.prepare('SELECT * FROM users ORDER BY id').all() as Omit<WikiUser, 'roles'>[];
      return users.map((user) => ({ ...user, roles: roles.all(user.id) as string[] }));
    });
  }

  wikiEvents(): WikiEvent[] {
    return this.#wiki((wiki) =>
      wiki.prepare('SELECT event, username, detail FROM access_log ORDER BY id').all(),
    ) as WikiEvent[];
  }

  #wiki<T>(read: (wiki: Database.Database) => T): T {
    const wiki = new Database(join(this.data, 'team-wiki.db'), { readonly: true, fileMustExist: true });
    try {
      return read(wiki);
    } finally {
      wiki.close();
    }
  }
}

/** Told of an episode, not of a connection or an import. */
export const isEpisode = (line: string) => !/: (connected as a source|first import of |\d+ people at work)/.test(line);

/** The first import was told. */
export const isImported = (line: string) => line.endsWith('people at work');
/** So many episodes were told, and the next one was not. */
export const episodes = (count: number) => (_: string, lines: readonly string[]) =>
  lines.filter(isEpisode).length > count;
