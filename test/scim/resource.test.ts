import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalisers } from '../../electron/engine/scim/dialect/catalogue.ts';
import { parseResource, replaceResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { dialects } from '../../shared/model/source.ts';

const { User, Group } = resourceTypes;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const core = User.schema.id;

describe('a body is read as the schema has it', () => {
  test('names, order, lists, nulls, schemas', () => {
    const body = {
      [enterprise]: { Department: 'R&D', manager: 'm1', division: null },
      USERNAME: 'ada',
      emails: { value: 'a@x.test', Primary: 'True' },
      name: { givenName: 'Ada', familyName: null },
      phoneNumbers: [],
      externalId: 7,
      id: 'theirs',
      meta: { resourceType: 'User' },
      groups: [{ value: 'g' }],
      unheardOf: 1,
    };
    const { resource, notes } = parseResource(User, body, 'okta');
    expect(JSON.stringify(resource)).toBe(
      JSON.stringify({
        schemas: [core, enterprise],
        externalId: '7',
        userName: 'ada',
        name: { givenName: 'Ada' },
        active: true,
        emails: [{ value: 'a@x.test', primary: true }],
        [enterprise]: { department: 'R&D', manager: { value: 'm1' } },
      }),
    );
    expect(notes.map((note) => note.normaliser).sort()).toEqual(
      [
        'bare value',
        'boolean as text',
        'case of a name',
        'case of a name',
        'case of a name',
        'list as a single value',
        'read-only attribute',
        'read-only attribute',
        'read-only attribute',
        'schemas that do not fit',
        'text as number',
        'unknown attribute',
      ].sort(),
    );
    expect(notes.every((note) => note.text.startsWith('Okta sent '))).toBe(true);
  });

  test('a password is nowhere', () => {
    const read = [
      parseResource(User, { userName: 'a', password: 'S3cret!' }),
      parseResource(User, { userName: 'a', PASSWORD: { value: 'S3cret!' } }),
      parseResource(User, { userName: 'a', [core]: { password: ['S3cret!'] } }),
    ];
    for (const one of read) {
      expect(JSON.stringify(one)).not.toContain('S3cret');
      expect(one.notes.map((note) => note.normaliser)).toContain('password');
    }
  });

  test('the empty text is removed where it cannot be text, or where the dialect means that', () => {
    const body = { userName: 'a', title: '', emails: '', [enterprise]: { manager: '' } };
    expect(parseResource(User, body, 'authentik').resource).toEqual({
      schemas: [core],
      userName: 'a',
      active: true,
      title: '',
    });
    expect(parseResource(User, body, 'entra').resource).toEqual({ schemas: [core], userName: 'a', active: true });
  });

  test('commas split roles only in the dialects that join them', () => {
    const roles = (dialect: (typeof dialects)[number]) =>
      parseResource(User, { userName: 'a', roles: 'x, y' }, dialect).resource.roles;
    expect(
      dialects.filter(
        (dialect) => Array.isArray(roles(dialect)) && (roles(dialect) as readonly unknown[]).length === 2,
      ),
    ).toEqual(['entra', 'onelogin']);
    expect(roles('okta')).toEqual([{ value: 'x, y' }]);
  });

  test('members are not part of a group', () => {
    const { resource, members } = parseResource(Group, {
      displayName: 'G',
      members: [{ value: 'a', display: 'A', type: 'user', $ref: null }, 'b'],
    });
    expect(resource).toEqual({ schemas: [Group.schema.id], displayName: 'G' });
    expect(members).toEqual([{ value: 'a', display: 'A', type: 'User' }, { value: 'b' }]);
    expect(parseResource(Group, { displayName: 'G' }).members).toBeUndefined();
    expect(parseResource(Group, { displayName: 'G', members: null }).members).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['a text', 'x', 'invalidSyntax'],
    ['a list', [], 'invalidSyntax'],
    ['no userName', {}, 'invalidValue'],
    ['a blank userName', { userName: '  ' }, 'invalidValue'],
    ['an unreadable active', { userName: 'a', active: 'on' }, 'invalidValue'],
    ['an object for a text', { userName: 'a', title: {} }, 'invalidValue'],
    ['a list for a text', { userName: ['a', 'b'] }, 'invalidValue'],
    ['a text for a name', { userName: 'a', name: 'Ada' }, 'invalidValue'],
    ['a number for an e-mail address', { userName: 'a', emails: [5] }, 'invalidValue'],
    ['NUL', { userName: 'a\u0000' }, 'invalidValue'],
  ])('%s is refused', (_what, body, scimType) => {
    expect(() => parseResource(User, body)).toThrow(expect.objectContaining({ status: 400, scimType }));
  });

  test('any JSON is read into a valid resource or refused', () => {
    const key = fc.constantFrom(
      ...User.top.keys(),
      enterprise,
      core,
      '__proto__',
      'constructor',
      'name.givenName',
      'manager',
      'value',
      'type',
    );
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 'True', '', 'a', 5, '{"value":"x"}', '[[]]'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(key, json), fc.constantFrom(...dialects), (body, dialect) => {
        let resource: unknown;
        try {
          resource = parseResource(User, { ...body, userName: 'a' }, dialect).resource;
        } catch (error) {
          expect(error).toMatchObject({ name: 'ScimError', status: 400 });
          return;
        }
        const again = parseResource(User, resource);
        expect(JSON.stringify(again.resource)).toBe(JSON.stringify(resource));
        expect(again.notes).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a PUT replaces', () => {
  const current = {
    ...parseResource(User, { userName: 'a', externalId: 'e', title: 'T', active: false }).resource,
    id: 'i',
  };

  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
    [
      'what is absent is cleared, but externalId and active are kept',
      { userName: 'b' },
      { userName: 'b', externalId: 'e', active: false },
    ],
    ['an explicit null clears externalId', { userName: 'a', externalId: null }, { userName: 'a', active: false }],
    ['active cannot be unassigned', { userName: 'a', active: null }, { userName: 'a', externalId: 'e', active: false }],
    [
      'what is sent is taken',
      { userName: 'a', externalId: 'f', active: 'True' },
      { userName: 'a', externalId: 'f', active: true },
    ],
  ])('%s', (_what, body, expected) => {
    const { resource, changed } = replaceResource(User, current, body);
    expect(resource).toEqual({ schemas: [core], id: 'i', ...expected });
    expect(changed).toBe(true);
  });

  test('the same again changes nothing', () => {
    expect(replaceResource(User, current, { title: 'T', userName: 'a', id: 'other' })).toMatchObject({
      resource: current,
      changed: false,
    });
  });

  test('members are kept, cleared or replaced', () => {
    const group = parseResource(Group, { displayName: 'G' }).resource;
    const members = (body: object) => replaceResource(Group, group, { displayName: 'G', ...body }).members;
    expect([
      members({}),
      members({ members: [] }),
      members({ members: null }),
      members({ members: [{ value: 'a' }] }),
    ]).toEqual([undefined, [], [], [{ value: 'a' }]]);
  });
});

test('every normaliser has a name of its own and says what it does', () => {
  const names = normalisers.map((normaliser) => normaliser.name);
  expect(new Set(names).size).toBe(names.length);
  expect(normalisers.filter((normaliser) => !/^.{20,}\.( .*\.)?$|^.{20,}\)\.$/.test(normaliser.explanation))).toEqual(
    [],
  );
});
