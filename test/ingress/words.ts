import { expect } from 'vitest';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { stateAt } from '../scim/support/replay.ts';
import { startEngine, type TestEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { addWiki } from '../support/engine-wiki.ts';
import { newUser, replacing, type ScimAnswer, type ScimClient } from '../support/scim.ts';
import type { Bindings } from './rows.ts';

interface Situation {
  readonly scim: ScimClient;
  readonly bindings: Bindings;
  readonly answer: ScimAnswer;
  readonly engine: TestEngine;
}

type Assertion = (situation: Situation) => void | Promise<void>;

/** The user that a row is about, as a later GET shows it. */
async function userOf({ scim, bindings, answer }: Situation): Promise<JsonObject> {
  const id = bindings.get('userId') ?? answer.body?.id;
  return (await scim.send('GET', `/Users/${id}`)).body as JsonObject;
}

/** Every name and value of some JSON, however deep. */
function everyPair(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [[name, inner] as [string, unknown], ...everyPair(inner)]);
}

const membersOf = async ({ scim, bindings }: Situation): Promise<string[]> => {
  const group = (await scim.send('GET', `/Groups/${bindings.get('groupId')}`)).body;
  return ((group?.members ?? []) as { value: string }[]).map(({ value }) => value).sort();
};

const keepsBoth: Assertion = async (situation) => {
  const { bindings } = situation;
  expect(await membersOf(situation)).toEqual([bindings.get('userId'), bindings.get('userB')].sort());
};

const losesOnlyTheFirst: Assertion = async (situation) =>
  expect(await membersOf(situation)).toEqual([situation.bindings.get('userB')]);

/** A leaver whom the IdP renames in the same breath, delivered into a real app. */
const disabledUnderTheOldName: Assertion = async () => {
  const engine = await startEngine();
  try {
    const { wiki } = await addWiki(engine.client, engine.data);
    const scim = await engine.addSource('entra');
    const made = await scim.send('POST', '/Users', { body: newUser('fix@fix.test', 'Sales') });
    await until('the account is there', () => wiki.account('fix@fix.test')?.roles.includes('reader'));
    const tombstone = '0a1b2c3d4e5f60718293a4b5c6d7e8f9fix@fix.test';
    const body = replacing({ active: 'False', userName: tombstone });
    expect((await scim.send('PATCH', `/Users/${made.body?.id}`, { body })).status).toBe(200);
    await until('nothing is outstanding', async () => (await engine.client.call('status.get', {})).outstanding === 0);
    expect(wiki.account('fix@fix.test')).toMatchObject({ enabled: false, roles: [] });
    expect(wiki.account(tombstone)).toBeUndefined();
    expect(wiki.effects()).toEqual(
      ['created', 'role added reader', 'disabled', 'role removed reader'].map((effect) => `fix@fix.test: ${effect}`),
    );
  } finally {
    await engine.close();
  }
};

/** What rows of the corpus say in words, made into assertions: by the row's id, then by its words. */
export const assertions: Readonly<Record<string, Readonly<Record<string, Assertion>>>> = {
  'entra.schemas': {
    ListResponse: ({ answer }) =>
      expect(answer.body).toMatchObject({ schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'] }),
    'no null values': ({ answer }) => expect(everyPair(answer.body).filter(([, value]) => value === null)).toEqual([]),
    'camelCase property values': ({ answer }) => {
      const chosen = ['mutability', 'returned', 'uniqueness', 'type'];
      const words = everyPair(answer.body).filter(
        ([name, value]) => chosen.includes(name) && typeof value === 'string',
      );
      expect(words.length).toBeGreaterThan(50);
      expect(words.filter(([, value]) => !/^[a-z][A-Za-z]*$/.test(String(value)))).toEqual([]);
    },
  },
  'entra.user.create': {
    'Location ends in /Users/{id of the new user}': ({ answer }) =>
      expect(answer.headers.location).toMatch(new RegExp(`/Users/${answer.body?.id}$`)),
  },
  'entra.user.create.nulls': {
    'nulls are absent; the schema URN with the missing colon is accepted and top-level department/manager are hoisted into the extension':
      async (situation) => {
        expect(situation.answer.text).not.toContain('null');
        const { scim } = situation;
        const body = { ...newUser('hoisted@fabrikam.test', 'Unused'), department: 'Hoisted', manager: 'somebody' };
        const hoisted = await scim.send('POST', '/Users', {
          body: Object.fromEntries(Object.entries(body).filter(([name]) => !name.includes('enterprise'))),
        });
        const user = hoisted.body as JsonObject;
        expect(stateAt(user, 'enterprise.department')).toBe('Hoisted');
        expect(stateAt(user, 'enterprise.manager.value')).toBe('somebody');
        expect([user.department, user.manager]).toEqual([undefined, undefined]);
      },
  },
  'entra.user.create.strActive': {
    '$.active is boolean true': ({ answer }) => expect(answer.body?.active).toBe(true),
  },
  'entra.user.replace.absentEmail': {
    'elements created': async (situation) => {
      const user = await userOf(situation);
      expect([user.addresses, user.ims]).toMatchObject([[{ type: 'work' }], [{ type: 'xmpp' }]]);
    },
  },
  'entra.user.manager.remove': {
    'manager unassigned': async (situation) =>
      expect(stateAt(await userOf(situation), 'enterprise.manager')).toBeNull(),
  },
  'entra.user.manager.query': {
    'order of the two clauses is not fixed': async ({ scim, bindings }) => {
      const filter = `manager eq "${bindings.get('managerId')}" and id eq "${bindings.get('userId')}"`;
      const answer = await scim.send('GET', `/Users?attributes=id&filter=${encodeURIComponent(filter)}`);
      expect(answer.body).toMatchObject({ totalResults: 1, Resources: [{ id: bindings.get('userId') }] });
    },
  },
  'entra.user.disable': {
    'GET returns boolean false': async (situation) => expect((await userOf(situation)).active).toBe(false),
  },
  'entra.user.softdelete.tombstone': {
    'no account is renamed in any target': disabledUnderTheOldName,
    'the account is disabled under its old name': disabledUnderTheOldName,
  },
  'entra.group.extid.pathless': {
    'membership UNCHANGED (see langwatch#7131: naive servers emptied the group)': keepsBoth,
  },
  'entra.group.remove': {
    'ONLY that member removed (RFC-literal servers remove all: segment-docs#6726)': losesOnlyTheFirst,
  },
  'okta.test.1': {
    'itemsPerPage,startIndex,totalResults are numbers': ({ answer }) =>
      expect(answer.body).toMatchObject({
        itemsPerPage: expect.any(Number),
        startIndex: expect.any(Number),
        totalResults: expect.any(Number),
      }),
  },
  'okta.assign.create': {
    'body not empty (empty body ⇒ "Create new user returned empty user")': ({ answer }) =>
      expect(answer.body).toMatchObject({ id: expect.any(String), userName: 'eva.k@contoso.test' }),
    'no password in response or log': async ({ answer, engine, scim }) => {
      const password = '1mz0placeholder';
      const source = (await engine.client.call('source.list', {})).items.find(
        ({ baseUrl }) => baseUrl === scim.baseUrl,
      );
      const exchange = await until('the exchange is listed', async () => {
        const { items } = await engine.client.call('exchange.list', { filter: { sourceId: String(source?.id) } });
        return items.find(({ method }) => method === 'POST');
      });
      const kept = await engine.client.call('exchange.get', { id: exchange.id });
      expect(kept.request.body).toContain('eva.k@contoso.test');
      expect([answer.text, JSON.stringify(kept), ...engine.log].filter((text) => text.includes(password))).toEqual([]);
    },
  },
  'okta.group.rename': { 'membership unchanged': keepsBoth },
  'okta.group.members.replace': { 'exactly these two': keepsBoth },
  'ak.spc': {
    'patch.supported true': ({ answer }) => expect(answer.body).toMatchObject({ patch: { supported: true } }),
    'filter.supported true': ({ answer }) => expect(answer.body).toMatchObject({ filter: { supported: true } }),
    'bulk.maxOperations reasonable (it CHUNKS PATCHes with it)': ({ answer }) => {
      const bulk = answer.body?.bulk as { maxOperations: number } | undefined;
      expect(bulk?.maxOperations).toBeGreaterThanOrEqual(1);
    },
  },
  'ak.group.remove': { 'only that one': losesOnlyTheFirst },
  'ak.group.update': { 'members untouched': keepsBoth },
  'jc.probe.member': { 'only that member removed': losesOnlyTheFirst },
  'gw.create': {
    'unknown/legacy URN ignored': ({ answer }) =>
      expect(answer.body?.schemas).toEqual(['urn:ietf:params:scim:schemas:core:2.0:User']),
    'application/json body accepted (406/415 breaks it)': async ({ scim }) => {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const body = newUser('plain@corp.test', 'Sales');
      expect((await scim.send('POST', '/Users', { body, headers })).status).toBe(201);
    },
  },
  'ping.match.emails': {
    'complex multi-valued w/o sub-attr ⇒ compare .value': async ({ scim }) => {
      const made = await scim.send('POST', '/Users', { body: newUser('liv@corp.test', 'Sales') });
      const answer = await scim.send('GET', '/Users?filter=emails%20eq%20%22LIV%40corp.test%22');
      expect(answer.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.body?.id }] });
    },
  },
};
