import { createEvents } from '../../electron/engine/events.ts';
import type { EngineThread } from '../../electron/engine/thread.ts';
import type { StreamHandlers } from '../../shared/contract/client.ts';
import type { World } from '../../shared/model/status.ts';
import { type ScriptedEngine, type SeenCall, scriptedEngine } from '../host/scripted-engine.ts';

/** An engine whose answers are scripted, and whose events are an engine's own: kept, resumed, told a turn at a time. */
export interface EventedEngine extends EngineThread {
  readonly epoch: string;
  readonly calls: readonly SeenCall[];
  /** Lets `count` things happen. */
  announce(count: number): void;
  /** How many follow right now. */
  following(): number;
}

export type Answers = Parameters<typeof scriptedEngine>[1];

let engines = 0;

/** @param answers as of a scripted engine */
export function eventedEngine(world: World, answers: Answers = {}): EventedEngine {
  const scripted: ScriptedEngine = scriptedEngine(world, answers);
  const epoch = `${world}-${++engines}`;
  const events = createEvents(epoch);
  const followers = new Map<StreamHandlers, () => void>();
  let happened = 0;
  return {
    ...scripted,
    epoch,
    announce(count) {
      for (let each = 0; each < count; each++)
        events.emit('exchange', [`${world}-${++happened}`], 'something happened');
    },
    following: () => followers.size,
    follow(position, handlers) {
      // What was missed comes before the function that ends it.
      followers.set(handlers, () => undefined);
      const stop = events.follow(position, (messages) => {
        for (const message of messages) if (followers.has(handlers)) handlers.onMessage(message);
      });
      if (followers.has(handlers)) followers.set(handlers, stop);
      else stop();
      return () => {
        stop();
        followers.delete(handlers);
      };
    },
    async stop() {
      for (const [handlers, stop] of [...followers]) {
        stop();
        handlers.onEnd(null);
      }
      followers.clear();
      await scripted.stop();
    },
  };
}
