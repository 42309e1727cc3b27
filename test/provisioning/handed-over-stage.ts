import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { parseDocument } from '../../electron/engine/connectors/csv/parse.ts';
import type { CsvTarget } from '../../shared/model/csv-target.ts';
import type { Operation, Trace } from '../../shared/model/trace.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import { type OtherPorts, startEngine, type TestEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser, replacing } from '../support/scim.ts';
import { asked } from './stage.ts';

/** A CSV app, as its file and its export are seen by who opens them. */
export interface CsvApp {
  readonly id: string;
  readonly file: string;
  /** Every account in the file: `ada active reader, editor | Sales`. */
  accounts(): readonly string[];
  edit(change: (text: string) => string): void;
  /** Writes the app's own export, `age` ms ago by the engine's clock. */
  export(lines: readonly string[], age?: number): void;
}

/** A real engine with one source, a clock that can be put forward, and CSV apps. */
export interface CsvStage {
  readonly engine: TestEngine;
  /** Puts the clock forward, in ms. */
  later(ms: number): void;
  /** From now on the clock moves only when it is put forward. */
  stopClock(): void;
  addApp(name: string, target: Partial<CsvTarget>): Promise<CsvApp>;
  hire(userName: string, department: string): Promise<string>;
  patchUser(id: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  quiet(): Promise<void>;
  trace(words: string): Promise<Trace>;
  /** `disable handed over, removeRole handed over`: the operations of an exchange on an app, with their proofs. */
  proofs(words: string, app?: string): Promise<string>;
  operation(words: string, verb: string): Promise<Operation>;
  items(): Promise<readonly WorkItem[]>;
  /** Has the exports looked at now. */
  look(): Promise<void>;
}

export const separated = { layout: 'column', column: 'Roles', separator: ';' } as const;

/** The columns of the file that say who somebody is. */
export const csvUsers = {
  id: 'Key',
  login: 'Login',
  active: { column: 'Status', on: 'active', off: 'locked' },
  columns: { mail: 'Mail', department: 'Department' },
  email: 'mail',
  employeeNumber: null,
};

export async function setCsvStage(ports: OtherPorts = {}): Promise<CsvStage> {
  let ahead = 0;
  let stoppedAt: number | null = null;
  const now = () => (stoppedAt ?? Date.now()) + ahead;
  const engine = await startEngine({ clock: { now }, ...ports });
  onTestFinished(() => engine.close());
  const { client } = engine;
  const idp = await engine.addSource('entra', { name: 'Entra' });
  const trace = (words: string) =>
    until(`an exchange “${words}”`, async () => {
      const filter = { changesOnly: true, text: words };
      const [newest] = (await client.call('exchange.list', { filter, limit: 1 })).items;
      return newest && client.call('trace.get', { exchangeId: newest.id });
    });
  const stage: CsvStage = {
    engine,
    later(ms) {
      ahead += ms;
    },
    stopClock() {
      stoppedAt ??= Date.now();
    },
    async addApp(name, target) {
      const file = path.join(engine.data, `${name}.csv`);
      const whole = { kind: 'csv' as const, file, users: csvUsers, roles: separated, ...target };
      const { id } = await client.call('app.add', { name, target: whole });
      const expressions = { login: 'user.userName', mail: 'primary(user.emails)', department: 'user.department' };
      const mappings = Object.entries(expressions).map(([attribute, expression]) => ({ attribute, expression }));
      await client.call('app.setMappings', { id, mappings });
      for (const [role, departments] of [
        ['reader', ['Sales', 'Marketing']],
        ['editor', ['Marketing']],
      ] as const) {
        const when = departments.map((one) => `user.department == "${one}"`).join(' || ');
        await client.call('app.addRule', { id, rule: { name: `They are ${role}s`, role, when } });
      }
      await client.call('app.setState', { id, state: 'on' });
      return {
        id,
        file,
        accounts: () => accountsIn(file, whole.delimiter ?? ','),
        edit: (change) => writeFileSync(file, change(readFileSync(file, 'utf8'))),
        export(lines, age = 10_000) {
          const to = whole.export?.file ?? '';
          writeFileSync(to, `Login,Status,Roles\n${lines.map((line) => `${line}\n`).join('')}`);
          const at = (now() - age) / 1000;
          utimesSync(to, at, at);
        },
      };
    },
    hire: (userName, department) => asked(idp, 'POST', '/Users', newUser(userName, department)),
    patchUser: async (id, values) => void (await asked(idp, 'PATCH', `/Users/${id}`, replacing(values))),
    quiet: async () => void (await until('quiet', async () => (await client.call('status.get', {})).outstanding === 0)),
    trace,
    async proofs(words, app) {
      const { accounts } = await trace(words);
      const account = accounts.find((one) => app === undefined || one.app.name === app);
      return account?.operations.map(({ verb, proof }) => `${verb} ${proof?.kind ?? '-'}`).join(', ') ?? 'none';
    },
    operation: async (words, verb) =>
      until(`${verb} of “${words}”`, async () =>
        (await trace(words)).accounts[0]?.operations.find((one) => one.verb === verb),
      ),
    items: async () => (await client.call('work.list', {})).items,
    look: () => engine.restart(),
  };
  return stage;
}

function accountsIn(file: string, delimiter: string): readonly string[] {
  if (!existsSync(file)) return [];
  const { header, rows } = parseDocument(readFileSync(file), delimiter, file);
  return rows.map(({ values }) => {
    const cell = (column: string) => values[header?.values.indexOf(column) ?? -1];
    return `${cell('Login')} ${cell('Status')} ${cell('Roles')} | ${cell('Department')}`;
  });
}
