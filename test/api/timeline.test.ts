import { expect, test } from 'vitest';
import { setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';
import { badCursors, codeOf, pagesOf } from './asking.ts';

test('everything that happened to a person, newest first: said, joined, done, decided', async () => {
  const { client, app, wiki, hire, patchUser, patchMembers, group, remove, quiet, item } = await setStage();
  wiki.execute(`INSERT INTO users (username) VALUES ('ada@example.com')`);
  const id = await hire('ada@example.com', 'Sales');
  const conflict = await item('conflict');
  wiki.execute(`UPDATE users SET username = 'other' WHERE username = 'ada@example.com'`);
  await client.call('work.decide', { id: conflict.id, decision: 'retry', reason: 'It was renamed' });
  await quiet();
  const editors = await group('Wiki Editors', [id]);
  const payroll = await group('Payroll', []);
  await patchMembers(payroll, 'Add', [id]);
  await patchMembers(payroll, 'Remove', [id]);
  await remove(`/Groups/${editors}`);
  await patchUser(id, { active: false });
  await quiet();

  const [person] = conflict.persons;
  const personId = person?.id ?? '';
  const ask = (limit: number) => (cursor: string | undefined) =>
    client.call('person.timeline', { id: personId, limit, ...(cursor === undefined ? {} : { cursor }) });
  const { items, next } = await ask(500)(undefined);
  expect(next).toBeNull();
  const told = items.map(({ kind, text }) => `${kind}: ${text}`);
  expect(told.toReversed()).toEqual([
    'change: Create Person ada',
    'operation: Create ada@example.com in Team Wiki',
    `decision: Decided “retry”: ${conflict.title} (It was renamed)`,
    'operation: Create ada@example.com in Team Wiki',
    'operation: Give ada@example.com the role reader in Team Wiki',
    'membership: Added to Wiki Editors',
    'membership: Added to Payroll',
    'membership: Removed from Payroll',
    'membership: No longer in Wiki Editors: the group was deleted',
    'change: Update Person ada: active true -> false',
    expect.stringMatching(/^operation: (Disable|Take)/),
    expect.stringMatching(/^operation: (Disable|Take)/),
  ]);
  const times = items.map(({ at }) => Date.parse(at));
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  expect(new Set(items.map((entry) => entry.id)).size).toBe(items.length);

  const operations = items.filter(({ kind }) => kind === 'operation');
  expect(operations.map(({ app: name }) => name)).toEqual(operations.map(() => app.name));
  expect(operations.map(({ outcome, proof }) => [outcome, proof?.kind ?? null])).toEqual([
    ['done', 'proved'],
    ['done', 'proved'],
    ['done', 'proved'],
    ['done', 'proved'],
    ['conflict', null],
  ]);
  const methods = await until('the requests are listed', async () => {
    const listed = (await client.call('exchange.list', { filter: { changesOnly: true } })).items;
    return listed.length === 7 && new Map(listed.map((one) => [one.id, one.method]));
  });
  const methodOf = (text: RegExp) => methods.get(items.find((entry) => text.test(entry.text))?.exchangeId ?? '');
  expect(methodOf(/^Disable/)).toBe('PATCH');
  expect(methodOf(/^Removed from Payroll/)).toBe('PATCH');
  expect(methodOf(/group was deleted/)).toBe('DELETE');
  expect(methodOf(/^Give/)).toBe('POST');

  // By pages it is the same, also while more happens.
  let more = 0;
  const pages = await pagesOf(ask(3), () => patchUser(id, { title: `Number ${++more}` }));
  expect(pages.flat()).toEqual(items);
  expect(pages.map((page) => page.length)).toEqual([3, 3, 3, 3]);
  for (const cursor of [...badCursors, btoa('["a","b"]')])
    expect(await codeOf(client.call('person.timeline', { id: personId, cursor })), cursor).toBe('invalid');
  expect(await codeOf(client.call('person.timeline', { id: 'nobody' }))).toBe('not-found');
});
