import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { databaseFile } from '../../electron/engine/store/folder.ts';
import { until } from '../support/engine-until.ts';
import { setStage } from './stage.ts';

test('rules that no longer compile hold what was, ask, and still let a leaver be disabled', async () => {
  const { engine, wiki, hire, patchUser, items, quiet } = await setStage();
  const ada = await hire('ada@corp.test', 'Marketing');
  await hire('bob@corp.test', 'Sales');
  await quiet();
  await engine.stop();
  // What a later program, stricter with expressions, would find in the database.
  const database = new Database(databaseFile(engine.data));
  database.exec(`UPDATE snapshot SET body = json_set(body, '$.rules[0].when', 'no longer a condition (')`);
  database.close();
  await engine.restart();

  // The connection that was kept alive is gone; the first request on it finds that out.
  await until('Eve is created', () => hire('eve@corp.test', 'Sales'));
  await patchUser(ada, { active: 'False' });
  await until('Ada is disabled', () => wiki.account('ada@corp.test')?.enabled === false);
  expect(wiki.account('bob@corp.test')).toMatchObject({ enabled: true, roles: ['reader'] });
  expect(wiki.account('eve@corp.test')).toBeUndefined();
  expect(await items('doubt')).not.toEqual([]);
});
