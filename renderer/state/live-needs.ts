import { createClient } from '../../shared/contract/client.ts';
import type { ScreenTransport } from '../data/client.ts';
import { followForever } from '../data/follow.ts';
import { after, screenPatience } from '../data/patience.ts';
import { createAnswer } from './answer.ts';
import { afterDelay } from './batch.ts';

/**
 * Follows how many things need a person in a world that this window does not show: real people wait for a decision also
 * while somebody rehearses.
 *
 * @param onCount gets the count whenever it was asked for again
 * @returns the function that ends it
 */
export function followNeeds(transport: ScreenTransport, onCount: (count: number) => void): () => void {
  const client = createClient(transport, screenPatience);
  const overview = createAnswer(afterDelay(500), () => client.call('overview.get', {}));
  const forget = overview.store.subscribe(({ value, failure }) => {
    if (value !== null && failure === null) onCount(value.needsYou);
  });
  const stop = followForever({
    transport,
    now: Date.now,
    after,
    onMessage: overview.ask,
    onConnection: () => undefined,
    onOpen: overview.ask,
  });
  overview.ask();
  return () => {
    stop();
    forget();
    overview.stop();
  };
}
