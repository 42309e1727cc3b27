import { describe, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../electron/engine/scim/json.ts';
import { type MembershipEdit, operationsAtMost, parsePatch } from '../../electron/engine/scim/patch.ts';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { processorMs } from '../support/processor.ts';
import { enterprise } from '../support/scim.ts';
import { ada, home, patch, work } from './support/ada.ts';

const { User, Group } = resourceTypes;

describe('an operation changes what RFC 7644 §3.5.2 says', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, JsonValue | undefined>>]>([
    ['add a simple attribute', { op: 'add', path: 'title', value: 'Dr' }, { title: 'Dr' }],
    [
      'add to a complex attribute',
      { op: 'add', path: 'name', value: { middleName: 'M' } },
      { name: { familyName: 'L', givenName: 'Ada', middleName: 'M' } },
    ],
    [
      'replace in a complex attribute leaves the rest',
      { op: 'replace', path: 'name', value: { givenName: 'B' } },
      { name: { familyName: 'L', givenName: 'B' } },
    ],
    ['add to a list', { op: 'add', path: 'emails', value: [{ value: 'c' }] }, { emails: [work, home, { value: 'c' }] }],
    ['add what is there already', { op: 'add', path: 'emails', value: [home] }, {}],
    [
      'add a value twice',
      { op: 'add', path: 'emails', value: [{ value: 'c' }, { value: 'c' }] },
      { emails: [work, home, { value: 'c' }] },
    ],
    [
      'add more to a value that is there',
      { op: 'add', path: 'emails', value: [{ ...home, display: 'H' }] },
      { emails: [work, { value: 'a@home.test', display: 'H', type: 'home' }] },
    ],
    [
      'make a value that is there the primary one',
      { op: 'add', path: 'emails', value: [{ ...home, primary: true }] },
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    [
      'add the same value of another type',
      { op: 'add', path: 'emails', value: [{ value: 'a@home.test', type: 'other' }] },
      { emails: [work, home, { value: 'a@home.test', type: 'other' }] },
    ],
    [
      'replace several values by one',
      { op: 'replace', path: 'emails[value pr]', value: { value: 'n', type: 'work' } },
      { emails: [{ value: 'n', type: 'work' }] },
    ],
    [
      'remove values by their type alone',
      { op: 'remove', path: 'emails', value: [{ type: 'WORK' }] },
      { emails: [home] },
    ],
    [
      'a new primary takes it from the old',
      { op: 'add', path: 'emails', value: [{ value: 'c', primary: true }] },
      { emails: [{ ...work, primary: false }, home, { value: 'c', primary: true }] },
    ],
    [
      'primary by a value filter',
      { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
      {
        emails: [
          { ...work, primary: false },
          { ...home, primary: true },
        ],
      },
    ],
    ['replace a list', { op: 'replace', path: 'emails', value: [{ value: 'c' }] }, { emails: [{ value: 'c' }] }],
    ['replace a list by nothing', { op: 'replace', path: 'emails', value: [] }, { emails: undefined }],
    ['add nothing to a list', { op: 'add', path: 'emails', value: [] }, {}],
    [
      'replace all values that match',
      { op: 'replace', path: 'emails[type eq "work"]', value: { value: 'n' } },
      { emails: [{ value: 'n', type: 'work' }, home] },
    ],
    [
      'replace a sub-attribute of those that match',
      { op: 'replace', path: 'emails[type eq "work"].value', value: 'n' },
      { emails: [{ ...work, value: 'n' }, home] },
    ],
    [
      'replace a sub-attribute of all',
      { op: 'replace', path: 'emails.display', value: 'D' },
      {
        emails: [
          { value: 'a@work.test', display: 'D', type: 'work', primary: true },
          { value: 'a@home.test', display: 'D', type: 'home' },
        ],
      },
    ],
    ['remove an attribute', { op: 'remove', path: 'name' }, { name: undefined }],
    ['remove a sub-attribute', { op: 'remove', path: 'name.givenName' }, { name: { familyName: 'L' } }],
    ['remove what is not there', { op: 'remove', path: 'title' }, {}],
    ['remove values that match', { op: 'remove', path: 'emails[type eq "work"]' }, { emails: [home] }],
    ['remove values that do not match', { op: 'remove', path: 'emails[type eq "other"]' }, {}],
    ['remove all values that match any', { op: 'remove', path: 'emails[value pr]' }, { emails: undefined }],
    [
      'remove values by naming them',
      { op: 'remove', path: 'emails', value: [{ value: 'A@HOME.test' }] },
      { emails: [work] },
    ],
    ['remove values by naming none', { op: 'remove', path: 'emails', value: [] }, {}],
    [
      'remove values by naming others',
      { op: 'remove', path: 'emails', value: [{ value: 'a@home.test', type: 'work' }] },
      {},
    ],
    [
      'a value filter without a match makes the value',
      { op: 'add', path: 'emails[type eq "Other"].value', value: 'o' },
      { emails: [work, home, { value: 'o', type: 'Other' }] },
    ],
    [
      'without a path',
      { op: 'replace', value: { title: 'T', name: { givenName: 'B' } } },
      { title: 'T', name: { familyName: 'L', givenName: 'B' } },
    ],
    [
      'a new manager has no old $ref',
      { op: 'replace', path: `${enterprise}:manager.value`, value: 'm2' },
      { [enterprise]: { department: 'R&D', manager: { value: 'm2' } } },
    ],
    [
      'the last attribute of an extension',
      { op: 'remove', path: enterprise },
      { [enterprise]: undefined, schemas: [User.schema.id] },
    ],
    [
      'a part that is null',
      { op: 'add', path: 'name', value: { givenName: null, middleName: 'M' } },
      { name: { familyName: 'L', middleName: 'M' } },
    ],
    [
      'an extension that is null',
      { op: 'replace', value: { [enterprise]: null } },
      { [enterprise]: undefined, schemas: [User.schema.id] },
    ],
    ['an object of nothing known', { op: 'replace', path: 'manager', value: { badge: 7 } }, {}],
    [
      'a manager that is nobody',
      { op: 'replace', path: 'manager', value: { value: '' } },
      { [enterprise]: { department: 'R&D' } },
    ],
    ['an empty object', { op: 'replace', path: 'name', value: {} }, {}],
    ['null unassigns', { op: 'replace', value: { name: null } }, { name: undefined }],
  ])('%s', (_what, operation, difference) => {
    const { resource, changed } = patch([operation]);
    const expected = JSON.parse(JSON.stringify({ ...ada, ...difference })) as JsonObject;
    expect(resource).toEqual(expected);
    expect(changed).toBe(Object.keys(difference).length > 0);
  });

  test.each<[string, unknown, string]>([
    ['no object', 5, 'invalidSyntax'],
    ['no op', { path: 'title', value: 'x' }, 'invalidSyntax'],
    ['an unknown op', { op: 'move', path: 'title' }, 'invalidSyntax'],
    ['a path that is no text', { op: 'add', path: ['title'], value: 'x' }, 'invalidPath'],
    ['an unknown attribute', { op: 'add', path: 'unheardOf', value: 'x' }, 'invalidPath'],
    ['a prototype', { op: 'add', path: '__proto__.admin', value: true }, 'invalidPath'],
    ['a constructor', { op: 'replace', path: 'constructor', value: {} }, 'invalidPath'],
    ['a filter that does not fit', { op: 'remove', path: 'emails[unheardOf eq "x"]' }, 'invalidFilter'],
    ['remove without a path', { op: 'remove' }, 'noTarget'],
    ['remove without a path but with a value', { op: 'remove', value: { emails: [] } }, 'noTarget'],
    [
      'no value for a value filter like that',
      { op: 'add', path: 'emails[type ne "work" and type ne "home"].value', value: 'x' },
      'noTarget',
    ],
    [
      'a value that would not match its filter',
      { op: 'replace', path: 'emails[value eq "old"].value', value: 'new' },
      'noTarget',
    ],
    ['a read-only attribute', { op: 'replace', path: 'id', value: 'x' }, 'mutability'],
    ['a read-only list', { op: 'add', path: 'groups', value: [{ value: 'g' }] }, 'mutability'],
    ['a required attribute removed', { op: 'remove', path: 'userName' }, 'mutability'],
    ['a required attribute unassigned', { op: 'replace', path: 'userName', value: null }, 'mutability'],
    ['a required attribute unassigned without a path', { op: 'replace', value: { userName: null } }, 'mutability'],
    ['a required attribute emptied', { op: 'replace', path: 'userName', value: '' }, 'invalidValue'],
    ['active removed', { op: 'remove', path: 'active' }, 'mutability'],
    ['active unreadable', { op: 'replace', path: 'active', value: 'yes' }, 'invalidValue'],
    ['active as a number', { op: 'replace', path: 'active', value: 0 }, 'invalidValue'],
    ['active as two values', { op: 'replace', path: 'active', value: [true, false] }, 'invalidValue'],
    ['no value', { op: 'replace', path: 'title' }, 'invalidValue'],
    ['no value without a path', { op: 'add' }, 'invalidValue'],
    ['an object for a text', { op: 'add', path: 'title', value: { a: 1 } }, 'invalidValue'],
    ['lists in lists', { op: 'add', path: 'emails', value: [[[{ value: 'x' }]]] }, 'invalidValue'],
    ['NUL', { op: 'add', path: 'title', value: 'a\u0000b' }, 'invalidValue'],
    ['half a character', { op: 'add', path: 'title', value: '\ud800' }, 'invalidValue'],
  ])('%s is refused', (_what, operation, scimType) => {
    let refused: unknown;
    try {
      patch([{ op: 'replace', path: 'displayName', value: 'Before' }, operation]);
    } catch (error) {
      refused = error;
    }
    expect(refused).toMatchObject({ status: 400, scimType });
  });

  test.each([
    ['no body', null],
    ['a list', []],
    ['no Operations', { schemas: [] }],
    ['Operations that are no list', { Operations: {} }],
  ])('%s is refused', (_what, body) => {
    expect(() => parsePatch(User, body)).toThrow(expect.objectContaining({ scimType: 'invalidSyntax' }));
  });

  test('too many operations are refused at once', () => {
    const operation = { op: 'add', path: 'title', value: 'x' };
    const body = { Operations: Array(operationsAtMost + 1).fill(operation) };
    expect(() => parsePatch(User, body)).toThrow(expect.objectContaining({ status: 413 }));
  });

  test('more values than are kept are refused', () => {
    const value = Array.from({ length: 1500 }, (_, position) => ({ value: `${position}@x.test` }));
    const more = value.map((one) => ({ ...one, type: 'other' }));
    const one = { op: 'add', path: 'emails[type eq "x"].value', value: 'x' };
    const full = patch([{ op: 'replace', path: 'emails', value: [...value, ...more.slice(0, 500)] }]).resource;
    for (const operations of [
      [{ op: 'add', path: 'emails', value: [...value, ...more] }],
      [
        { op: 'add', path: 'emails', value },
        { op: 'add', path: 'emails', value: more },
      ],
    ])
      expect(() => patch(operations)).toThrow(expect.objectContaining({ scimType: 'invalidValue' }));
    expect(() => patch([one], full)).toThrow(expect.objectContaining({ scimType: 'invalidValue' }));
  });

  test.each<[string, (value: object) => object]>([
    ['add', (value: object) => ({ ...value, display: 'D' })],
    ['remove', (value: object) => ({ ...value, type: 'none' })],
  ])('%s of as many values as are kept is done in a moment, and a thousand operations on them too', (op, sent) => {
    const values = Array.from({ length: 2000 }, (_, position) => ({ value: `${position}@x.test`, type: 'work' }));
    const many = patch([{ op: 'replace', path: 'emails', value: values }]).resource;
    expect(processorMs(() => patch([{ op, path: 'emails', value: values.map(sent) }], many))).toBeLessThan(500);
    const filtered = { op: 'replace', path: 'emails[value eq "1999@x.test"].display', value: 'x' };
    expect(processorMs(() => patch(Array(1000).fill(filtered), many))).toBeLessThan(3_000);
  });

  test('a prototype in a value sets nothing', () => {
    const value: unknown = JSON.parse(
      '{"__proto__":{"admin":true},"constructor":{"x":1},"title":"T","name":{"__proto__":{"a":1}}}',
    );
    const { resource } = patch([{ op: 'add', value }]);
    expect(resource).toEqual({ ...ada, title: 'T' });
    expect('admin' in resource || 'admin' in {}).toBe(false);
  });
});

describe('operations on members become edits of rows', () => {
  const group = parseResource(Group, { displayName: 'G' }).resource;
  const ids = (...values: string[]) => values.map((value) => ({ value }));
  test.each<[string, Readonly<Record<string, unknown>>, readonly MembershipEdit[]]>([
    ['add', { op: 'add', path: 'members', value: ids('a', 'b', 'a') }, [{ kind: 'add', members: ids('a', 'b') }]],
    ['add nobody', { op: 'add', path: 'members', value: [] }, []],
    ['replace', { op: 'replace', path: 'members', value: ids('a') }, [{ kind: 'replace', members: ids('a') }]],
    ['replace by nobody', { op: 'replace', path: 'members', value: [] }, [{ kind: 'replace', members: [] }]],
    ['remove all', { op: 'remove', path: 'members' }, [{ kind: 'remove all' }]],
    [
      'remove with values',
      { op: 'remove', path: 'members', value: ids('a', 'b') },
      [{ kind: 'remove', ids: ['a', 'b'] }],
    ],
    [
      'remove with one value',
      { op: 'remove', path: 'members', value: { value: 'a' } },
      [{ kind: 'remove', ids: ['a'] }],
    ],
    ['remove with an empty list', { op: 'remove', path: 'members', value: [] }, []],
    ['remove with an empty text', { op: 'remove', path: 'members', value: '' }, []],
    ['remove by value filter', { op: 'remove', path: 'members[value eq "a"]' }, [{ kind: 'remove', ids: ['a'] }]],
    [
      'remove by several',
      { op: 'remove', path: 'members[value eq "a" or (value eq "b" or value eq "a")]' },
      [{ kind: 'remove', ids: ['a', 'b'] }],
    ],
    [
      'replace one by another',
      { op: 'replace', path: 'members[value eq "a"]', value: ids('b') },
      [
        { kind: 'remove', ids: ['a'] },
        { kind: 'add', members: ids('b') },
      ],
    ],
    [
      'without a path',
      { op: 'replace', value: { members: ids('a'), displayName: 'G' } },
      [{ kind: 'replace', members: ids('a') }],
    ],
    ['their display name', { op: 'replace', path: 'members[value eq "a"].display', value: 'A' }, []],
  ])('%s', (_what, operation, edits) => {
    const { memberships, resource, changed } = patch([operation], group, Group);
    expect({ memberships, resource, changed }).toEqual({ memberships: edits, resource: group, changed: false });
  });

  test('a filter that names no ids is kept as a filter', () => {
    const { memberships } = patch([{ op: 'remove', path: 'members[type eq "Group"]' }], group, Group);
    expect(memberships).toMatchObject([{ kind: 'remove where', filter: { kind: 'compare', value: 'group' } }]);
  });

  test.each([[{}], [5], [[['a']]], [{ value: '' }], [[{ value: null }]]])(
    'a member without an id (%j) is refused',
    (value) => {
      expect(() => patch([{ op: 'add', path: 'members', value }], group, Group)).toThrow(
        expect.objectContaining({ scimType: 'invalidValue' }),
      );
    },
  );

  test('20,000 members are read in a moment', () => {
    const value = Array.from({ length: 20_000 }, (_, position) => ({ value: `user-${position}`, display: 'D' }));
    const remove = () => patch([{ op: 'remove', path: 'members', value }], group, Group);
    expect(remove().memberships).toHaveLength(1);
    expect(processorMs(remove)).toBeLessThan(500);
  });
});
