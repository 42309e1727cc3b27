import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { enterprise } from '../support/scim.ts';
import { type Body, core, expectError, patch, resources } from './suites.ts';

/*
 * What Entra's SCIM Validator checks of a server before it is let through, in its words; what it does not look at (error
 * bodies, that membership outlives a rename) is looked at here as well.
 */

const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startEngine();
});
afterAll(() => engine.close());

describe('Entra’s SCIM Validator', () => {
  let scim: TestSource;
  let user: Body;
  const at = () => `/Users/${user.id}`;
  const read = async () => (await scim.send('GET', at())).body ?? {};
  const found = (filter: string, path = '/Users') => scim.send('GET', `${path}?filter=${encodeURIComponent(filter)}`);

  beforeEach(async () => {
    scim = await engine.addSource('entra');
    const userName = `${randomUUID()}@contoso.test`;
    const body = {
      schemas: [core, enterprise],
      userName,
      externalId: randomUUID(),
      active: true,
      displayName: 'BOYUZWSQNKYD',
      emails: [{ type: 'work', value: userName, primary: true }],
      name: { formatted: 'Adrienne', familyName: 'Kuhn', givenName: 'Adrienne' },
      [enterprise]: { employeeNumber: '1', department: 'Old' },
    };
    const answer = await scim.send('POST', '/Users', { body });
    expect(answer.status).toBe(201);
    user = answer.body ?? {};
    expect(answer.headers.location).toBe(`${scim.baseUrl}${at()}`);
  });

  test('creates a user, and refuses the same one again', async () => {
    const { id: _, meta: __, ...again } = user;
    const refused = await scim.send('POST', '/Users', { body: again });
    expectError(refused, 409);
    expect(refused.body?.scimType).toBe('uniqueness');
    expect(resources(await found(`userName eq "${user.userName}"`))).toHaveLength(1);
  });

  test('finds by the joining property, nobody who is absent, and names in another case', async () => {
    for (const filter of [
      `userName eq "${user.userName}"`,
      `userName eq "${String(user.userName).toUpperCase()}"`,
      `USERNAME Eq "${user.userName}"`,
      `externalId eq "${user.externalId}"`,
    ])
      expect(
        resources(await found(filter)).map(({ id }) => id),
        filter,
      ).toEqual([user.id]);
    const nobody = await found(`userName eq "${randomUUID()}"`);
    expect([nobody.status, nobody.body?.totalResults, resources(nobody)]).toEqual([200, 0, []]);
  });

  test('replaces attributes, one operation each, in one request', async () => {
    const values: readonly (readonly [string, unknown, (body: Body) => unknown])[] = [
      ['displayName', 'KQVXLKCIPCYW', (body) => body.displayName],
      ['title', 'VRXQJVWRQTVU', (body) => body.title],
      ['nickName', 'Addi', (body) => body.nickName],
      ['preferredLanguage', 'eu', (body) => body.preferredLanguage],
      ['userType', 'OTKELTMRURGW', (body) => body.userType],
      ['locale', 'VIJVKUQXOKTT', (body) => body.locale],
      ['timezone', 'America/Chicago', (body) => body.timezone],
      ['profileUrl', 'WBOHPQXUJKHH', (body) => body.profileUrl],
      ['externalId', '9d1f', (body) => body.externalId],
      ...['formatted', 'givenName', 'middleName', 'familyName', 'honorificPrefix', 'honorificSuffix'].map(
        (part) => [`name.${part}`, `New ${part}`, (body: Body) => (body.name as Body)[part]] as const,
      ),
      ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map(
        (part) => [`${enterprise}:${part}`, `New ${part}`, (body: Body) => (body[enterprise] as Body)[part]] as const,
      ),
      ...(['work', 'home', 'other'] as const).map(
        (type) =>
          [
            `emails[type eq "${type}"].value`,
            `${type}@contoso.test`,
            (body: Body) => ofType(body, 'emails', type)?.value,
          ] as const,
      ),
      ...(['work', 'mobile', 'fax', 'home', 'pager'] as const).map(
        (type) =>
          [
            `phoneNumbers[type eq "${type}"].value`,
            `+1 ${type.length}`,
            (body: Body) => ofType(body, 'phoneNumbers', type)?.value,
          ] as const,
      ),
      ...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country'].map(
        (part) =>
          [
            `addresses[type eq "work"].${part}`,
            `New ${part}`,
            (body: Body) => ofType(body, 'addresses', 'work')?.[part],
          ] as const,
      ),
      ['roles[primary eq "True"].value', 'Chair', (body) => (body.roles as readonly Body[])[0]?.value],
      ['roles[primary eq "True"].display', 'The chair', (body) => (body.roles as readonly Body[])[0]?.display],
    ];
    expect(values.length).toBeGreaterThanOrEqual(36);
    const operations = values.map(([path, value]) => ({ op: 'Replace', path, value }));
    const answer = await scim.send('PATCH', at(), { body: patch(...operations) });
    expect(answer.status).toBe(200);
    const body = await read();
    for (const [path, value, get] of values) expect(get(body), path).toEqual(value);
    expect(body.roles).toMatchObject([{ primary: true }]);
  });

  test('adds the same to a user who has hardly anything', async () => {
    const minimal = await scim.send('POST', '/Users', {
      body: { schemas: [core], userName: `${randomUUID()}@c.test` },
    });
    user = minimal.body ?? {};
    const answer = await scim.send('PATCH', at(), {
      body: patch(
        { op: 'Add', path: 'emails[type eq "work"].value', value: 'a@c.test' },
        { op: 'Add', path: 'emails[type eq "work"].primary', value: true },
        { op: 'Add', path: 'roles[primary eq "True"].display', value: 'D' },
        { op: 'Add', path: 'roles[primary eq "True"].value', value: 'V' },
        { op: 'Add', path: 'roles[primary eq "True"].type', value: 'T' },
        { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Berlin' },
        { op: 'Add', path: 'addresses[type eq "work"].country', value: 'DE' },
        { op: 'Add', path: 'name.givenName', value: 'Ada' },
        { op: 'Add', path: `${enterprise}:department`, value: 'Sales' },
      ),
    });
    expect(answer.status).toBe(200);
    expect(await read()).toMatchObject({
      emails: [{ type: 'work', value: 'a@c.test', primary: true }],
      roles: [{ primary: true, display: 'D', value: 'V', type: 'T' }],
      addresses: [{ type: 'work', locality: 'Berlin', country: 'DE' }],
      name: { givenName: 'Ada' },
      [enterprise]: { department: 'Sales' },
    });
  });

  test('renames a user, and disables one in its own words', async () => {
    await scim.send('PATCH', at(), { body: patch({ op: 'Replace', path: 'userName', value: 'new@contoso.test' }) });
    expect(resources(await found('userName eq "NEW@contoso.test"'))).toHaveLength(1);
    expect(resources(await found(`userName eq "${user.userName}"`))).toHaveLength(0);
    for (const active of ['False', 'True', false]) {
      const answer = await scim.send('PATCH', at(), { body: patch({ op: 'Replace', path: 'active', value: active }) });
      expect(answer.body?.active).toBe(String(active) === 'True');
    }
    expect(resources(await found('userName eq "new@contoso.test"'))).toMatchObject([{ active: false }]);
  });

  test('adds, replaces and removes a manager', async () => {
    const path = `${enterprise}:manager`;
    const boss = (await scim.send('POST', '/Users', { body: { schemas: [core], userName: `${randomUUID()}@c.test` } }))
      .body;
    const managerOf = async () => ((await read())[enterprise] as Body).manager as Body | undefined;
    for (const [operation, value] of [
      [{ op: 'Add', path, value: boss?.id }, boss?.id],
      [{ op: 'Replace', path, value: user.id }, user.id],
      [{ op: 'Replace', path, value: { value: boss?.id } }, boss?.id],
      [{ op: 'Remove', path }, undefined],
    ] as const) {
      expect((await scim.send('PATCH', at(), { body: patch(operation) })).status).toBe(200);
      expect((await managerOf())?.value).toBe(value);
    }
  });

  test('several operations on one attribute and on others hold in their order', async () => {
    await scim.send('PATCH', at(), {
      body: patch(
        { op: 'Add', path: 'displayName', value: '1' },
        { op: 'Remove', path: 'displayName' },
        { op: 'Add', path: 'title', value: 'T' },
        { op: 'Replace', path: 'displayName', value: '2' },
        { op: 'Remove', path: 'title' },
      ),
    });
    expect(await read()).toMatchObject({ displayName: '2' });
    expect(await read()).not.toHaveProperty('title');
  });

  test('deletes a user, who is then not there, twice', async () => {
    expect((await scim.send('DELETE', at())).status).toBe(204);
    expectError(await scim.send('GET', at()), 404);
    expectError(await scim.send('DELETE', at()), 404);
    expectError(await scim.send('PATCH', at(), { body: patch({ op: 'Replace', path: 'title', value: 'T' }) }), 404);
  });

  describe('groups', () => {
    let group: Body;
    const place = () => `/Groups/${group.id}`;
    const members = async () => ((await scim.send('GET', place())).body?.members ?? []) as readonly Body[];
    beforeEach(async () => {
      const body = {
        schemas: [coreGroup, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
        displayName: randomUUID(),
        externalId: randomUUID(),
        members: [{ value: user.id }],
      };
      const answer = await scim.send('POST', '/Groups', { body });
      expect(answer.status).toBe(201);
      group = answer.body ?? {};
    });

    test('are found without their members, and not twice of a name', async () => {
      const { body } = await scim.send('GET', `${place()}?excludedAttributes=members`);
      expect([body?.displayName, body?.members]).toEqual([group.displayName, undefined]);
      const answer = await scim.send(
        'GET',
        `/Groups?excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${group.displayName}"`)}`,
      );
      expect(resources(answer)).toMatchObject([{ id: group.id }]);
      expect(resources(answer)[0]).not.toHaveProperty('members');
      expect(resources(await found(`externalId eq "${group.externalId}"`, '/Groups'))).toHaveLength(1);
      expect(resources(await found(`displayName eq "${randomUUID()}"`, '/Groups'))).toHaveLength(0);
      expectError(
        await scim.send('POST', '/Groups', { body: { schemas: [coreGroup], displayName: group.displayName } }),
        409,
      );
    });

    test('are renamed and replaced without losing anybody', async () => {
      const renamed = patch({ op: 'Replace', path: 'displayName', value: 'Renamed' });
      expect((await scim.send('PATCH', place(), { body: renamed })).status).toBeLessThan(300);
      expect(await members()).toHaveLength(1);
      const body = { schemas: [coreGroup], displayName: 'Replaced', externalId: group.externalId };
      expect((await scim.send('PUT', place(), { body })).body).toMatchObject({
        displayName: 'Replaced',
        members: [{ value: user.id }],
      });
    });

    test('gain and lose a member, and are deleted', async () => {
      const other = (
        await scim.send('POST', '/Users', { body: { schemas: [core], userName: `${randomUUID()}@c.test` } })
      ).body;
      const value = [{ value: other?.id }];
      await scim.send('PATCH', place(), { body: patch({ op: 'Add', path: 'members', value }) });
      expect(await members()).toHaveLength(2);
      await scim.send('PATCH', place(), { body: patch({ op: 'Remove', path: 'members', value }) });
      expect((await members()).map((one) => one.value)).toEqual([user.id]);
      expect((await scim.send('DELETE', place())).status).toBe(204);
      expectError(await scim.send('GET', place()), 404);
      expectError(await scim.send('DELETE', place()), 404);
      expect((await scim.send('GET', at())).status).toBe(200);
    });
  });
});

const ofType = (body: Body, attribute: string, type: string): Body | undefined =>
  (body[attribute] as readonly Body[] | undefined)?.find((one) => one.type === type);
