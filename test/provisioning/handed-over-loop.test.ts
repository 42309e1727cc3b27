import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import type { LoadedApp } from '../../electron/engine/provisioning/apps.ts';
import { type ConfirmTiming, startConfirmLoop } from '../../electron/engine/provisioning/confirmLoop.ts';
import { csvTarget } from '../connectors/csv-files.ts';
import { testFolder, testStore } from '../store/database.ts';
import { until } from '../support/engine-until.ts';

const never = 1_000_000_000;
const ignore = () => undefined;

/** A loop over one app whose export cannot be reached now, so that every look leaves a line in the log. */
function startLoop(timing: Partial<ConfirmTiming>) {
  const { db } = testStore();
  const folder = testFolder('export');
  const file = path.join(folder, 'export.csv');
  symlinkSync(path.join(folder, 'drive-that-is-away.csv'), file);
  const connector = createCsvConnector(csvTarget(path.join(folder, 'users.csv'), { export: { file } }));
  const app = { row: { pk: 1, id: 'canteen', name: 'Canteen' }, connector } as LoadedApp;
  const lines: string[] = [];
  const warn = (_fields: object, message: string) => void lines.push(message);
  const loop = startConfirmLoop(
    {
      db,
      clock: { now: Date.now },
      ids: { next: () => 'id' },
      logger: { debug: ignore, info: ignore, warn, error: warn },
      apps: {
        list: () => [app],
        get: () => app,
        pause: () => null,
        reload: async () => undefined,
        close: async () => undefined,
      },
      record: ignore,
      moved: ignore,
      workChanged: ignore,
    },
    { every: never, soon: never, quiet: never, ...timing },
  );
  onTestFinished(() => loop.stop());
  return { loop, lines };
}

test('looks at the start, and again and again until it is stopped', async () => {
  const { loop, lines } = startLoop({ every: 1 });
  await until('looked', () => lines.length >= 4);
  await loop.stop();
  const looked = lines.length;
  loop.soon();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(lines).toHaveLength(looked);
  expect(new Set(lines)).toEqual(new Set(['the export of an app cannot be read']));
});

test('looks soon after something was handed over, once for whatever comes meanwhile', async () => {
  const { loop, lines } = startLoop({ soon: 20 });
  await until('looked', () => lines.length === 1);
  for (let n = 0; n < 50; n += 1) loop.soon();
  await until('looked again', () => lines.length === 2);
  loop.soon();
  await until('and once more', () => lines.length === 3);
});
