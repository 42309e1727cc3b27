import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { CallOptions } from '../../shared/contract/call-options.ts';
import type { StreamHandlers, Transport } from '../../shared/contract/client.ts';
import type { StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import type { World } from '../../shared/model/status.ts';
import type { Logger } from './ports.ts';
import type { SandboxSettings } from './sandboxIdp.ts';
import type { StoreFailureCode } from './store/failure.ts';
import type { Neighbour } from './worldTargets.ts';

/** What a host decides about an engine before it starts. Plain data: it crosses into the worker thread. */
export interface EngineOptions {
  readonly world: World;
  /** The world's own folder; made (0700) when absent. */
  readonly data: string;
  /**
   * Where IdPs are answered, always on loopback: a port, 0 for any free one, 'remembered' for the last one used (a free
   * one the first time); null: no SCIM door and no deliveries, just the contract (a command line with no host running).
   */
  readonly scimPort: number | 'remembered' | null;
  /** Lines below this level are not sent to the host; 'silent' sends none. */
  readonly logLevel: LogLevel | 'silent';
  /** Of the sandbox world: its IdP; absent: there is none. */
  readonly sandbox?: SandboxSettings;
  /** The other world of the same data folder, whose apps are none of this world's; absent: there is none. */
  readonly neighbour?: Neighbour;
}

export type LogLevel = keyof Logger;

/** One line of the engine's log: structured, without personal data and secrets. How it looks is the host's affair. */
export interface LogLine {
  readonly level: LogLevel;
  readonly fields: object;
  readonly message: string;
}

/** Why an engine could not start; each has a sentence of its own for the admin. */
export type StartFailureCode = StoreFailureCode | 'port-taken' | 'internal';

/** An engine that did not start: what happened, and what to do. */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
  readonly code: StartFailureCode;
  readonly fix: string;

  constructor(code: StartFailureCode, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/** A running engine in a thread of its own. `call` and `follow` carry the contract. */
export interface EngineThread extends Transport {
  readonly world: World;
  /** `http://127.0.0.1:N/scim/v2`, to which a source's key is appended; null without a SCIM door. */
  readonly scim: string | null;
  /** The computer is about to sleep: no new delivery is begun; the doors stay open. Safe to call twice. */
  suspend(): void;
  /** The computer woke: what is due, and what waits to be tried again, is looked at at once. Also without `suspend`. */
  resume(): void;
  /** Finishes what is under way, closes the doors and the database. Safe to call twice. */
  stop(): Promise<void>;
  /** Settles when the thread has ended: null after `stop`, else what ended it. */
  readonly ended: Promise<Error | null>;
}

/** From the host to the engine; the first message is `start`. */
export type ToEngine =
  | { readonly type: 'start'; readonly options: EngineOptions }
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly input: unknown }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'follow'; readonly id: number; readonly position: StreamPosition | null }
  | { readonly type: 'unfollow'; readonly id: number }
  | { readonly type: 'suspend' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' };

/** From the engine to the host. */
export type FromEngine =
  | { readonly type: 'ready'; readonly scim: string | null }
  | { readonly type: 'failed'; readonly code: StartFailureCode; readonly message: string; readonly fix: string }
  | ({ readonly type: 'log' } & LogLine)
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'stream'; readonly id: number; readonly messages: readonly StreamMessage[] };

/** The thread's entry lies beside this file and ends as it does: `.ts` in the clone, `.js` in a bundle. */
const entry = `./worker${path.extname(fileURLToPath(import.meta.url))}`;

/** A thread with the engine's code, and when and how it ends: null, or what ended it. */
interface Thread {
  readonly worker: Worker;
  readonly ended: Promise<Error | null>;
}

/**
 * Of the young generation in MB, a third of which is in use at a time. Left to itself it grows to 48 under load and does
 * not shrink again; what an engine does costs no more with this much.
 */
const YOUNG_MB = 12;

function openThread(): Thread {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB };
  const worker = new Worker(new URL(entry, import.meta.url), { name: 'engine', resourceLimits });
  const ended = new Promise<Error | null>((resolve) => {
    let cause: Error | null = null;
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', () => resolve(cause));
  });
  return { worker, ended };
}

/**
 * `startEngine` whose first engine gets a thread that is there already: it reads its code while the host still reads its
 * own, and whoever waits for the first reply waits for the longer of both instead of for one after the other. A thread
 * that nothing is started in ends with the process.
 */
export function prepareEngine(): typeof startEngine {
  let prepared: Thread | null = openThread();
  prepared.worker.unref();
  return (options, onLog) => {
    const thread = prepared ?? openThread();
    prepared = null;
    thread.worker.ref();
    return startIn(thread, options, onLog);
  };
}

/**
 * Starts an engine in a worker thread and waits until it answers.
 *
 * @param onLog gets every line of its log; without it they are written to stderr as JSON
 * @throws StartFailure when the folder, the database or the port cannot be had
 */
export const startEngine = (options: EngineOptions, onLog?: (line: LogLine) => void): Promise<EngineThread> =>
  startIn(openThread(), options, onLog);

async function startIn(
  { worker, ended: threadEnded }: Thread,
  options: EngineOptions,
  onLog: (line: LogLine) => void = writeLogLine,
): Promise<EngineThread> {
  const answers = new Map<number, (answer: unknown) => void>();
  const followers = new Map<number, StreamHandlers>();
  let nextId = 1;
  let running = true;
  const post = (message: ToEngine) => worker.postMessage(message);

  const ended = threadEnded.then((cause) => {
    running = false;
    for (const settle of answers.values()) settle(goneAnswer);
    answers.clear();
    for (const handlers of followers.values()) handlers.onEnd(null);
    followers.clear();
    return cause;
  });

  const scim = await new Promise<string | null>((resolve, reject) => {
    worker.on('message', (message: FromEngine) => {
      switch (message.type) {
        case 'ready':
          return resolve(message.scim);
        case 'failed':
          return reject(new StartFailure(message.code, message.message, message.fix));
        case 'log':
          return onLog({ level: message.level, fields: message.fields, message: message.message });
        case 'answer': {
          const settle = answers.get(message.id);
          answers.delete(message.id);
          return settle?.(message.answer);
        }
        case 'stream':
          for (const part of message.messages) followers.get(message.id)?.onMessage(part);
      }
    });
    post({ type: 'start', options });
    void ended.then((cause) =>
      reject(
        new StartFailure('internal', cause?.message ?? 'The engine ended before it was ready.', 'See the log above.'),
      ),
    );
  });

  return {
    world: options.world,
    scim,
    ended,
    call(name: string, input: unknown, { signal }: CallOptions = {}): Promise<unknown> {
      if (!running) return Promise.resolve(goneAnswer);
      // Withdrawn before it began: it is not begun.
      if (signal?.aborted) return Promise.resolve(cancelledAnswer);
      const id = nextId++;
      return new Promise((resolve) => {
        const cancel = () => {
          post({ type: 'cancel', id });
          answers.get(id)?.(cancelledAnswer);
          answers.delete(id);
        };
        // First of all: what cannot be cloned rejects, and leaves nothing behind.
        post({ type: 'call', id, name, input });
        answers.set(id, (answer) => {
          signal?.removeEventListener('abort', cancel);
          resolve(answer);
        });
        signal?.addEventListener('abort', cancel);
      });
    },
    follow(position: StreamPosition | null, handlers: StreamHandlers): () => void {
      const id = nextId++;
      if (!running) {
        handlers.onEnd(null);
        return () => undefined;
      }
      followers.set(id, handlers);
      post({ type: 'follow', id, position });
      return () => {
        followers.delete(id);
        if (running) post({ type: 'unfollow', id });
      };
    },
    suspend() {
      if (running) post({ type: 'suspend' });
    },
    resume() {
      if (running) post({ type: 'resume' });
    },
    async stop() {
      if (running) post({ type: 'stop' });
      await ended;
    },
  };
}

const writeLogLine = ({ level, fields, message }: LogLine): void =>
  void process.stderr.write(`${JSON.stringify({ level, ...fields, msg: message })}\n`);

/** What a call gets that was withdrawn. */
const cancelledAnswer = {
  ok: false,
  error: {
    code: 'cancelled',
    message: 'The call was cancelled.',
    affects: 'A change that had begun is whole or not at all.',
    fix: 'Ask again if it is still wanted.',
    id: 'cancelled',
  },
};

/** What a call gets when the engine has ended. */
const goneAnswer = {
  ok: false,
  error: {
    code: 'unreachable',
    message: 'The engine has stopped.',
    affects: 'Everything in this world; what was acknowledged is stored.',
    fix: 'Start Footbridge again.',
    id: 'engine-stopped',
  },
};
