import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { EventType, type StreamMessage } from '../../shared/contract/event.ts';
import type { Source } from '../../shared/model/source.ts';
import type { Overview, World } from '../../shared/model/status.ts';
import type { WorkDecision, WorkItem } from '../../shared/model/work.ts';
import type { ScreenTransport } from '../data/client.ts';
import { type Connection, followForever } from '../data/follow.ts';
import { screenPatience } from '../data/patience.ts';
import { type Answer, createAnswer } from './answer.ts';
import { afterDelay, createBatch, type Schedule, withNextFrame } from './batch.ts';
import { createDirectoryFilter, type DirectoryFilter } from './directory-filter.ts';
import { createExchanges, type Exchanges } from './exchanges.ts';
import { createInspection, type Inspection } from './inspection.ts';

export interface ConnectionState {
  readonly connection: Connection;
  /** Set when a lost stream came back: how many requests came meanwhile (they are in the list), and when it was. */
  readonly returned: { readonly rows: number; readonly at: number } | null;
}

/** Everything that the screens know of one world. It lives as long as the world is looked at. */
export interface WorldState {
  readonly world: World;
  readonly client: Client;
  /**
   * Calls the listener, at most once a batch, when an event of these types says that something changed, and when it
   * cannot be told what was missed.
   *
   * @returns the function that ends it
   */
  listen(types: readonly EventType[], listener: () => void): () => void;
  readonly exchanges: Exchanges;
  readonly inspection: Inspection;
  readonly directory: StoreApi<DirectoryFilter>;
  readonly overview: Answer<Overview>;
  readonly work: Answer<readonly WorkItem[]>;
  readonly sources: Answer<readonly Source[]>;
  readonly connection: StoreApi<ConnectionState>;
  /** The reasons of decisions as far as they were written, by work item. */
  readonly reasons: Map<string, string>;
  /** @throws ContractError when the engine refuses the decision */
  /** @param personIds for whom alone; without: for everybody whom the item names */
  decide(id: string, decision: WorkDecision, reason: string, personIds?: readonly string[]): Promise<void>;
  stop(): void;
}

export interface WorldOptions {
  readonly world: World;
  readonly transport: ScreenTransport;
  /** When messages of the stream are handed on together. */
  readonly frame?: Schedule;
  readonly now?: () => number;
}

const overviewInterval = 30_000;

/** Opens a world: loads its lists and follows its events. */
export function openWorld({ world, transport, frame = withNextFrame, now = Date.now }: WorldOptions): WorldState {
  const client: Client = createClient(transport, screenPatience);
  const exchanges = createExchanges({ client, followPace: afterDelay(100) });
  const inspection = createInspection({ client, settle: afterDelay(40), pace: afterDelay(120) });
  const overview = createAnswer(afterDelay(500), () => client.call('overview.get', {}));
  const work = createAnswer(afterDelay(500), async () => (await client.call('work.list', {})).items);
  const sources = createAnswer(afterDelay(500), async () => (await client.call('source.list', {})).items);
  const connection = createStore<ConnectionState>(() => ({ connection: { state: 'connecting' }, returned: null }));

  const listeners = new Map<() => void, readonly EventType[]>();
  const tell = (types: readonly EventType[]) => {
    for (const [listener, wanted] of listeners) if (wanted.some((type) => types.includes(type))) listener();
  };

  const reloadAll = () => {
    void exchanges.load();
    tell(EventType.options);
    for (const answer of [overview, work, sources]) answer.ask();
    inspection.reload();
  };

  const batch = createBatch<StreamMessage>(frame, (messages) => {
    if (messages.some((message) => message.type === 'resync')) return reloadAll();
    const rows = { new: new Set<string>(), changed: new Set<string>() };
    for (const message of messages) {
      if (message.type === 'exchange') for (const id of message.ids) rows.new.add(id);
      if (message.type === 'provisioning') for (const id of message.ids) rows.changed.add(id);
      if (message.type === 'configuration') sources.ask();
      if (message.type === 'work') work.ask();
    }
    for (const kind of ['new', 'changed'] as const) {
      const ids = [...rows[kind]];
      if (ids.length === 0) continue;
      exchanges.note(ids, kind);
      inspection.note(ids);
    }
    tell(messages.flatMap(({ type }) => (type === 'resync' ? [] : [type])));
    overview.ask();
  });

  let arrivedBeforeLoss: number | null = null;
  const stopFollowing = followForever({
    transport,
    now,
    after: (milliseconds, run) => afterDelay(milliseconds)(run),
    onMessage: batch.add,
    onConnection(state) {
      if (state.state === 'lost') arrivedBeforeLoss ??= exchanges.store.getState().arrivals.total;
      connection.setState({ connection: state });
    },
    onOpen: (again) => {
      if (!again) return void exchanges.catchUp();
      tell(EventType.options);
      for (const answer of [overview, work, sources]) answer.ask();
      inspection.reload();
      // Rows that came meanwhile may be let in by an event of the returned stream before this question is answered.
      const before = arrivedBeforeLoss ?? exchanges.store.getState().arrivals.total;
      arrivedBeforeLoss = null;
      void exchanges.catchUp().then(() => {
        const rows = exchanges.store.getState().arrivals.total - before;
        connection.setState({ returned: { rows, at: now() } });
      });
    },
  });
  const timer = setInterval(overview.ask, overviewInterval);
  reloadAll();

  return {
    world,
    client,
    listen(types, listener) {
      // A listener of its own for each call: the same function may listen twice.
      const listening = () => listener();
      listeners.set(listening, types);
      return () => listeners.delete(listening);
    },
    exchanges,
    inspection,
    directory: createDirectoryFilter(),
    overview,
    work,
    sources,
    connection,
    reasons: new Map(),
    async decide(id, decision, reason, personIds) {
      const whom = personIds === undefined ? {} : { personIds: [...personIds] };
      await client.call('work.decide', { id, decision, reason, ...whom });
      work.ask();
      overview.ask();
      inspection.reload();
    },
    stop() {
      clearInterval(timer);
      stopFollowing();
      batch.clear();
      exchanges.stop();
      inspection.stop();
      for (const answer of [overview, work, sources]) answer.stop();
    },
  };
}
