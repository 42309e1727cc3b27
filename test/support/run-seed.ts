import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where there is no repository to ask. */
const usual = 2026;

/**
 * Where everything random begins in a run of the tests. CONTRIBUTING.md says why it is the commit that decides.
 *
 * @param wish FOOTBRIDGE_TEST_SEED: a number repeats a run, `any` takes another one each time; absent, the commit decides
 * @param folder of the repository
 * @throws Error when the wish is neither
 */
export function seedOfRun(wish: string | undefined, folder: string = root): number {
  if (wish === 'any') return Date.now() % 1_000_000;
  if (wish === undefined) return seedOfCommit(folder) ?? usual;
  const seed = Number(wish);
  if (wish.trim() === '' || !Number.isSafeInteger(seed))
    throw new Error(`FOOTBRIDGE_TEST_SEED is a whole number or "any", not "${wish}".`);
  return seed;
}

function seedOfCommit(folder: string): number | null {
  try {
    const commit = execFileSync('git', ['rev-parse', 'HEAD'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number.parseInt(commit.slice(0, 7), 16);
  } catch {
    return null;
  }
}
