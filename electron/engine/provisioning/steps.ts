/** Waits until it is its turn; `first`: before those that wait already. */
export type Step = (first: boolean) => Promise<void>;

/**
 * Calls to targets, one for each turn of the event loop. Much of what follows a call is done at once (a file that is
 * written, a commit of ours), and a dozen of these in a row would make identity providers wait for a tenth of a second;
 * so between two of them whoever came over the network has their turn.
 */
export function createSteps(): Step {
  const waiting: (() => void)[] = [];
  let isScheduled = false;

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      waiting.shift()?.();
      if (waiting.length > 0) schedule();
    });
  }

  return (first) =>
    new Promise((resolve) => {
      if (first) waiting.unshift(resolve);
      else waiting.push(resolve);
      schedule();
    });
}
