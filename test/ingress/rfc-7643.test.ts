import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEngine, type TestEngine, type TestSource } from '../support/engine.ts';
import { enterprise, newUser, patchSchema, replacing, type ScimAnswer } from '../support/scim.ts';

const core = 'urn:ietf:params:scim:schemas:core:2.0';
type Json = Readonly<Record<string, unknown>>;

let engine: TestEngine;
let scim: TestSource;
beforeAll(async () => {
  engine = await startEngine();
  scim = await engine.addSource('generic');
});
afterAll(() => engine.close());

let made = 0;
const freshName = () => {
  made += 1;
  return `p${made}@x.test`;
};
const post = async (body: object, path = '/Users'): Promise<ScimAnswer> => {
  const answer = await scim.send('POST', path, { body });
  expect(answer.status, answer.text).toBe(201);
  return answer;
};
const hire = async (more: object = {}) => (await post({ userName: freshName(), ...more })).body as Json;
const get = async (path: string) => (await scim.send('GET', path)).body as Json;
const found = async (filter: string, source = scim) => {
  const { body } = await source.send('GET', `/Users?filter=${encodeURIComponent(filter)}`);
  return (body as { readonly Resources: readonly Json[] }).Resources.map(({ id }) => id);
};
/** A resource without what differs between any two. */
const stateOf = ({ id: _id, meta: _meta, userName: _name, ...rest }: Json) => rest;

describe('common attributes (§3.1)', () => {
  const theirs = {
    id: 'theirs',
    meta: { resourceType: 'Device', created: '2001-01-01T00:00:00Z', location: 'https://x.test/1', version: 'W/"99"' },
  };
  test.each([
    ['User', '/Users', { userName: 'common@x.test' }],
    ['Group', '/Groups', { displayName: 'Common' }],
  ])('of a new %s are given here, whatever was sent for them', async (resourceType, path, body) => {
    const { headers, body: resource } = await post({ ...body, ...theirs }, path);
    const { id, meta, externalId } = resource as Json & { readonly meta: Json };
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(meta).toEqual({
      resourceType,
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      lastModified: meta.created,
      version: headers.etag,
      location: `${scim.baseUrl}${path}/${id}`,
    });
    expect(meta.version).toMatch(/^W\/"[^"]+"$/);
    expect([headers.location, headers['content-location']]).toEqual([meta.location, meta.location]);
    expect(externalId).toBeUndefined();
    for (const method of ['PUT', 'PATCH']) {
      const operations = { Operations: [{ op: 'replace', path: 'displayName', value: method }] };
      const sent = method === 'PUT' ? { ...body, ...theirs, displayName: method } : operations;
      const changed = (await scim.send(method, `${path}/${id}`, { body: sent })).body as typeof resource & Json;
      expect(changed).toMatchObject({ id, meta: { resourceType, created: meta.created, location: meta.location } });
    }
  });

  test('meta.location is the Content-Location of every answer that holds one resource', async () => {
    const { id } = await hire();
    const { id: groupId } = (await post({ displayName: 'Located' }, '/Groups')).body as Json;
    const asked: readonly (readonly [string, string, object?])[] = [
      ['GET', `/Users/${id}`],
      ['PUT', `/Users/${id}`, newUser(freshName(), 'Sales')],
      ['PATCH', `/Users/${id}`, replacing({ title: 'Chair' })],
      ['GET', `/Groups/${groupId}`],
      ['GET', '/ServiceProviderConfig'],
      ['GET', '/ResourceTypes/User'],
      ['GET', `/Schemas/${core}:User`],
    ];
    for (const [method, path, body] of asked) {
      const answer = await scim.send(method, path, { body });
      const { meta } = answer.body as { readonly meta: { readonly location: string } };
      const { location } = meta;
      expect([path, location]).toEqual([path, `${scim.baseUrl}${path}`]);
      expect(answer.headers['content-location']).toBe(location);
      expect(answer.headers.location).toBeUndefined();
    }
    expect((await scim.send('GET', '/Users')).headers['content-location']).toBeUndefined();
    const known = { 'if-none-match': '*' };
    const { status, headers } = await scim.send('GET', `/Users/${id}`, { headers: known });
    expect([status, headers['content-location']]).toEqual([304, `${scim.baseUrl}/Users/${id}`]);
  });

  test('an id is given once, also when everything else comes back', async () => {
    const body = newUser(freshName(), 'Sales');
    const ids = new Set<unknown>();
    while (ids.size < 3) {
      const { id } = (await post(body)).body as Json;
      expect(ids).not.toContain(id);
      ids.add(id);
      expect((await scim.send('DELETE', `/Users/${id}`)).status).toBe(204);
      for (const old of ids) expect((await scim.send('GET', `/Users/${old}`)).status).toBe(404);
    }
  });

  test('an externalId belongs to who sent it, and need not be unique', async () => {
    const other = await engine.addSource('okta');
    const body = newUser(freshName(), 'Sales', { externalId: 'Shared-1' });
    const { id } = (await post(body)).body as Json;
    const theirs = await other.send('POST', '/Users', { body });
    expect(theirs.status).toBe(201);
    expect(await found('externalId eq "Shared-1"')).toEqual([id]);
    expect(await found('externalId eq "Shared-1"', other)).toEqual([theirs.body?.id]);
    expect(await found('externalId eq "shared-1"')).toEqual([]);
    expect((await other.send('GET', `/Users/${id}`)).status).toBe(404);
    await hire({ externalId: 'Shared-1' });
    expect(await found('externalId eq "Shared-1"')).toHaveLength(2);
  });
});

describe('schemas (§3, §3.3)', () => {
  const used = [`${core}:User`, enterprise];
  test.each<[string, unknown]>([
    ['in order', used],
    ['the other way round', [...used].reverse()],
    ['twice', [...used, ...used]],
    ['the base alone', [`${core}:User`]],
    ['an unknown one', [...used, 'urn:example:hat']],
    ['none', undefined],
  ])('sent %s are answered once each, the base first', async (_how, schemas) => {
    const answered = await hire({ schemas, [enterprise]: { department: 'Sales' } });
    expect(answered.schemas).toEqual(used);
    expect(answered[enterprise]).toEqual({ department: 'Sales' });
  });

  test('name an extension while a resource uses it', async () => {
    const { id, schemas } = await hire({ schemas: used });
    expect(schemas).toEqual([`${core}:User`]);
    const path = `${enterprise}:employeeNumber`;
    const add = await scim.send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'add', path, value: '7' }] } });
    expect(add.body?.schemas).toEqual(used);
    const remove = await scim.send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'remove', path }] } });
    expect(remove.body?.schemas).toEqual([`${core}:User`]);
    expect(remove.body).not.toHaveProperty([enterprise]);
  });
});

describe('values (§2)', () => {
  test('null, an empty list and absence are one state', async () => {
    const absent = stateOf(await hire());
    const nothing = { nickName: null, name: null, emails: [], roles: null, [enterprise]: { manager: null } };
    const { id, ...none } = await hire(nothing);
    expect(stateOf(none)).toEqual(absent);
    const full = { nickName: 'A', name: { givenName: 'A' }, emails: [{ value: 'a@x.test' }], roles: [{ value: 'r' }] };
    await scim.send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'add', value: full }] } });
    expect(await get(`/Users/${id}`)).toMatchObject(full);
    await scim.send('PATCH', `/Users/${id}`, { body: { Operations: [{ op: 'replace', value: nothing }] } });
    expect(stateOf(await get(`/Users/${id}`))).toEqual(absent);
    for (const name of ['nickName', 'name.givenName', 'emails', 'roles'])
      expect(await found(`id eq "${id}" and not (${name} pr) and ${name} eq null`)).toEqual([id]);
  });

  test('primary is true once at most', async () => {
    const { emails } = await hire({ emails: ['a', 'b', 'c'].map((value) => ({ value, primary: value !== 'a' })) });
    expect(emails).toEqual([
      { value: 'a', primary: false },
      { value: 'b', primary: true },
      { value: 'c', primary: false },
    ]);
  });

  test('keep their case and what is no canonical value', async () => {
    const kept = {
      externalId: 'ÄbC-1',
      displayName: 'ada LOVELACE',
      emails: [{ value: 'Ada@X.test', type: 'Backup' }],
      x509Certificates: [{ value: 'QUJDIGFiYw==' }],
    };
    const { id } = await hire(kept);
    expect(await get(`/Users/${id}`)).toMatchObject(kept);
  });

  test('that refer to resources lead to them', async () => {
    const { id } = await hire();
    const inner = (await post({ displayName: 'Inner', members: [{ value: id }] }, '/Groups')).body as Json;
    const outer = (await post({ displayName: 'Outer', members: [{ value: inner.id }] }, '/Groups')).body as Json;
    const references = [inner.members, outer.members, (await get(`/Users/${id}`)).groups].flat() as Json[];
    expect(references.map(({ value, type }) => [value, type])).toEqual([
      [id, 'User'],
      [inner.id, 'Group'],
      [inner.id, 'direct'],
      [outer.id, 'indirect'],
    ]);
    for (const { value, $ref } of references) {
      expect(String($ref).startsWith(`${scim.baseUrl}/`)).toBe(true);
      expect(await get(String($ref).slice(scim.baseUrl.length))).toMatchObject({ id: value, meta: { location: $ref } });
    }
  });
});

describe('what is told of schemas (§5, §6, §7)', () => {
  interface Told extends Json {
    readonly name: string;
    readonly description: string;
    readonly type: string;
    readonly required: boolean;
    readonly mutability: string;
    readonly subAttributes?: readonly Told[];
  }
  const listOf = async (path: string) => (await get(path)).Resources as readonly (Json & { attributes: Told[] })[];
  const flat = (attributes: readonly Told[]): Told[] =>
    attributes.flatMap((one) => [one, ...flat(one.subAttributes ?? [])]);

  test('every schema that a resource type names is there, with name and description', async () => {
    const schemas = await listOf('/Schemas');
    const types = await listOf('/ResourceTypes');
    const named = types.flatMap(({ schema, schemaExtensions }) => [
      schema,
      ...(schemaExtensions as Json[]).map((extension) => extension.schema),
    ]);
    expect(named).toEqual([`${core}:User`, enterprise, `${core}:Group`]);
    expect(schemas.map(({ id }) => id)).toEqual(expect.arrayContaining(named));
    for (const one of [...schemas, ...types, ...schemas.flatMap(({ attributes }) => flat(attributes))])
      expect([one.name, one.description]).toEqual([expect.stringMatching(/\w/), expect.stringMatching(/\w/)]);
    for (const { endpoint, name } of types) {
      expect((await scim.send('GET', String(endpoint))).status).toBe(200);
      expect(await get(`/ResourceTypes/${name}`)).toMatchObject({ name, endpoint });
    }
  });

  const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference', 'complex'];

  test('names of attributes are of letters, digits and $-_, types are those of §2.3, and nothing complex is in what is complex', async () => {
    for (const { id, attributes } of await listOf('/Schemas')) {
      for (const { name, type } of flat(attributes)) {
        // `$ref` itself begins with what the ABNF of §2.1 has only further on.
        expect(name).toMatch(/^(?:[A-Za-z][A-Za-z0-9$_-]*|\$ref)$/);
        expect(types, name).toContain(type);
      }
      // §7: only the schema of schemas may.
      if (id !== `${core}:Schema`)
        expect(attributes.flatMap((one) => flat(one.subAttributes ?? [])).filter((one) => one.subAttributes)).toEqual(
          [],
        );
    }
  });

  test('what this service says of itself is as its own schemas have it, and read-only', async () => {
    const schemas = await listOf('/Schemas');
    const check = (value: Json, attributes: readonly Told[], where: string): void => {
      const wanted = attributes.filter(({ required }) => required).map(({ name }) => name);
      expect(Object.keys(value), where).toEqual(expect.arrayContaining(wanted));
      for (const [name, inner] of Object.entries(value)) {
        // §7: "subAttributes" has the same sub-attributes as "attributes", without end.
        const again = name === 'subAttributes' ? { type: 'complex', subAttributes: attributes } : undefined;
        const one = attributes.find((attribute) => attribute.name === name) ?? again;
        expect(one, `${where}.${name}`).toBeDefined();
        for (const part of [inner].flat())
          if (one?.type === 'complex') check(part as Json, one.subAttributes ?? [], `${where}.${name}`);
      }
    };
    const own = [await get('/ServiceProviderConfig'), ...(await listOf('/ResourceTypes')), ...schemas];
    for (const { schemas: uris, meta: _meta, id, ...value } of own) {
      const schema = schemas.find((one) => [one.id].includes((uris as string[])[0]));
      const attributes = schema?.attributes ?? [];
      const isTold = attributes.some(({ name }) => name === 'id');
      check(isTold ? { id, ...value } : value, attributes, String(id ?? 'ServiceProviderConfig'));
      expect(flat(attributes).filter(({ mutability }) => mutability !== 'readOnly')).toEqual([]);
    }
  });
});

test('a password is never answered, asked for or not', async () => {
  const password = 'S3cret-7643';
  const { id } = await hire({ password });
  await scim.send('PATCH', `/Users/${id}`, {
    body: { schemas: [patchSchema], Operations: [{ op: 'replace', path: 'password', value: password }] },
  });
  for (const path of [`/Users/${id}`, `/Users/${id}?attributes=password`, '/Users?attributes=password,userName']) {
    const answer = await scim.send('GET', path);
    expect(answer.status).toBe(200);
    expect(answer.text).not.toMatch(/S3cret|password/);
  }
});
