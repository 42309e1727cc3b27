/** @param {number} milliseconds @returns {string} such as `340 ms` or `12.4 s` */
export function duration(milliseconds) {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Says one line of set-up. On stderr, so that `--json` keeps stdout to itself. @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what begins, does it, says how long it took.
 *
 * @template T
 * @param {string} title in words, such as `Building the user interface`
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  say(`${title} …`);
  const started = performance.now();
  const result = await work();
  say(`  done in ${duration(performance.now() - started)}`);
  return result;
}
