import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSqliteConnector } from '../../electron/engine/connectors/sqlite/connector.ts';
import type { SqliteTarget } from '../../shared/model/app.ts';
import { startEngine } from '../support/engine.ts';
import { newUser } from '../support/scim.ts';

/** Everything there is in a database of Footbridge: it would pass as an app. */
const target = (file: string): SqliteTarget => ({
  kind: 'sqlite',
  file,
  users: {
    table: 'user_resource',
    id: 'pk',
    login: 'user_name_folded',
    active: { column: 'active', on: 1, off: 0 },
    columns: { display: 'display_name_folded' },
    email: null,
    employeeNumber: null,
  },
  roles: { table: 'group_resource', id: 'pk', name: 'display_name_folded' },
  userRoles: { table: 'membership', user: 'member_user_pk', role: 'group_pk' },
});

test('a database of Footbridge is no app, by whatever path it is reached', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  const idp = await engine.addSource('entra');
  await idp.send('POST', '/Users', { body: newUser('ada@example.com', 'Sales') });
  const own = path.join(engine.data, 'footbridge.db');
  const linked = path.join(engine.data, 'app.db');
  symlinkSync(own, linked);
  for (const file of [own, `${engine.data}/../${path.basename(engine.data)}/footbridge.db`, linked]) {
    const tested = await engine.client.call('app.test', { target: target(file) });
    expect(tested.ok).toBe(false);
    expect(tested.steps.find((step) => !step.ok)?.detail).toContain('is a database of Footbridge itself');
    await expect(engine.client.call('app.add', { name: 'Us', target: target(file) })).rejects.toThrow('itself');
    const written = await createSqliteConnector(target(file)).disable('1');
    expect(written).toMatchObject({ ok: false, failure: { kind: 'permanent' } });
  }
  expect((await idp.send('GET', '/Users')).body).toMatchObject({ Resources: [{ active: true }] });
});
