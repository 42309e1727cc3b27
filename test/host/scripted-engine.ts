import type { EngineThread } from '../../electron/engine/thread.ts';
import type { StreamHandlers } from '../../shared/contract/client.ts';
import type { StreamMessage, StreamPosition } from '../../shared/contract/event.ts';
import type { World } from '../../shared/model/status.ts';

/** One call as it reached the engine. */
export interface SeenCall {
  readonly name: string;
  readonly input: unknown;
  cancelled: boolean;
}

/** An engine that answers from a script, for what a real one does only in bad luck: dying, lagging, flooding. */
export interface ScriptedEngine extends EngineThread {
  readonly calls: SeenCall[];
  readonly followed: (StreamPosition | null)[];
  /** What it was told of the computer's sleep, in order. */
  readonly told: ('suspend' | 'resume')[];
  /** How many follow right now. */
  following(): number;
  emit(...messages: StreamMessage[]): void;
  die(cause: Error): void;
}

type Answer = (input: unknown) => unknown;

/** @param answers by procedure; a procedure without one echoes its input as output */
export function scriptedEngine(world: World, answers: Readonly<Record<string, Answer>> = {}): ScriptedEngine {
  const calls: SeenCall[] = [];
  const followed: (StreamPosition | null)[] = [];
  const told: ScriptedEngine['told'] = [];
  const followers = new Set<StreamHandlers>();
  const { promise: ended, resolve: end } = Promise.withResolvers<Error | null>();
  return {
    world,
    scim: 'http://127.0.0.1:65000/scim/v2',
    ended,
    calls,
    followed,
    told,
    suspend: () => void told.push('suspend'),
    resume: () => void told.push('resume'),
    following: () => followers.size,
    emit(...messages) {
      for (const message of messages) for (const follower of followers) follower.onMessage(message);
    },
    die(cause) {
      for (const follower of followers) follower.onEnd(null);
      end(cause);
    },
    async call(name, input, { signal } = {}) {
      const seen: SeenCall = { name, input, cancelled: false };
      calls.push(seen);
      signal?.addEventListener('abort', () => {
        seen.cancelled = true;
      });
      return (await answers[name]?.(input)) ?? { ok: true, output: input };
    },
    follow(position, handlers) {
      followed.push(position);
      followers.add(handlers);
      return () => void followers.delete(handlers);
    },
    async stop() {
      end(null);
    },
  };
}
