import type { Client } from '../../shared/contract/client.ts';

/** How often a condition is looked at, in milliseconds. */
const EVERY_MS = 15;

type Truthy<T> = Exclude<T, false | null | undefined | 0 | ''>;

/**
 * Waits until a condition holds. What it throws counts as "not yet".
 *
 * @param what in words, for the error
 * @param condition its first truthy value is returned
 * @throws Error with the last thing it said when it does not hold in time
 */
export async function until<T>(what: string, condition: () => T | Promise<T>, withinMs = 60_000): Promise<Truthy<T>> {
  const end = performance.now() + withinMs;
  let last: unknown;
  for (;;) {
    try {
      last = await condition();
      if (last) return last as Truthy<T>;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) throw new Error(`not within ${withinMs} ms: ${what} (last: ${String(last)})`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/**
 * Waits until everything that is wanted has been seen to be so.
 *
 * @throws Error with what a person is asked to decide instead
 */
export async function settled(client: Client, withinMs = 60_000): Promise<void> {
  const state = await until(
    'everything is delivered, or a person is asked',
    async () => {
      const { outstanding, needsYou } = await client.call('status.get', {});
      return (outstanding === 0 || needsYou > 0) && { needsYou };
    },
    withinMs,
  );
  if (state.needsYou > 0) throw new Error((await client.call('work.list', {})).items[0]?.title);
}
