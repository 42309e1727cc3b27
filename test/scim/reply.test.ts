import { describe, expect, test } from 'vitest';
import { decodeQuery } from '../../electron/engine/scim/dialect/query.ts';
import * as discovery from '../../electron/engine/scim/discovery.ts';
import { errorBody, scimError } from '../../electron/engine/scim/error.ts';
import { listResponse, pageOf, resourceText } from '../../electron/engine/scim/list.ts';
import { parseProjection } from '../../electron/engine/scim/project.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import type { ListQuery } from '../../electron/engine/scim/search-request.ts';
import { parseDateTime } from '../../shared/kit/instant.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

test('an error has the RFC’s members only, its status as text', () => {
  expect([errorBody(scimError.uniqueness('Taken.')), errorBody(scimError.unavailable('Later.', 5))]).toEqual([
    {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '409',
      scimType: 'uniqueness',
      detail: 'Taken.',
    },
    { schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status: '503', detail: 'Later.' },
  ]);
});

describe('pages', () => {
  test.each<[string | undefined, string | undefined, number, number]>([
    [undefined, undefined, 1, 100],
    ['3', '2', 3, 2],
    ['0', '0', 1, 0],
    ['-5', '-5', 1, 0],
    ['', ' ', 1, 100],
    ['1', '100000', 1, 200],
    ['99999999999999999999', '1', Number.MAX_SAFE_INTEGER, 1],
  ])('startIndex=%s&count=%s', (startIndex, count, first, size) => {
    expect(pageOf({ startIndex, count })).toEqual({ by: 'index', startIndex: first, count: size });
  });

  test.each(['x', '1.5', 'NaN', 'Infinity'])('count=%s is refused', (count) => {
    expect(() => pageOf({ startIndex: '1', count })).toThrow(expect.objectContaining({ scimType: 'invalidValue' }));
    expect(() => pageOf({ cursor: '', count })).toThrow(expect.objectContaining({ scimType: 'invalidCount' }));
  });

  test.each<[ListQuery, string, number]>([
    [{ cursor: '' }, '', 100],
    [{ cursor: ' abc ', count: '1000' }, 'abc', 200],
    [{ cursor: 'abc', count: '-1', startIndex: '1' }, 'abc', 0],
    [{ cursor: 'abc', startIndex: '' }, 'abc', 100],
  ])('%j is a page by cursor', (query, cursor, count) => {
    expect(pageOf(query)).toEqual({ by: 'cursor', cursor, count });
  });

  test('a place in the list and a cursor are two pages', () => {
    expect(() => pageOf({ cursor: '', startIndex: '2' })).toThrow(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });

  test('stored texts are spliced as they are', () => {
    const stored = '{"userName":"a",  "n":1.0}';
    const text = listResponse(5, { startIndex: 2 }, [resourceText(stored, { id: 'i' }), stored]);
    expect(text).toContain('"userName":"a",  "n":1.0');
    expect(JSON.parse(text)).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
      totalResults: 5,
      startIndex: 2,
      itemsPerPage: 2,
      Resources: [
        { id: 'i', userName: 'a', n: 1 },
        { userName: 'a', n: 1 },
      ],
    });
  });
});

describe('attributes and excludedAttributes', () => {
  const resource = {
    schemas: [resourceTypes.User.schema.id, enterprise],
    id: 'i',
    userName: 'a',
    name: { givenName: 'A', familyName: 'B' },
    emails: [{ value: 'e', type: 'work' }, { type: 'home' }],
    [enterprise]: { department: 'D', manager: { value: 'm' } },
    meta: { resourceType: 'User' },
  };
  const always = { schemas: resource.schemas, id: 'i' };
  test.each<[string | undefined, string | undefined, Readonly<Record<string, unknown>>]>([
    [undefined, undefined, resource],
    ['', '', resource],
    ['userName', undefined, { ...always, userName: 'a' }],
    ['USERNAME, name.GIVENname', undefined, { ...always, userName: 'a', name: { givenName: 'A' } }],
    ['emails.value', undefined, { ...always, emails: [{ value: 'e' }] }],
    ['name.givenName,name', undefined, { ...always, name: resource.name }],
    [`${enterprise}:department`, undefined, { ...always, [enterprise]: { department: 'D' } }],
    ['manager', undefined, { ...always, [enterprise]: { manager: { value: 'm' } } }],
    [enterprise, undefined, { ...always, [enterprise]: resource[enterprise] }],
    ['unheardOf,__proto__', undefined, always],
    [undefined, 'id,schemas,userName,name,emails,meta', { ...always, [enterprise]: resource[enterprise] }],
    [
      undefined,
      `name.familyName,${enterprise},userName,emails.type,meta`,
      { ...always, name: { givenName: 'A' }, emails: [{ value: 'e' }] },
    ],
    ['name', 'name.familyName', { ...always, name: { givenName: 'A' } }],
  ])('attributes=%s, excludedAttributes=%s', (attributes, excludedAttributes, expected) => {
    const projection = parseProjection(resourceTypes.User, { attributes, excludedAttributes });
    expect(projection.apply(resource)).toEqual(expected);
    expect(projection.whole).toBe(expected === resource);
  });

  test.each<[string | undefined, string | undefined, boolean]>([
    [undefined, undefined, true],
    [undefined, 'Members', false],
    ['displayName', undefined, false],
    ['members.value', undefined, true],
  ])('attributes=%s, excludedAttributes=%s: members wanted is %s', (attributes, excludedAttributes, wanted) => {
    expect(parseProjection(resourceTypes.Group, { attributes, excludedAttributes }).wants('members')).toBe(wanted);
  });
});

describe('discovery', () => {
  const base = 'http://x.test/scim/v2/s1';
  const everything = [
    discovery.serviceProviderConfig(base, 8_388_608),
    ...discovery.schemaResources(resourceTypes, base),
    ...discovery.resourceTypeResources(resourceTypes, base),
  ];

  test('no nulls, and a location that can be asked for', () => {
    expect(JSON.stringify(everything)).not.toContain('null');
    for (const { id, meta } of everything) {
      const { location, resourceType } = meta as { readonly location: string; readonly resourceType: string };
      expect(location.startsWith(`${base}/`)).toBe(true);
      if (resourceType === 'Schema')
        expect(discovery.schemaResource(resourceTypes, base, location.split('/').at(-1) ?? '')?.id).toBe(id);
      if (resourceType === 'ResourceType')
        expect(discovery.resourceTypeResource(resourceTypes, base, String(id))?.meta).toEqual(meta);
    }
    expect(discovery.schemaResource(resourceTypes, base, 'urn:unheard:of')).toBeUndefined();
    expect(discovery.resourceTypeResource(resourceTypes, base, 'constructor')).toBeUndefined();
  });

  test('every attribute says all that RFC 7643 §7 asks for', () => {
    const check = (attributes: unknown): void => {
      for (const attribute of attributes as readonly Readonly<Record<string, unknown>>[]) {
        for (const name of [
          'name',
          'type',
          'multiValued',
          'description',
          'required',
          'caseExact',
          'mutability',
          'returned',
          'uniqueness',
        ]) {
          expect(attribute, String(attribute.name)).toHaveProperty(name);
        }
        expect(attribute.type === 'complex').toBe(Array.isArray(attribute.subAttributes));
        expect(attribute.type === 'reference').toBe(Array.isArray(attribute.referenceTypes));
        check(attribute.subAttributes ?? []);
      }
    };
    for (const schema of discovery.schemaResources(resourceTypes, base)) check(schema.attributes);
  });

  test('what is supported is said, and nothing else', () => {
    expect(discovery.serviceProviderConfig(base, 8_388_608)).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 1000, maxPayloadSize: 8_388_608 },
      filter: { supported: true, maxResults: 200 },
      changePassword: { supported: false },
      sort: { supported: true },
      pagination: {
        cursor: true,
        index: true,
        defaultPaginationMethod: 'index',
        defaultPageSize: 100,
        maxPageSize: 200,
        cursorTimeout: 3600,
      },
      etag: { supported: true },
      authenticationSchemes: [{ type: 'oauthbearertoken' }],
    });
  });
});

describe('queries', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['', {}],
    ['filter=externalId+eq+"4e-1"&count=1', { filter: 'externalId eq "4e-1"', count: '1' }],
    ['filter=userName%20eq%20%22a%2Bb%26c%3Dd%22', { filter: 'userName eq "a+b&c=d"' }],
    ['aadOptscim062020&a=1&a=2&&', { aadOptscim062020: '', a: '1' }],
    ['__proto__=1', JSON.parse('{"__proto__":"1"}') as Record<string, string>],
  ])('%s', (text, expected) => {
    expect([...decodeQuery(text)]).toEqual(Object.entries(expected));
  });

  test.each(['filter=%', 'filter=%zz', 'filter=%ff'])('%s is refused', (text) => {
    expect(() => decodeQuery(text)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }));
  });
});

describe('times', () => {
  test.each<[string, number | undefined]>([
    ['2026-01-31T08:00:00Z', Date.UTC(2026, 0, 31, 8)],
    ['2026-01-31t08:00:00z', Date.UTC(2026, 0, 31, 8)],
    ['2026-01-31T08:00:00', Date.UTC(2026, 0, 31, 8)],
    ['2026-01-31T08:00:00.25+02:00', Date.UTC(2026, 0, 31, 6, 0, 0, 250)],
    ['2026-01-31T08:00:00.0005-00:30', Date.UTC(2026, 0, 31, 8, 30) + 0.5],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2026-02-29T00:00:00Z', undefined],
    ['1900-02-29T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-01T24:00:00Z', undefined],
    ['2026-01-01', undefined],
    ['2026-01-01 00:00:00Z', undefined],
    ['2026-01-01T00:00:00.Z', undefined],
    ['2026-01-01T00:00:00+2', undefined],
    ['2026-01-01T00:00:00+15:00', undefined],
    ['yesterday, at noon or so', undefined],
  ])('%s', (text, instant) => {
    expect(parseDateTime(text)).toBe(instant);
  });
});
