/** What another process does with a folder or a database; it says on one line what came of it. */
import { holdFolder } from '../../electron/engine/store/folder.ts';
import { openStore } from '../../electron/engine/store/open.ts';

const NOBODY = 65_534;
const [, , act, place = ''] = process.argv;
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function openAsOrdinaryUser(): unknown {
  // Modes mean nothing to root.
  if (process.getuid?.() === 0) process.setuid?.(NOBODY);
  try {
    openStore(place, silent).close();
    return null;
  } catch (error) {
    return { ...(error as object), message: (error as Error).message };
  }
}

if (act === 'hold') {
  const letGo = holdFolder(place);
  process.stdout.write('held\n');
  // Whoever holds a folder keeps what lets go of it: a lock that nobody knows is let go of by the garbage collector.
  setInterval(() => void letGo, 60_000);
} else process.stdout.write(`${JSON.stringify(openAsOrdinaryUser())}\n`);
