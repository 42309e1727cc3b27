import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../shared/contract/contract.ts';
import { ContractError } from '../../shared/contract/error.ts';
import type { Exchange } from '../../shared/model/exchange.ts';
import { asked } from '../provisioning/stage.ts';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { newUser, replacing } from '../support/scim.ts';

/** What happened, oldest first: [method, path, status], as the tests below know it by number. */
const happened = [
  'POST /Users 201',
  'POST /Users 201',
  'GET /Users?filter=userName%20eq%20%22ada%40example.com%22 200',
  'PATCH /Users/ada 200',
  'PATCH /Users/ada 200',
  'POST /Groups 201',
  'POST /Users 409',
  'GET /Users/nobody 404',
  'POST /Users 201',
];

let engine: TestEngine;
let entra: TestSource;
let okta: TestSource;
let all: Exchange[];

beforeAll(async () => {
  engine = await startEngine();
  entra = await engine.addSource('entra', { name: 'Entra' });
  okta = await engine.addSource('okta', { name: 'Okta' });
  let ada = '';
  const steps: (() => Promise<unknown>)[] = [
    async () => {
      ada = await asked(entra, 'POST', '/Users', newUser('ada@example.com', 'Sales'));
    },
    () => asked(entra, 'POST', '/Users', newUser('bob@example.com', 'Sales')),
    () => asked(entra, 'GET', '/Users?filter=userName%20eq%20%22ada%40example.com%22'),
    () => asked(entra, 'PATCH', `/Users/${ada}`, replacing({ title: 'Lead' })),
    () => asked(entra, 'PATCH', `/Users/${ada}`, replacing({ title: 'Lead' })),
    () => asked(entra, 'POST', '/Groups', { displayName: 'Wiki Ünited' }),
    () => entra.send('POST', '/Users', { body: newUser('ADA@example.com', 'Sales') }),
    () => entra.send('GET', '/Users/nobody'),
    () => asked(okta, 'POST', '/Users', newUser('eve@example.com', 'Sales')),
  ];
  // One at a time: reads are written in batches, and take their place in the list when they are.
  for (const [index, step] of steps.entries()) {
    await step();
    all = await until('it is written', async () => {
      const { items } = await list({});
      return items.length > index && items.reverse();
    });
  }
});
afterAll(() => engine.close());

const list = (input: Input<'exchange.list'>) => engine.client.call('exchange.list', input);
/** Places in `happened` of what a list holds, in its order. */
const found = async (input: Input<'exchange.list'>) =>
  (await list(input)).items.map(({ id }) => all.findIndex((exchange) => exchange.id === id));

describe('the list', () => {
  it('shows each request in plain words, with its source and outcome', () => {
    const shown = all.map(({ method, path, status }) => `${method} ${path.replace(/[0-9a-f-]{36}/, 'ada')} ${status}`);
    expect(shown).toEqual(happened);
    expect(all.map(({ outcome }) => outcome)).toEqual([...Array(6).fill('ok'), 'refused', 'refused', 'ok']);
    expect(all.map(({ source }) => source?.name)).toEqual([...Array(8).fill('Entra'), 'Okta']);
    expect(all[0]?.summary).toBe('Create Person ada');
    expect(all[2]?.summary).toBe('Look up users where userName eq "ada@example.com": 1 found');
    expect(all[3]?.summary).toBe('Update Person ada: title none -> Lead');
    expect(all[4]?.summary).toBe('Update Person ada: nothing changed');
    expect(all[5]?.summary).toContain('Create group Wiki Ünited');
    expect(all.map(({ effect }) => effect)).toEqual(Array(9).fill({ state: 'none', text: '' }));
    for (const { durationMs, at } of all) {
      expect(durationMs).toBeGreaterThanOrEqual(0);
      expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(120_000);
    }
  });

  it.each<[string, Input<'exchange.list'>['filter'], number[]]>([
    ['nothing chosen', {}, [8, 7, 6, 5, 4, 3, 2, 1, 0]],
    ['refused', { outcomes: ['refused'] }, [7, 6]],
    ['refused or failed', { outcomes: ['refused', 'failed'] }, [7, 6]],
    ['failed', { outcomes: ['failed'] }, []],
    ['what changed something', { changesOnly: true }, [8, 5, 3, 1, 0]],
    ['groups', { resourceType: 'Group' }, [5]],
    ['users that changed', { resourceType: 'User', changesOnly: true }, [8, 3, 1, 0]],
    ['a word of the summary', { text: 'lead' }, [3]],
    ['two words, in any order', { text: 'ada create' }, [0]],
    ['a word beyond ASCII in another case', { text: 'ÜNITED' }, [5]],
    ['a method', { text: 'method:patch' }, [4, 3]],
    ['a path', { text: 'path:/groups' }, [5]],
    ['a user', { text: 'user:BOB' }, [1]],
    ['a status', { text: 'status:409' }, [6]],
    ['statuses', { text: 'status:>=400' }, [7, 6]],
    ['statuses between', { text: 'status:>200 status:<409' }, [8, 7, 5, 1, 0]],
    ['status of at most', { text: 'status:<=200' }, [4, 3, 2]],
    ['status equal', { text: 'status:=404' }, [7]],
    ['a form that is none is a word', { text: 'status:x' }, []],
    ['an unknown field is a word', { text: 'colour:red' }, []],
    ['a wildcard is no wildcard', { text: '%' }, [2]],
    ['everything at once', { text: 'method:POST status:201 ada', outcomes: ['ok'], changesOnly: true }, [0]],
  ])('filtered by %s', async (_what, filter, places) => {
    expect(await found(filter === undefined ? {} : { filter })).toEqual(places);
  });

  it('of one source, and of none that is known', async () => {
    expect(await found({ filter: { sourceId: okta.id } })).toEqual([8]);
    expect(await found({ filter: { sourceId: 'nothing' } })).toEqual([]);
  });

  it.each([1, 2, 4, 9, 100])('in pages of %i is the whole list, each row once', async (limit) => {
    const places: number[] = [];
    let cursor: string | null = '';
    for (let pages = 0; cursor !== null && pages < 12; pages++) {
      const input: Input<'exchange.list'> = cursor === '' ? { limit } : { limit, cursor };
      places.push(...(await found(input)));
      cursor = (await list(input)).next;
    }
    expect(places).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('in pages of what is filtered', async () => {
    const first = await list({ filter: { changesOnly: true }, limit: 3 });
    expect(await found({ filter: { changesOnly: true }, limit: 3, cursor: first.next ?? '' })).toEqual([1, 0]);
  });

  it('after a row, the oldest of the newer ones first cut', async () => {
    const after = all[3]?.seq ?? 0;
    expect(await found({ after })).toEqual([8, 7, 6, 5, 4]);
    expect(await found({ after, limit: 2 })).toEqual([5, 4]);
    expect(await found({ after, filter: { outcomes: ['refused'] } })).toEqual([7, 6]);
    expect(await found({ after: all[8]?.seq ?? 0 })).toEqual([]);
  });

  it('of just the named rows, whatever else is asked', async () => {
    const ids = [all[1]?.id ?? '', all[6]?.id ?? '', 'nothing'];
    expect(await found({ ids })).toEqual([6, 1]);
    expect(await found({ ids: [] })).toEqual([]);
  });
});

describe('one exchange', () => {
  it('shows both messages as they were, without secrets', async () => {
    const detail = await engine.client.call('exchange.get', { id: all[0]?.id ?? '' });
    expect(JSON.parse(detail.request.body ?? '')).toMatchObject({ userName: 'ada@example.com' });
    expect(JSON.parse(detail.response.body ?? '')).toMatchObject({
      userName: 'ada@example.com',
      meta: { resourceType: 'User' },
    });
    expect(JSON.stringify(detail)).not.toContain(entra.token);
    const refused = await engine.client.call('exchange.get', { id: all[6]?.id ?? '' });
    expect(JSON.parse(refused.response.body ?? '')).toMatchObject({ status: '409', scimType: 'uniqueness' });
  });

  it.each(['exchange.get', 'trace.get'] as const)('%s of one that is not there is not found', async (name) => {
    const call =
      name === 'exchange.get'
        ? engine.client.call(name, { id: 'nothing' })
        : engine.client.call(name, { exchangeId: 'nothing' });
    await expect(call).rejects.toSatisfy((error) => error instanceof ContractError && error.body.code === 'not-found');
  });

  it('that changed nothing has an empty trace', async () => {
    const trace = await engine.client.call('trace.get', { exchangeId: all[4]?.id ?? '' });
    expect(trace).toMatchObject({ changes: [], accounts: [], accountCount: 0, exchange: { id: all[4]?.id } });
  });
});
