// Written for very old versions of Node, which must still be able to read it: no imports, no new syntax.

/** The oldest major version of Node on which the set-up scripts run. */
export const oldestMajor = 20;

/**
 * @param {string} version such as `20.11.0`
 * @returns {string | null} the sentence for a Node that is too old; null when it is new enough
 */
export function oldNodeSentence(version) {
  if (Number(version.split('.')[0]) >= oldestMajor) return null;
  return (
    'Footbridge needs Node 20 or newer to set itself up, and this is Node ' +
    version +
    '. Install Node 24 from https://nodejs.org and run the same command again.'
  );
}

/** Ends the process with exit code 3 (docs/EXIT-CODES.md) when this Node is too old. */
export function refuseOldNode() {
  const sentence = oldNodeSentence(process.versions.node);
  if (sentence === null) return;
  process.stderr.write(`${sentence}\n`);
  process.exit(3);
}
