import { useSyncExternalStore } from 'react';
import { formatAge, formatDay, formatExact } from './time.ts';

/** One timer for every RelativeTime on screen: it runs while there is one. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;
let second = 0;

/** The second that all of them show; while none is on screen the timer stands, and the clock itself is asked. */
function secondNow(): number {
  if (timer === null) second = Math.floor(Date.now() / 1_000);
  return second;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(Date.now() / 1_000);
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** How long ago something was, kept current; the exact time with its zone on hover. `at` is ISO 8601. */
export function RelativeTime({ at, suffix = '' }: { readonly at: string; readonly suffix?: string }) {
  const milliseconds = Date.parse(at);
  const age = useSyncExternalStore(subscribe, () => formatAge(Math.max(0, secondNow() * 1_000 - milliseconds)));
  return (
    <time dateTime={at} title={formatExact(milliseconds)}>
      {age === 'now' ? age : `${age}${suffix}`}
    </time>
  );
}

/** The exact time with its zone, for details. */
export function ExactTime({ at }: { readonly at: string }) {
  return <time dateTime={at}>{formatExact(Date.parse(at))}</time>;
}

/** The day of a moment long ago; the exact time on hover. */
export function Day({ at }: { readonly at: string }) {
  const milliseconds = Date.parse(at);
  return (
    <time dateTime={at} title={formatExact(milliseconds)}>
      {formatDay(milliseconds)}
    </time>
  );
}
