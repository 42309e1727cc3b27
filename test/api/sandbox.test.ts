import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Input } from '../../shared/contract/contract.ts';
import { ContractError } from '../../shared/contract/error.ts';
import type { SandboxAction, SandboxPerson } from '../../shared/model/sandbox.ts';
import { SandboxWorld } from '../sandbox/world.ts';
import { startEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';

/** What a call was refused with. */
async function refusalOf(answer: Promise<unknown>): Promise<ContractError['body']> {
  const error = await answer.then(
    () => new Error('It was answered.'),
    (reason: unknown) => reason,
  );
  if (error instanceof ContractError) return error.body;
  throw error;
}

type SandboxProcedure = keyof typeof asked;
/** Every procedure of the sandbox IdP, with something that it could be asked. */
const asked = {
  'sandbox.get': {},
  'sandbox.people': {},
  'sandbox.start': {},
  'sandbox.act': { id: 'somebody', action: 'disable' },
  'sandbox.run': { scenario: 'leaver' },
  'sandbox.setSpeed': { speed: 1 },
  'sandbox.setRefuses': { id: 'badges', refuses: false },
} as const satisfies { readonly [N in `sandbox.${string}` & Parameters<SandboxWorld['client']['call']>[0]]: Input<N> };
const names = Object.keys(asked) as SandboxProcedure[];

test('the live world refuses every one of them, and says where to ask', async () => {
  const live = await startEngine();
  try {
    for (const name of names) {
      const refusal = await refusalOf(live.client.call(name, asked[name] as never));
      expect(refusal, name).toMatchObject({ code: 'refused', fix: 'Switch to the sandbox world and ask there.' });
    }
    expect((await live.client.call('status.get', {})).sources).toBe(0);
  } finally {
    await live.close();
  }
});

describe('before a company is founded', () => {
  const world = new SandboxWorld();
  beforeAll(() => world.open());
  afterAll(() => world.remove());

  test('there is nothing to see, and nobody to act on', async () => {
    expect(await world.get()).toEqual({
      company: null,
      busy: null,
      speed: 1,
      episodes: [],
      runs: [],
      apps: [],
      failure: null,
    });
    for (const name of ['sandbox.people', 'sandbox.act', 'sandbox.run'] as const) {
      const refusal = await refusalOf(world.client.call(name, asked[name] as never));
      expect(refusal, name).toMatchObject({ code: 'refused', message: 'There is no pretend company yet.' });
    }
    const badges = await refusalOf(world.client.call('sandbox.setRefuses', { id: 'badges', refuses: false }));
    expect(badges.code).toBe('not-found');
    expect((await world.client.call('sandbox.setSpeed', { speed: 10 })).speed).toBe(10);
    expect((await world.client.call('sandbox.setSpeed', { speed: 0 })).speed).toBe(0);
    expect((await world.get()).failure).toBeNull();
  });

  test.each([
    ['sandbox.start', { people: 24 }],
    ['sandbox.start', { people: 501 }],
    ['sandbox.start', { dialect: 'klingon' }],
    ['sandbox.start', { seed: -1 }],
    ['sandbox.act', { id: 'x', action: 'fire' }],
    ['sandbox.run', { scenario: 'apocalypse' }],
    ['sandbox.setSpeed', { speed: 61 }],
    ['sandbox.people', { limit: 501 }],
  ])('%s does not take %j', async (name, input) => {
    expect(await world.engine.call(name, input)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });
});

describe('a company', { timeout: 120_000 }, () => {
  const world = new SandboxWorld();
  const people = async (input: Input<'sandbox.people'> = {}) =>
    (await world.client.call('sandbox.people', { limit: 500, ...input })).items;
  const someone = async (fits: (person: SandboxPerson) => boolean): Promise<SandboxPerson> => {
    const found = (await people()).find((person) => person.manager !== null && fits(person));
    if (found === undefined) throw new Error('Nobody fits.');
    return found;
  };
  const act = (id: string, action: SandboxAction) => world.client.call('sandbox.act', { id, action });
  const again = async (id: string) => (await people()).find((person) => person.id === id);

  beforeAll(async () => {
    await world.open();
    await world.found({ people: 30, seed: 7, dialect: 'entra-flag' });
  });
  afterAll(() => world.remove());

  test('is not founded a second time while the first one is still told', async () => {
    const other = await new SandboxWorld().open(1);
    try {
      const { busy, company } = await other.client.call('sandbox.start', { people: 25 });
      expect([busy, company?.here]).toEqual([expect.stringMatching(/^First import: \d+ of 25 people$/), 25]);
      const refusal = await refusalOf(other.client.call('sandbox.start', {}));
      expect(refusal.code).toBe('conflict');
      expect(refusal.message).toMatch(/^A company is just being founded\. First import: \d+ of 25 people\.$/);
      expect((await other.client.call('source.list', {})).items.length).toBe(1);
    } finally {
      await other.remove();
    }
  });

  test('has its people in pages, found by every word, each with the person that Footbridge knows', async () => {
    const { company } = await world.get();
    expect(company).toMatchObject({ seed: 7, dialect: 'entra-flag', here: 30, away: 0 });
    const all = await people();
    expect(all.length).toBe(30);
    expect(all.every(({ personId }) => personId !== null)).toBe(true);
    expect(new Set(all.map(({ personId }) => personId)).size).toBe(30);
    const first = await world.client.call('sandbox.people', { limit: 20 });
    const second = await world.client.call('sandbox.people', { limit: 20, cursor: first.next ?? '' });
    expect([...first.items, ...second.items]).toEqual(all);
    expect(second.next).toBeNull();
    const [one] = all;
    expect(await people({ text: `${one?.login.toUpperCase()} ${one?.department.slice(0, 4)}` })).toEqual([one]);
    expect(await people({ text: `${one?.login} nobody` })).toEqual([]);
    const cursor = await refusalOf(world.client.call('sandbox.people', { cursor: 'page two' }));
    expect(cursor.code).toBe('invalid');
  });

  test('does what one does to a person, and tells Footbridge', async () => {
    const person = await someone(({ department }) => department === 'Support');
    const stages: readonly (readonly [SandboxAction, Partial<SandboxPerson>, RegExp, boolean])[] = [
      ['move', { presence: 'here' }, / moves from Support to /, true],
      ['rename', { presence: 'here' }, / takes the name /, true],
      ['disable', { presence: 'left' }, / is disabled$/, false],
      ['enable', { presence: 'here' }, / is enabled again$/, true],
      ['soft-delete', { presence: 'deleted' }, / is deleted softly$/, false],
      ['restore', { presence: 'here' }, / is restored$/, true],
      ['disable', { presence: 'left' }, / is disabled$/, false],
      ['soft-delete', { presence: 'deleted' }, / is deleted softly$/, false],
    ];
    for (const [action, now, told, active] of stages) {
      const { episodes } = await act(person.id, action);
      expect(await again(person.id), action).toMatchObject({ ...now, personId: person.personId });
      expect(episodes[0], action).toMatchObject({ text: expect.stringMatching(told), personId: person.personId });
      const login = (await again(person.id))?.login ?? '';
      await until(`the wiki knows: ${action}`, () => world.account('team-wiki', login)?.active === active, 60_000);
    }
    const { episodes } = await act(person.id, 'purge');
    expect(await again(person.id)).toBeUndefined();
    expect(episodes[0]).toMatchObject({
      text: expect.stringMatching(/ is deleted for good$/),
      personId: person.personId,
    });
  });

  test('refuses what does not apply to somebody, and knows nobody by a wrong id', async () => {
    const person = await someone(({ presence }) => presence === 'here');
    const refusing = async (action: SandboxAction) => (await refusalOf(act(person.id, action))).message;
    expect(await refusing('enable')).toMatch(/ works here; only somebody who has left can be enabled\.$/);
    expect(await refusing('restore')).toMatch(/ works here; only somebody who was deleted can be restored\.$/);
    expect(await refusing('purge')).toMatch(
      / works here; only somebody who was deleted softly can be deleted for good/,
    );
    await act(person.id, 'disable');
    for (const action of ['disable', 'move', 'rename', 'restore', 'purge'] as const)
      expect(await refusing(action), action).toMatch(/ has left; only somebody who /);
    await act(person.id, 'soft-delete');
    for (const action of ['soft-delete', 'disable', 'enable', 'move', 'rename'] as const)
      expect(await refusing(action), action).toMatch(/ was deleted; only somebody who /);
    expect((await refusalOf(act('nobody', 'disable'))).code).toBe('not-found');
    expect((await world.get()).failure).toBeNull();
  });

  test('has one app that refuses, until it is told otherwise', async () => {
    const { apps } = await world.get();
    expect(apps.map(({ name, refuses, canRefuse }) => [name, refuses, canRefuse])).toEqual([
      ['Team Wiki', false, false],
      ['Ticket Desk', false, false],
      ['Door Badges', true, true],
    ]);
    const [wiki, , badges] = apps;
    const obliging = await refusalOf(world.client.call('sandbox.setRefuses', { id: wiki?.id ?? '', refuses: true }));
    expect(obliging).toMatchObject({ code: 'refused', message: 'Team Wiki cannot be made to refuse.' });
    const unknown = await refusalOf(world.client.call('sandbox.setRefuses', { id: 'nothing', refuses: true }));
    expect(unknown.code).toBe('not-found');

    const person = await someone(({ presence }) => presence === 'here');
    await act(person.id, 'disable');
    const item = await until(
      'the badges refuse',
      async () => {
        const { items } = await world.client.call('work.list', {});
        return items.find(({ title, persons }) => persons.some(({ id }) => id === person.personId) && title);
      },
      60_000,
    );
    expect(item.kind).toBe('refused');
    expect(world.account('door-badges', person.login)?.active).toBe(true);
    const told = await world.client.call('sandbox.setRefuses', { id: badges?.id ?? '', refuses: false });
    expect(told.apps[2]).toMatchObject({ refuses: false });
    await world.client.call('work.decide', { id: item.id, decision: 'retry', reason: 'The badge was handed in' });
    await until('the badge is blocked', () => world.account('door-badges', person.login)?.active === false, 60_000);
  });

  test('announces what changes', async () => {
    const seen: string[] = [];
    const stop = world.client.follow(null, {
      onMessage: (message) => {
        if (message.type === 'sandbox') seen.push(message.summary);
      },
      onEnd: () => undefined,
    });
    const person = await someone(({ presence }) => presence === 'here');
    await act(person.id, 'move');
    await world.client.call('sandbox.setSpeed', { speed: 0 });
    await until('both were announced', () => seen.includes('The company stands still') && seen.length > 1, 60_000);
    stop();
  });
});
