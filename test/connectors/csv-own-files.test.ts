import { readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { startEngine } from '../support/engine.ts';
import { csvTarget } from './csv-files.ts';

test('no file of Footbridge itself is an app, there or not yet, by whatever link it is reached', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const link = path.join(engine.data, 'users.csv');
  symlinkSync(path.join(engine.data, 'footbridge.lock'), link);
  const before = readdirSync(engine.data).sort();
  const lock = statSync(path.join(engine.data, 'footbridge.lock')).ino;
  const own = ['footbridge.lock', 'footbridge.db', 'footbridge.db-journal', 'footbridge.db-wal', 'footbridge.sock'];
  for (const file of [...own.map((name) => path.join(engine.data, name)), link]) {
    const target = csvTarget(file);
    expect((await engine.client.call('app.test', { target })).ok, file).toBe(false);
    await expect(engine.client.call('app.add', { name: 'Us', target })).rejects.toThrow(
      'is a file of Footbridge itself',
    );
    const written = await createCsvConnector(target).create({ login: 'ada', attributes: {} });
    expect(written).toMatchObject({ ok: false, failure: { kind: 'permanent' } });
  }
  expect(readdirSync(engine.data).sort()).toEqual(before);
  expect(statSync(path.join(engine.data, 'footbridge.lock')).ino, 'what holds the folder').toBe(lock);
  expect(readFileSync(path.join(engine.data, 'footbridge.lock'), 'utf8')).toBe('');
});
