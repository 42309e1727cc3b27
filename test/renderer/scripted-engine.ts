import type { ScreenStreamHandlers, ScreenTransport } from '../../renderer/data/client.ts';
import type { StreamHandlers } from '../../shared/contract/client.ts';
import {
  contract,
  type Input,
  isProcedure,
  type ParsedInput,
  type ProcedureName,
} from '../../shared/contract/contract.ts';
import { ContractError, type ContractErrorBody } from '../../shared/contract/error.ts';
import type { Event, StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import type { Exchange, ExchangeFilter } from '../../shared/model/exchange.ts';
import { Pause } from '../../shared/model/pause.ts';
import type { World } from '../../shared/model/status.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import type { z } from '../../shared/model/z.ts';
import { makeDetail, makeExchange, makeTrace } from './exchange-fixtures.ts';

/** What a procedure answers with, before the client parses it. */
type Answer<N extends ProcedureName> = z.input<(typeof contract)[N]['output']>;

/** What a script may do to the engine, and what it may look at. */
export interface ScriptedEngine extends ScreenTransport {
  /**
   * Says how a procedure answers from now on, instead of what it answered before. It is given the parsed input, with the
   * defaults filled in; a ContractError that it throws is the answer, and an answer that never comes is a slow engine.
   */
  answer<N extends ProcedureName>(name: N, answer: (input: ParsedInput<N>) => Answer<N> | Promise<Answer<N>>): void;
  /** Says on the streams that something of this type changed. */
  tell(type: Event['type'], ids?: readonly string[]): void;
  /** Lets requests arrive, `count` of them, and says so on the streams. */
  arrive(count: number): Exchange[];
  /** Lets one request arrive whose exchange is listed only when `finish` is called: a slow one among quick ones. */
  begin(): Exchange;
  finish(exchange: Exchange): void;
  /** Moves the effect of an exchange on, and says so. */
  settle(id: string, effect: Exchange['effect']): void;
  /** Sends any message. */
  say(message: StreamMessage): void;
  /** Ends every stream; new ones fail until `restore`. */
  cut(): void;
  restore(): void;
  /** A new run of the engine: positions of the old one are answered with `resync`. */
  restart(): void;
  failWith(error: ContractErrorBody | null): void;
  /** Delivery to all apps is paused, or goes on, and it is said. */
  pauseAll(pause: Pause | null): void;
  readonly calls: { readonly name: string; readonly input: Record<string, unknown> }[];
  readonly follows: (StreamPosition | null)[];
  readonly exchanges: Exchange[];
}

export interface ScriptOptions {
  readonly exchanges: number;
  /** Time of the newest exchange and pause between two, in ms. */
  readonly newestAt: number;
  readonly pause: number;
  readonly sources?: number;
  readonly world?: World;
}

/** Work of the guard that names three of its 31 people. */
export const guardItem: WorkItem = {
  id: 'work-1',
  kind: 'guard',
  title: '31 people would lose access to Team Wiki at once',
  affects: '31 people keep their access until you decide; the guard lets 5 through.',
  fix: 'Approve when the group was meant to be emptied; reject when it was not, and correct it at the identity provider.',
  persons: ['Ada Lovelace', 'Grace Hopper', 'Barbara Liskov'].map((name) => ({
    id: `person-${name.split(' ')[0]?.toLowerCase()}`,
    name,
  })),
  people: 31,
  app: { id: 'app-wiki', name: 'Team Wiki' },
  openedAt: new Date(Date.now() - 1_260_000).toISOString(),
  exchangeId: null,
  gone: null,
  decisions: ['approve', 'reject'],
};

/** What an engine says to everything while its disk is read-only. */
export const readOnly: ContractErrorBody = {
  code: 'internal',
  message: 'The database is read-only.',
  affects: 'Nothing new is stored.',
  fix: 'Make the folder writable again.',
  id: 'store-1',
};

/** An engine without a database that answers the contract as its documentation says, for the screens' own tests. */
export function createScriptedEngine({
  exchanges: count,
  newestAt,
  pause,
  sources = 1,
  world = 'live',
}: ScriptOptions): ScriptedEngine {
  const exchanges = Array.from({ length: count }, (_, index) =>
    makeExchange(index + 1, newestAt - (count - 1 - index) * pause),
  );
  const calls: ScriptedEngine['calls'] = [];
  const follows: (StreamPosition | null)[] = [];
  const streams = new Set<StreamHandlers>();
  const work: WorkItem[] = exchanges.some(({ effect }) => effect.state === 'parked') ? [guardItem] : [];
  let begun = exchanges.length;
  let epoch = 1;
  let events: Event[] = [];
  let broken = false;
  let error: ContractErrorBody | null = null;
  let paused: Pause | null = null;

  const find = (id: unknown) => exchanges.find((each) => each.id === id);
  const tell = (type: Event['type'], ids: readonly string[] = []) => {
    const event: Event = { epoch: `run-${epoch}`, seq: events.length + 1, type, ids: [...ids], summary: '' };
    events.push(event);
    for (const stream of streams) stream.onMessage(event);
  };

  const pauseAll = (pause: Pause | null) => {
    paused = pause;
    tell('configuration');
  };

  const answers: Record<string, (input: Record<string, unknown>) => unknown> = {
    'exchange.list': (input) => listExchanges(exchanges, input),
    'exchange.get': ({ id }) => orMissing(find(id), makeDetail),
    'trace.get': ({ exchangeId }) => orMissing(find(exchangeId), makeTrace),
    'source.list': () => ({
      items: [
        {
          id: 'source-entra',
          name: 'Entra',
          dialect: 'entra',
          rate: 0,
          baseUrl: 'http://127.0.0.1:4100/scim/v2/a1',
          createdAt: new Date(newestAt).toISOString(),
          lastSeenAt: null,
          tokenLastFour: 'k3fd',
        },
      ].slice(0, sources),
    }),
    'work.list': () => ({ items: work }),
    'work.decide': ({ id }) => {
      work.splice(
        work.findIndex((item) => item.id === id),
        1,
      );
      tell('work', [String(id)]);
      return {};
    },
    'delivery.pause': ({ removals, reason }) => {
      pauseAll(Pause.parse({ since: new Date().toISOString(), removals, reason }));
      return {};
    },
    'delivery.resume': () => {
      pauseAll(null);
      return {};
    },
    'overview.get': () => ({
      world,
      paused,
      scim: 'http://127.0.0.1:4100/scim/v2',
      people: 40,
      sources,
      apps: sources,
      accounts: { active: 36, disabled: 4 },
      outstanding: 0,
      onTheWay: 0,
      held: { people: 0, since: null },
      needsYou: work.length,
      lastProof: null,
      health:
        paused !== null
          ? {
              level: 'attention',
              sentence: `Listening. 1 source, 1 app. Paused since ${paused.since}. Only access is taken away. Nothing waits.`,
            }
          : work.length > 0
            ? { level: 'attention', sentence: 'Listening. 1 source, 1 app; 1 decision waits for you' }
            : { level: 'ok', sentence: `Listening. ${sources} source, ${sources} app, all quiet` },
    }),
  };

  const script = new Map<ProcedureName, (input: unknown) => unknown>();
  return {
    calls,
    follows,
    exchanges,
    async call(name, input) {
      const given = input as Record<string, unknown>;
      calls.push({ name, input: given });
      if (error) return { ok: false, error };
      try {
        const scripted = isProcedure(name) ? script.get(name) : undefined;
        const output = scripted ? await scripted(given) : answers[name]?.(given);
        return output ? { ok: true, output } : { ok: false, error: missing };
      } catch (thrown) {
        if (thrown instanceof ContractError) return { ok: false, error: thrown.body };
        throw thrown;
      }
    },
    answer(name, answering) {
      type Given = Input<typeof name>;
      script.set(name, (input) => answering(contract[name].input.parse(input as Given) as ParsedInput<typeof name>));
    },
    tell,
    follow(position, handlers: ScreenStreamHandlers) {
      follows.push(position);
      if (broken) {
        handlers.onEnd(null);
        return () => {};
      }
      streams.add(handlers);
      handlers.onOpen?.();
      if (position && position.epoch !== `run-${epoch}`) {
        handlers.onMessage({ type: 'resync', epoch: `run-${epoch}`, seq: events.length });
      } else if (position) {
        for (const event of events.slice(position.seq)) handlers.onMessage(event);
      }
      return () => streams.delete(handlers);
    },
    arrive(number) {
      const first = begun + 1;
      begun += number;
      const fresh = Array.from({ length: number }, (_, index) => makeExchange(first + index, Date.now()));
      exchanges.push(...fresh);
      tell(
        'exchange',
        fresh.map(({ id }) => id),
      );
      return fresh;
    },
    begin() {
      begun += 1;
      return makeExchange(begun, Date.now());
    },
    finish(exchange) {
      exchanges.push(exchange);
      exchanges.sort((a, b) => a.seq - b.seq);
      tell('exchange', [exchange.id]);
    },
    settle(id, effect) {
      const index = exchanges.findIndex((each) => each.id === id);
      const row = exchanges[index];
      if (!row) return;
      exchanges[index] = { ...row, effect };
      tell('provisioning', [id]);
    },
    say(message) {
      for (const stream of streams) stream.onMessage(message);
    },
    cut() {
      broken = true;
      const ending = [...streams];
      streams.clear();
      for (const stream of ending) stream.onEnd(null);
    },
    restore() {
      broken = false;
    },
    restart() {
      epoch += 1;
      events = [];
    },
    pauseAll,
    failWith(failure) {
      error = failure;
    },
  };
}

const missing: ContractErrorBody = {
  code: 'not-found',
  message: 'There is no such exchange here.',
  affects: 'Only this view.',
  fix: 'It may have been removed by retention, or belong to the other world.',
  id: 'exchange-not-found',
};

const orMissing = <T, U>(value: T | undefined, make: (value: T) => U): U | null =>
  value === undefined ? null : make(value);

interface ListInput {
  readonly filter?: Partial<ExchangeFilter>;
  readonly cursor?: string;
  readonly after?: number;
  readonly ids?: readonly string[];
  readonly limit?: number;
}

/** `exchange.list` as the contract documents it: newest first, pages by key, `after`, `ids`. */
function listExchanges(all: readonly Exchange[], given: Record<string, unknown>) {
  const { filter = {}, cursor, after = 0, ids, limit = 100 } = given as ListInput;
  const { outcomes = [], resourceType, sourceId, changesOnly = false, text = '' } = filter;
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = all
    .filter((row) => row.seq > after && (cursor === undefined || row.seq < Number(cursor)))
    .filter((row) => ids === undefined || ids.includes(row.id))
    .filter((row) => outcomes.length === 0 || outcomes.includes(row.outcome))
    .filter((row) => resourceType === undefined || row.resourceType === resourceType)
    .filter((row) => sourceId === undefined || row.source?.id === sourceId)
    .filter((row) => !changesOnly || row.effect.state !== 'none')
    .filter((row) => words.every((word) => `${row.summary} ${row.path} ${row.method}`.toLowerCase().includes(word)))
    .reverse();
  if (after > 0 || given.after === 0) return { items: found.slice(-limit), next: null };
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > items.length && last ? String(last.seq) : null };
}
