import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { testFolder } from '../store/database.ts';
import { startEngine } from '../support/engine.ts';
import { configurations, prepareTargets } from './configurations.ts';
import { exported, imported } from './room.ts';

test('export, import into an empty folder, export: the same bytes', async () => {
  const folder = testFolder('targets');
  await fc.assert(
    fc.asyncProperty(configurations(folder), async (file) => {
      prepareTargets(file.apps);
      const [first, second] = [await startEngine(), await startEngine()];
      try {
        const done = await imported(first, file);
        expect(done.newSources.length).toBe(file.sources.length);
        const text = await exported(first);
        await imported(second, text);
        expect(await exported(second)).toBe(text);
        // Where it came from, it changes nothing; after a restart neither.
        await first.restart();
        expect(await imported(first, text)).toMatchObject({ added: [], changed: [], removed: [] });
        expect(await exported(first)).toBe(text);
      } finally {
        await first.close();
        await second.close();
      }
    }),
    { numRuns: 20 },
  );
}, 120_000);
