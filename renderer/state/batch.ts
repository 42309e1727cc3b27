/** Runs `run` later; the returned function cancels it. */
export type Schedule = (run: () => void) => () => void;

/** With the next frame, or after 500 ms where no frames are drawn (a hidden tab). */
export const withNextFrame: Schedule = (run) => {
  let done = false;
  const once = () => {
    if (done) return;
    cancel();
    run();
  };
  const frame = requestAnimationFrame(once);
  const timer = setTimeout(once, 500);
  const cancel = () => {
    done = true;
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  return cancel;
};

/** After `milliseconds`, as a Schedule. */
export const afterDelay =
  (milliseconds: number): Schedule =>
  (run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  };

export interface Batch<T> {
  add(item: T): void;
  /** Drops what waits. */
  clear(): void;
}

/** Collects items and hands them over together, once per scheduled moment, in the order they came. */
export function createBatch<T>(schedule: Schedule, flush: (items: readonly T[]) => void): Batch<T> {
  let items: T[] = [];
  let cancel: (() => void) | null = null;
  return {
    add(item) {
      items.push(item);
      cancel ??= schedule(() => {
        cancel = null;
        const collected = items;
        items = [];
        flush(collected);
      });
    },
    clear() {
      cancel?.();
      cancel = null;
      items = [];
    },
  };
}

export interface Paced {
  /** Asks for one more run; runs that are asked for while one waits or works become one. */
  ask(): void;
  stop(): void;
}

/** Runs asynchronous work at most once at a time and with `schedule` between the end of one run and the next. */
export function createPaced(schedule: Schedule, work: () => Promise<void>): Paced {
  let wanted = false;
  let running = false;
  let resting: (() => void) | null = null;
  let stopped = false;

  const run = async () => {
    wanted = false;
    running = true;
    await work();
    running = false;
    if (stopped) return;
    resting = schedule(() => {
      resting = null;
      if (wanted) void run();
    });
  };

  return {
    ask() {
      if (stopped) return;
      wanted = true;
      if (!running && resting === null) void run();
    },
    stop() {
      stopped = true;
      resting?.();
    },
  };
}
