import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { StreamLimits } from '../../electron/host/admin/events.ts';
import { createAdminServer } from '../../electron/host/admin/server.ts';
import { createSession } from '../../electron/host/admin/session.ts';
import { createWorlds } from '../../electron/host/worlds.ts';
import type { World } from '../../shared/model/status.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type ScriptedEngine, scriptedEngine } from './scripted-engine.ts';

export const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** The two files that stand for built screens. */
const page = '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><style nonce="__CSP_NONCE__"></style>';

export interface AdminFixture {
  readonly port: number;
  readonly token: string;
  readonly issueCode: () => string;
  /** Moves the session's clock on by some milliseconds. */
  readonly pass: (milliseconds: number) => void;
  readonly engine: (world: World) => Promise<ScriptedEngine>;
  readonly close: () => Promise<void>;
}

type Answers = Parameters<typeof scriptedEngine>[1];

/** A real admin server on a port of its own, over scripted engines. */
export async function openAdmin(answers: Answers = {}, limits?: StreamLimits): Promise<AdminFixture> {
  const screens = temporaryFolder('screens');
  writeFileSync(path.join(screens, 'index.html'), page);
  mkdirSync(path.join(screens, 'assets'));
  writeFileSync(path.join(screens, 'assets', 'index-a1b2c3.js'), 'export {};\n');
  writeFileSync(path.join(screens, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  writeFileSync(path.join(screens, '.secret.js'), 'secret');
  const engines = new Map<World, ScriptedEngine>();
  const worlds = createWorlds({
    async start({ world }) {
      const engine = scriptedEngine(world, answers);
      engines.set(world, engine);
      return engine;
    },
    optionsOf: (world) => ({ world, data: screens, scimPort: null, logLevel: 'silent' }),
    onDeath: () => undefined,
  });
  let now = 0;
  const session = createSession({ now: () => now });
  const door = { kind: 'loopback', session, screens } as const;
  const server = createAdminServer({ worlds, logger: silent, door, ...(limits ? { limits } : {}) });
  const port = (await server.listen({ port: 0 })) ?? 0;
  return {
    port,
    token: session.token,
    issueCode: () => session.issueCode(),
    pass: (milliseconds) => {
      now += milliseconds;
    },
    async engine(world) {
      await worlds.engine(world);
      const engine = engines.get(world);
      if (engine === undefined) throw new Error(`no ${world} engine`);
      return engine;
    },
    async close() {
      await server.close();
      await worlds.stop();
      rmSync(screens, { recursive: true });
    },
  };
}
