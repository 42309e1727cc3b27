import { onTestFinished } from 'vitest';
import type { Client } from '../../shared/contract/client.ts';
import type { App } from '../../shared/model/app.ts';
import type { Trace, TraceAccount } from '../../shared/model/trace.ts';
import type { WorkItem, WorkKind } from '../../shared/model/work.ts';
import { type OtherPorts, startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { addWiki, type Wiki } from '../support/engine-wiki.ts';
import { newUser, patchSchema, replacing } from '../support/scim.ts';

/** A real engine with one Entra source and Team Wiki, switched on. */
export interface Stage {
  readonly engine: TestEngine;
  readonly client: Client;
  readonly idp: TestSource;
  readonly app: App;
  readonly wiki: Wiki;
  /** Creates a user. @returns its id */
  hire(userName: string, department: string, more?: object): Promise<string>;
  patchUser(id: string, values: Readonly<Record<string, unknown>>): Promise<void>;
  /** Creates a group. @returns its id */
  group(displayName: string, members: readonly string[]): Promise<string>;
  patchMembers(groupId: string, op: 'Add' | 'Remove', members: readonly string[]): Promise<void>;
  remove(path: string): Promise<void>;
  /** The trace of the newest exchange that changed something and whose summary holds these words. */
  trace(words: string): Promise<Trace>;
  /** Waits until nothing is on the way any more. */
  quiet(): Promise<void>;
  /** The open work items of a kind. */
  items(kind: WorkKind): Promise<WorkItem[]>;
  /** Waits for the one open work item of a kind. */
  item(kind: WorkKind): Promise<WorkItem>;
}

/** Sends one request and wants it answered as asked. */
export async function asked(source: TestSource, method: string, path: string, body?: object): Promise<string> {
  const answer = await source.send(method, path, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return String(answer.body?.id ?? '');
}

export async function setStage(ports: OtherPorts = {}): Promise<Stage> {
  const engine = await startEngine(ports);
  onTestFinished(() => engine.close());
  const { client } = engine;
  const idp = await engine.addSource('entra', { name: 'Entra' });
  const { app, wiki } = await addWiki(client, engine.data);
  const items = async (kind: WorkKind) => (await client.call('work.list', {})).items.filter((one) => one.kind === kind);
  return {
    engine,
    client,
    idp,
    app,
    wiki,
    items,
    hire: (userName, department, more = {}) => asked(idp, 'POST', '/Users', newUser(userName, department, more)),
    patchUser: async (id, values) => void (await asked(idp, 'PATCH', `/Users/${id}`, replacing(values))),
    group: (displayName, members) =>
      asked(idp, 'POST', '/Groups', {
        schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'],
        displayName,
        members: members.map((value) => ({ value })),
      }),
    patchMembers: async (groupId, op, members) => {
      const operation = { op, path: 'members', value: members.map((value) => ({ value })) };
      await asked(idp, 'PATCH', `/Groups/${groupId}`, { schemas: [patchSchema], Operations: [operation] });
    },
    remove: async (path) => void (await asked(idp, 'DELETE', path)),
    trace: (words) =>
      until(`an exchange “${words}”`, async () => {
        const filter = { changesOnly: true, text: words };
        const [newest] = (await client.call('exchange.list', { filter, limit: 1 })).items;
        return newest && client.call('trace.get', { exchangeId: newest.id });
      }),
    quiet: async () => void (await until('quiet', async () => (await client.call('status.get', {})).outstanding === 0)),
    item: (kind) => until(`a work item ${kind}`, async () => (await items(kind))[0]),
  };
}

/** A clock that a test moves by hand, and that goes on by itself from there. Milliseconds. */
export function movedClock(start: number = Date.now()) {
  let ahead = start - Date.now();
  return {
    now: () => Date.now() + ahead,
    move: (ms: number) => {
      ahead += ms;
    },
  };
}

/** Names of the people whom a work item names. */
export const namesIn = (item: WorkItem | undefined): string[] => item?.persons.map(({ name }) => name) ?? [];

/** What a trace says of one person's account, in short: decisions, operations with their proofs. */
export const short = (account: TraceAccount | undefined) => ({
  decisions: account?.decisions.map(({ role, effect }) => `${role} ${effect}`) ?? [],
  operations: account?.operations.map(({ verb, state, proof }) => `${verb} ${state} ${proof?.kind ?? '-'}`) ?? [],
});
