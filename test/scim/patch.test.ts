import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ScimError } from '../../electron/engine/scim/error.ts';
import type { JsonObject, JsonValue } from '../../electron/engine/scim/json.ts';
import { applyPatch, type MembershipEdit, operationsAtMost, parsePatch } from '../../electron/engine/scim/patch.ts';
import { parseResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { processorMs } from '../support/processor.ts';

const { User, Group } = resourceTypes;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const work = { value: 'a@work.test', type: 'work', primary: true };
const home = { value: 'a@home.test', type: 'home' };
const ada: JsonObject = parseResource(User, {
  userName: 'ada',
  name: { givenName: 'Ada', familyName: 'L' },
  emails: [work, home],
  active: true,
  [enterprise]: { department: 'R&D', manager: { value: 'm1', $ref: 'https://x.test/Users/m1' } },
}).resource;

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}

function patch(operations: readonly unknown[], current = ada, type: typeof User | typeof Group = User) {
  const body = freeze({ schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations });
  return applyPatch(type, freeze(current), parsePatch(type, body, 'generic').operations);
}

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

const word = fc.constantFrom('a', 'B', 'c', '');
const label = fc.constantFrom('work', 'home', 'other');
const element = fc.record({ value: word, type: label, primary: fc.boolean() }, { requiredKeys: [] });
const sentAs = {
  text: fc.oneof(word, fc.constant(null), fc.constant(['a'])),
  truth: fc.oneof(fc.boolean(), fc.constantFrom('True', 'false', 'x', null)),
  list: fc.oneof(fc.array(element, { maxLength: 3 }), element, word),
};
const filtered = fc.tuple(
  fc.constantFrom('emails', 'roles'),
  fc.constantFrom('type', 'value', 'display'),
  fc.constantFrom('eq', 'ne', 'co'),
  label,
);
const operation = fc
  .oneof(
    fc.record({
      path: fc.constantFrom('title', 'userName', 'name.givenName', 'department', 'manager', 'emails.type'),
      value: sentAs.text,
    }),
    fc.record({ path: fc.constant('active'), value: sentAs.truth }),
    fc.record({ path: fc.constantFrom('emails', 'roles'), value: sentAs.list }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"]`),
      value: element,
    }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"].value`),
      value: sentAs.text,
    }),
    fc.record({
      path: filtered.map(([list, part, operator, text]) => `${list}[${part} ${operator} "${text}"].primary`),
      value: sentAs.truth,
    }),
    fc.record({
      value: fc.record(
        { title: sentAs.text, active: sentAs.truth, emails: sentAs.list, name: fc.record({ familyName: word }) },
        { requiredKeys: [] },
      ),
    }),
  )
  .chain((rest) => fc.constantFrom('add', 'replace', 'remove', 'Replace').map((op) => ({ op, ...rest })));

/** The outcome of a patch as a value: what it made, or how it was refused. */
function outcome(current: JsonObject, operations: readonly unknown[]) {
  try {
    return { resource: patch(operations, current).resource };
  } catch (error) {
    if (error instanceof ScimError) return { refused: error.scimType };
    throw error;
  }
}

describe('whatever operations come', () => {
  test('the result is the same each time, valid, canonical, and made without touching what was there', () => {
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 6 }), (operations) => {
        const before = JSON.stringify(ada);
        const { resource } = outcome(ada, operations);
        expect(outcome(ada, operations).resource).toEqual(resource);
        expect(JSON.stringify(ada)).toBe(before);
        if (resource === undefined) return;
        // Reading it again as a body finds nothing to mend: types, names, order, one primary, required attributes.
        const { resource: read, notes } = parseResource(User, resource);
        expect(JSON.stringify(read)).toBe(JSON.stringify(resource));
        expect(notes).toEqual([]);
        expect(typeof resource.active).toBe('boolean');
      }),
      { numRuns: 1000 },
    );
  });

  test('replace and remove do nothing more the second time', () => {
    fc.assert(
      fc.property(
        operation.filter(({ op }) => op !== 'add'),
        (one) => {
          const { resource } = outcome(ada, [one]);
          if (resource === undefined) return;
          const again = outcome(resource, [one]);
          expect(again.resource ?? resource).toEqual(resource);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('one request of many operations is many requests of one', () => {
    fc.assert(
      fc.property(fc.array(operation, { minLength: 2, maxLength: 4 }), (operations) => {
        const together = outcome(ada, operations);
        let current = ada;
        for (const one of operations) {
          const { resource } = outcome(current, [one]);
          if (resource === undefined) return;
          current = resource;
        }
        expect(together.resource).toEqual(current);
      }),
      { numRuns: 500 },
    );
  });
});
