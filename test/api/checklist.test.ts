import { expect, test } from 'vitest';
import type { ChecklistStep } from '../../shared/model/checklist.ts';
import { dialects } from '../../shared/model/source.ts';
import { type Stage, setStage } from '../provisioning/stage.ts';
import { until } from '../support/engine-until.ts';
import { codeOf } from './asking.ts';

const checklistOf = ({ client, idp }: Stage) => client.call('source.checklist', { id: idp.id });

/** Waits until a step is as it should be: requests are listed a little after they were answered. */
const step = (stage: Stage, name: ChecklistStep, state: 'done' | 'waiting' | 'failed', words = /./) =>
  until(`${name} is ${state}: ${words}`, async () => {
    const item = (await checklistOf(stage)).items.find((one) => one.step === name);
    if (item?.state === state && words.test(item.text)) return item;
    throw new Error(JSON.stringify(item));
  });

test('every step ticks by what was really seen, each with its request and person; connected with the last one', async () => {
  const stage = await setStage();
  const { client, idp, hire, group, patchUser, quiet } = stage;
  const fresh = await checklistOf(stage);
  expect(fresh.connected).toBe(false);
  expect(fresh.items.map(({ step: name, state }) => `${name} ${state}`)).toEqual([
    'token waiting',
    'tested waiting',
    'user waiting',
    'group waiting',
    'account waiting',
    'deactivated waiting',
    'proved waiting',
  ]);
  expect(
    fresh.items.every(({ at, exchangeId, personId }) => at === null && exchangeId === null && personId === null),
  ).toBe(true);
  expect(fresh.items[1]?.text).toContain('Test connection');

  await idp.send('GET', '/Users?filter=userName%20eq%20%22nobody%22');
  const tested = await step(stage, 'tested', 'done', /^Entra asked GET \/Users\?filter=.*none\.$/);
  expect(await step(stage, 'token', 'done')).toMatchObject({ exchangeId: tested.exchangeId });
  expect((await client.call('exchange.get', { id: tested.exchangeId ?? '' })).method).toBe('GET');

  const ada = await hire('ada@example.com', 'Sales');
  const user = await step(stage, 'user', 'done', /Person ada/);
  const [person] = (await client.call('person.list', {})).items;
  expect(user).toMatchObject({ personId: person?.id, exchangeId: expect.any(String), at: expect.any(String) });
  await quiet();
  const account = await step(
    stage,
    'account',
    'done',
    /^Person ada has an account in Team Wiki; proved: ada@example.com/,
  );
  expect(account).toMatchObject({ personId: person?.id, exchangeId: user.exchangeId });
  await group('Wiki Editors', [ada]);
  expect(await step(stage, 'group', 'done', /Wiki Editors/)).toMatchObject({ personId: null });
  expect((await checklistOf(stage)).connected).toBe(false);

  await patchUser(ada, { active: false });
  expect(await step(stage, 'deactivated', 'done', /active true -> false/)).toMatchObject({ personId: person?.id });
  const proved = await step(stage, 'proved', 'done', /^Person ada cannot use Team Wiki any more; proved: .*disabled/);
  const { exchange } = await client.call('trace.get', { exchangeId: proved.exchangeId ?? '' });
  expect(exchange.summary).toContain('active true -> false');
  expect((await checklistOf(stage)).connected).toBe(true);

  // What was once seen stays seen.
  await patchUser(ada, { active: true });
  await quiet();
  await stage.engine.restart();
  expect((await checklistOf(stage)).connected).toBe(true);
  await client.call('source.remove', { id: idp.id });
  expect(await codeOf(checklistOf(stage))).toBe('not-found');
});

test.each<[what: string, authorization: (token: string) => string | null, words: RegExp]>([
  ['no token', () => null, /no token was sent/],
  ['an empty one', () => 'Bearer ', /the token is empty/],
  ['another scheme', (token) => `Basic ${token}`, /not “Bearer” and a token/],
  ['a token of something else', () => 'Bearer 0123456789abcdef', /no token of Footbridge/],
  [
    'a token of the identity provider’s own',
    () => 'Bearer eyJhbGciOi.eyJpc3Mi.c2ln',
    /token of its own: its field for ours is empty/,
  ],
  ['one cut short', (token) => `Bearer ${token.slice(0, -2)}`, /cut short: 44 of 46 characters/],
  ['one with too much', (token) => `Bearer ${token}=x`, /2 characters too many/],
  [
    'one with a space within',
    (token) => `Bearer ${token.slice(0, 9)} ${token.slice(9)}`,
    /a space or a line break within/,
  ],
  ['the word twice', (token) => `Bearer Bearer ${token}`, /“Bearer” stands twice/],
  ['another token', (token) => `Bearer ${token.slice(0, -4)}AAAA`, /not this source’s/],
])('a refused token says who asked what and what is wrong: %s', async (_what, authorization, words) => {
  const stage = await setStage();
  const { client, idp } = stage;
  const other = await stage.engine.addSource('okta', { name: 'Okta' });
  await idp.send('GET', '/Users?startIndex=1', { headers: { authorization: authorization(idp.token) } });
  const item = await step(stage, 'token', 'failed', words);
  expect(item.text).toMatch(/^Entra asked GET \/Users\?startIndex=1 and was answered 401: .*“Secret Token”/);
  const exchange = await client.call('exchange.get', { id: item.exchangeId ?? '' });
  expect(exchange).toMatchObject({ status: 401, source: { id: idp.id }, summary: expect.stringMatching(words) });
  expect(JSON.stringify([exchange, await checklistOf(stage)])).not.toContain(idp.token.slice(3, 20));
  const untouched = await client.call('source.checklist', { id: other.id });
  expect(untouched.items[0]).toMatchObject({ state: 'waiting', exchangeId: null });

  await idp.send('GET', '/Users');
  await step(stage, 'token', 'done', /the right token/);
  await idp.send('GET', '/Users', { headers: { authorization: null } });
  await step(stage, 'token', 'failed', /no token/);
});

test('what was tried and went wrong is failed, with the sentence and the person', async () => {
  const stage = await setStage();
  const { client, app, idp, wiki, hire, group, patchUser, item } = stage;
  await idp.send('POST', '/Users', { body: { displayName: 'Nobody' } });
  await step(stage, 'user', 'failed', /tried to create a user and was answered 400: .*userName/);
  await idp.send('POST', '/Groups', { body: {} });
  await step(stage, 'group', 'failed', /answered 400/);
  wiki.execute(`INSERT INTO users (username) VALUES ('bob@example.com')`);
  await hire('bob@example.com', 'Sales');
  const conflict = await item('conflict');
  expect(await step(stage, 'account', 'failed')).toMatchObject({
    text: conflict.title,
    personId: conflict.persons[0]?.id,
  });
  await group('Wiki Editors', []);
  await step(stage, 'group', 'done');
  await step(stage, 'tested', 'done', /went on to create Person bob/);

  wiki.execute(`CREATE TRIGGER stay BEFORE UPDATE OF enabled ON users WHEN NEW.enabled = 0
    BEGIN SELECT RAISE(ABORT, 'still checked in'); END`);
  const ada = await hire('ada@example.com', 'Sales');
  await step(stage, 'account', 'done');
  await until('all but the conflict', async () => (await client.call('status.get', {})).outstanding === 1);
  await patchUser(ada, { active: false });
  const failed = await step(stage, 'proved', 'failed', /^Person ada may still use Team Wiki\. .*still checked in/);
  const person = (await client.call('person.list', { text: 'ada' })).items[0];
  expect(failed).toMatchObject({
    personId: person?.id,
    exchangeId: (await step(stage, 'deactivated', 'done')).exchangeId,
  });

  // Somebody without any account proves nothing, a second app that obeys does not speak for the one that refuses.
  const idle = await hire('idle@example.com', 'Legal');
  await patchUser(idle, { active: false });
  await step(stage, 'deactivated', 'done', /Person idle/);
  await step(stage, 'proved', 'failed', /^Person ada/);
  wiki.execute('DROP TRIGGER stay');
  const refused = await item('refused');
  await client.call('work.decide', { id: refused.id, decision: 'retry', reason: 'She has checked out' });
  await step(stage, 'proved', 'done', /^Person ada cannot use Team Wiki/);
  expect((await checklistOf(stage)).connected).toBe(true);

  await client.call('app.setState', { id: app.id, state: 'observing' });
  const eve = await hire('eve@example.com', 'Sales');
  await patchUser(eve, { active: false });
  await step(stage, 'proved', 'done', /^Person ada/);
});

test('an app that is only observed, and one that does not answer, leave the proof waiting', async () => {
  const stage = await setStage();
  const { client, app, wiki, hire, patchUser, quiet } = stage;
  const ada = await hire('ada@example.com', 'Sales');
  await quiet();
  await client.call('app.setState', { id: app.id, state: 'observing' });
  await patchUser(ada, { active: false });
  await step(stage, 'proved', 'waiting', /^Person ada may still use Team Wiki\. Team Wiki is only observed/);
  const letGo = wiki.lock();
  await client.call('app.setState', { id: app.id, state: 'on' });
  await step(stage, 'proved', 'waiting', /^Person ada may still use Team Wiki\. Tried \d+ times/);
  letGo();
  await step(stage, 'proved', 'done');
}, 60_000);

test('each dialect is told in its own words', async () => {
  const { client, engine } = await setStage();
  const seen = new Map<string, string>();
  for (const dialect of dialects) {
    const source = await engine.addSource(dialect);
    const { items } = await client.call('source.checklist', { id: source.id });
    for (const { step: name, text } of items) {
      if (name === 'account' || name === 'proved') continue;
      expect(text, dialect).toMatch(/^(Nothing|No user|No group|Nobody) .*yet\. \S/);
      expect(
        [...seen].find(([other, said]) => other.endsWith(name) && said === text),
        `${dialect} ${name}`,
      ).toBeUndefined();
      seen.set(`${dialect} ${name}`, text);
    }
  }
});
