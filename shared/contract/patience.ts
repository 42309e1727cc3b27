import type { AbortSignalLike, CallOptions, ClientCallOptions } from './call-options.ts';
import type { ContractErrorBody } from './error.ts';

/** How long a caller waits, in milliseconds, for each kind of procedure, and the timer that says when it is over. */
export interface Patience {
  readonly query: number;
  readonly mutation: number;
  /** @returns a function that cancels */
  readonly after: (milliseconds: number, run: () => void) => () => void;
}

/**
 * The answer to a call, or a `timeout` when it does not come in time; the call is then cancelled.
 *
 * @param options the caller's own: its signal cancels as well, its timeout goes before the usual patience
 * @param ask makes the call, under a signal of ours
 */
export function answerWithin(
  patience: Patience,
  kind: 'query' | 'mutation',
  { signal, timeout: milliseconds = patience[kind] }: ClientCallOptions,
  ask: (options: CallOptions) => Promise<unknown>,
): Promise<unknown> {
  const ours = createSignal();
  signal?.addEventListener('abort', ours.abort);
  if (signal?.aborted) ours.abort();
  return new Promise((resolve, reject) => {
    const stopTimer = patience.after(milliseconds, () => {
      resolve({ ok: false, error: timedOut(kind, milliseconds) });
      ours.abort();
    });
    ask({ signal: ours.signal })
      .then(resolve, reject)
      .finally(() => {
        stopTimer();
        signal?.removeEventListener('abort', ours.abort);
      });
  });
}

/** What AbortController does, in a room that knows neither Node nor the DOM. */
function createSignal(): { readonly signal: AbortSignalLike; abort(): void } {
  const listeners = new Set<() => void>();
  let aborted = false;
  return {
    signal: {
      get aborted() {
        return aborted;
      },
      addEventListener: (_type, listener) => void listeners.add(listener),
      removeEventListener: (_type, listener) => void listeners.delete(listener),
    },
    abort() {
      if (aborted) return;
      aborted = true;
      for (const listener of [...listeners]) listener();
    },
  };
}

const timedOut = (kind: 'query' | 'mutation', milliseconds: number): ContractErrorBody => ({
  code: 'timeout',
  message: `Footbridge did not answer within ${Math.ceil(milliseconds / 1000)} s.`,
  ...(kind === 'query'
    ? {
        affects: 'Only this view; nothing was changed by asking.',
        fix: 'Ask again. If it stays, Footbridge has too much to do or hangs: restart it; what was acknowledged is stored.',
      }
    : {
        affects: 'Whether the change took effect is not known.',
        fix: 'Look whether it is there before you do it again. If no answer comes to anything, restart Footbridge.',
      }),
  id: `timeout-${kind}`,
});
