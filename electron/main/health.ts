import { createClient } from '../../shared/contract/client.ts';
import type { EngineThread } from '../engine/thread.ts';
import { type Health, interrupted } from './words.ts';

/** Events come in bursts: the engine is asked once for all of them, after so many milliseconds. */
const gathered = 2_000;

/**
 * Follows what an engine says of its health, until it ends.
 *
 * @param told gets it at the start and after whatever changed, with how many things need a person; null: nobody can say
 */
export function followHealth(engine: EngineThread, told: (health: Health, needsYou: number | null) => void): void {
  const client = createClient(engine);
  let timer: NodeJS.Timeout | null = null;
  let running = true;
  const ask = async () => {
    timer = null;
    const { health, needsYou } = await client.call('overview.get', {});
    if (running) told(health, needsYou);
  };
  // An engine that does not answer is ending, and says so by `onEnd`.
  const asked = () => void ask().catch(() => undefined);
  asked();
  engine.follow(null, {
    onMessage() {
      timer ??= setTimeout(asked, gathered);
    },
    onEnd() {
      running = false;
      if (timer !== null) clearTimeout(timer);
      told(interrupted, null);
    },
  });
}
