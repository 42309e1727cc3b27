/** A terminal sends Ctrl-C to every process of the command, and npm passes it on: within this time it is one wish. */
const sameWish = 500;

/**
 * The wish to stop: SIGTERM, SIGINT (Ctrl-C) or SIGHUP (the terminal was closed). A second one ends the process at
 * once, which loses nothing that was acknowledged.
 */
export function stopWish(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | null = null;
    const wished = (signal: NodeJS.Signals) => {
      const now = performance.now();
      if (first !== null && now - first > sameWish) process.exit(1);
      first ??= now;
      resolve(signal);
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, wished);
  });
}
