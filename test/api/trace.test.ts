import { expect, test } from 'vitest';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';

test('a trace is the whole chain, each link in its order: request, change, decision, operation, attempt, proof', async () => {
  const { client, app, hire, patchUser, quiet, trace } = await setStage();
  const id = await hire('ada@example.com', 'Sales');
  await quiet();
  const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
  await patchUser(id, { [department]: 'Marketing' });
  await quiet();
  const { exchange, changes, accounts, accountCount } = await trace('department Sales -> Marketing');
  expect(exchange).toMatchObject({ method: 'PATCH', status: 200, resourceType: 'User' });
  expect(exchange.effect).toEqual({ state: 'proved', text: '1 account updated, 1 role given' });
  expect(changes).toMatchObject([
    {
      kind: 'updated',
      resourceType: 'User',
      resourceId: id,
      label: 'Person ada',
      attributes: [{ path: department, before: 'Sales', after: 'Marketing' }],
      membersAddedCount: 0,
    },
  ]);
  expect(accountCount).toBe(1);
  const [account] = accounts;
  expect(account).toMatchObject({ state: 'active', waiting: null, parked: null, person: { name: 'Person ada' } });
  const [reader, editor] = app.snapshot.rules;
  expect(account?.decisions).toEqual([
    {
      role: 'reader',
      effect: 'kept',
      ruleId: reader?.id,
      snapshotId: app.snapshot.id,
      reason: expect.stringMatching(/^rule “They read”: .*department.*Marketing/),
    },
    {
      role: 'editor',
      effect: 'granted',
      ruleId: editor?.id,
      snapshotId: app.snapshot.id,
      reason: expect.stringContaining('rule “Marketing edits”'),
    },
  ]);
  expect(account?.operations.map(({ summary }) => summary)).toEqual([
    'Update ada@example.com in Team Wiki: department',
    'Give ada@example.com the role editor in Team Wiki',
  ]);
  let last = Date.parse(exchange.at);
  for (const operation of account?.operations ?? []) {
    expect(operation).toMatchObject({ state: 'done', causes: 1, attempts: [{ number: 1, outcome: 'done' }] });
    const [attempt] = operation.attempts;
    const times = [
      operation.createdAt,
      attempt?.startedAt,
      attempt?.finishedAt,
      operation.proof?.at,
      operation.finishedAt,
    ];
    for (const time of times.map((one) => Date.parse(one ?? ''))) {
      expect(time).toBeGreaterThanOrEqual(last);
      last = time;
    }
    expect(operation.proof).toMatchObject({ kind: 'proved', asked: expect.stringContaining('SELECT') });
    expect(operation.proof?.seen).toContain('ada@example.com');
  }
  expect(await client.call('trace.get', { exchangeId: exchange.id }), 'asked again').toMatchObject({
    changes,
    accounts,
  });
});

test('a request that touches more accounts than are shown counts them all, those that wait for a person first', async () => {
  const { client, app, group, hire, patchMembers, trace, wiki } = await setStage();
  const ids: string[] = [];
  for (let number = 0; number < 55; number++) ids.push(await hire(`p${number}@example.com`, 'Legal'));
  const team = await group('Team', []);
  await client.call('app.addRule', { id: app.id, rule: { name: 'All', role: 'reader', when: `"${team}" in groups` } });
  wiki.execute("INSERT INTO users (username) VALUES ('p54@example.com')");
  await patchMembers(team, 'Add', ids);
  const { changes, accounts, accountCount } = await trace('+55 members');
  expect([accounts.length, accountCount]).toEqual([50, 55]);
  expect([changes[0]?.membersAdded.length, changes[0]?.membersAddedCount]).toEqual([50, 55]);
  await until('all but one', async () => (await client.call('status.get', {})).outstanding === 1);
  const [first] = (await trace('+55 members')).accounts;
  expect(first).toMatchObject({
    state: 'conflict',
    person: { name: 'Person p54' },
    parked: { reason: expect.stringContaining('p54') },
  });
});
