import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import path from 'node:path';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import type { Logger, Ports } from '../../electron/engine/ports.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import type { Dialect } from '../../shared/model/source.ts';
import { createScimClient, type ScimClient } from './scim.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A source as a test uses it: what the admin knows of it, and its IdP's client. */
export interface TestSource extends ScimClient {
  readonly id: string;
  readonly name: string;
}

/** A real engine in this process, over a folder of its own, with its SCIM door on a port of its own. */
export interface TestEngine {
  /** The world's folder; it is removed by `close`. */
  readonly data: string;
  readonly client: Client;
  /** Every line of its log, as JSON. */
  readonly log: readonly string[];
  /** Adds a source through the contract. */
  addSource(dialect: Dialect, more?: { readonly name?: string; readonly rate?: number }): Promise<TestSource>;
  /** What a host tells it of the computer's sleep. */
  suspend(): void;
  resume(): void;
  /** Stops the engine and starts another on the same folder; sources and client stay usable. */
  restart(): Promise<void>;
  /** Stops the engine and leaves its folder to be looked into. */
  stop(): Promise<void>;
  /** Stops the engine, ends the connections, removes the folder. */
  close(): Promise<void>;
}

/** Ports that differ from the usual ones: real clock, random ids, a log that is kept. */
export type OtherPorts = Partial<Pick<Ports, 'clock' | 'ids' | 'reached'>>;

/** Starts an engine on a new folder, or on one that is there. */
export async function startEngine(
  other: OtherPorts = {},
  data: string = temporaryFolder('engine'),
): Promise<TestEngine> {
  const log: string[] = [];
  const agent = new Agent({ keepAlive: true });
  let sources = 0;
  const ports: Ports = {
    clock: { now: Date.now },
    ids: { next: randomUUID },
    reached: () => undefined,
    logger: keep(log),
    paths: { data },
    ...other,
  };
  const start = () => createEngine(ports, { world: 'live', scimPort: 'remembered', escalateEveryMs: 50 });
  let engine: Engine = await start();
  const client = createClient({
    call: (name, input) => engine.call(name, input),
    follow: (position, { onMessage }) =>
      engine.events.follow(position, (messages) => {
        for (const message of messages) onMessage(message);
      }),
  });
  return {
    data,
    client,
    log,
    async addSource(dialect, { name = `${dialect} ${++sources}`, rate = 0 } = {}) {
      const { id, baseUrl, token } = await client.call('source.add', { name, dialect, rate });
      return { ...createScimClient({ baseUrl, token }, agent), id, name };
    },
    suspend: () => engine.suspend(),
    resume: () => engine.resume(),
    async restart() {
      // An idle connection of before must not be taken for one to the new engine.
      agent.destroy();
      await engine.stop();
      engine = await start();
    },
    stop: () => engine.stop(),
    async close() {
      agent.destroy();
      await engine.stop();
      rmSync(data, { recursive: true, force: true });
    },
  };
}

function keep(log: string[]): Logger {
  const at = (level: string) => (fields: object, message: string) =>
    void log.push(JSON.stringify({ level, ...fields, message }));
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** The bytes of every file below a folder, to search for what must not be there. */
export const filesBelow = (folder: string): readonly { readonly name: string; readonly bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }));
