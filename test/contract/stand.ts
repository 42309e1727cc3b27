import { onTestFinished } from 'vitest';
import { StartFailure } from '../../electron/engine/thread.ts';
import { createWorlds, type StartEngine } from '../../electron/host/worlds.ts';
import type { StreamHandlers, Transport } from '../../shared/contract/client.ts';
import type { ContractError } from '../../shared/contract/error.ts';
import type { StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import type { World } from '../../shared/model/status.ts';
import { until } from '../support/engine-until.ts';
import type { Carried, Carrier } from './carriers.ts';
import { type Answers, type EventedEngine, eventedEngine } from './evented-engine.ts';

/** A host with its worlds behind one carrier. */
export interface Stand extends Carried {
  /** The engine of a world, started when it does not run. */
  engine(world: World): Promise<EventedEngine>;
  isRunning(world: World): boolean;
}

export interface StandOptions {
  readonly answers?: Answers;
  readonly tight?: boolean;
  /** A world that cannot be started. */
  readonly broken?: World;
}

/** The live world runs, the sandbox does not yet. All of it is closed when the test ends. */
export async function openStand(
  carrier: Carrier,
  { answers = {}, tight = false, broken }: StandOptions = {},
): Promise<Stand> {
  const engines = new Map<World, EventedEngine>();
  const start: StartEngine = async ({ world }) => {
    if (world === broken) throw new StartFailure('disk-full', 'The disk is full.', 'Make room on it.');
    const engine = eventedEngine(world, answers);
    engines.set(world, engine);
    void engine.ended.then(() => engines.delete(world));
    return engine;
  };
  const { worlds, ...carried } = await openCarrier(carrier, start, { tight });
  const engine = async (world: World) => {
    await worlds.engine(world);
    const started = engines.get(world);
    if (started === undefined) throw new Error(`no ${world} engine`);
    return started;
  };
  await engine('live');
  return { ...carried, engine, isRunning: (world) => engines.has(world) };
}

/** Puts a carrier before worlds that are started in the given way; closes both when the test ends. */
export async function openCarrier(carrier: Carrier, start: StartEngine, { tight = false, data = 'none' } = {}) {
  const worlds = createWorlds({
    start,
    optionsOf: (world) => ({ world, data, scimPort: null, logLevel: 'silent' }),
    onDeath: () => undefined,
  });
  const carried = await carrier.open(worlds, tight);
  let closing: Promise<void> | null = null;
  const close = () => {
    closing ??= carried.close();
    return closing;
  };
  onTestFinished(async () => {
    await close();
    await worlds.stop();
  });
  return { transport: carried.transport, close, worlds };
}

/** What came over one stream. */
export interface Listening {
  readonly heard: readonly StreamMessage[];
  /** How the stream ended: once at most. */
  readonly ends: readonly (ContractError | null)[];
  stop(): void;
  /** The first message: where the stream begins. */
  first(): Promise<StreamMessage>;
  /** Waits until so many messages came. */
  count(messages: number): Promise<void>;
  ended(): Promise<ContractError | null>;
}

export function listen(transport: Transport, position: StreamPosition | null): Listening {
  const heard: StreamMessage[] = [];
  const ends: (ContractError | null)[] = [];
  const handlers: StreamHandlers = {
    onMessage: (message) => void heard.push(message),
    onEnd: (error) => void ends.push(error),
  };
  const stop = transport.follow(position, handlers);
  return {
    heard,
    ends,
    stop,
    first: () => until('the stream begins', () => heard[0]),
    count: async (messages) => void (await until(`${messages} messages`, () => heard.length >= messages)),
    async ended() {
      await until('the stream ends', () => ends.length > 0);
      return ends[0] ?? null;
    },
  };
}
