import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyPatch, parsePatch } from '../../electron/engine/scim/patch.ts';
import { parseResource, replaceResource } from '../../electron/engine/scim/resource.ts';
import { createResourceTypes, problemsOfExtensions } from '../../electron/engine/scim/schema.ts';
import { compareExtensions, withoutValues } from '../../electron/engine/scim/schemas/extension-change.ts';
import { type ExtensionAttribute, SchemaExtension } from '../../shared/model/schema-extension.ts';
import { badge, badgeUri, extensionLists, room } from './support/extensions.ts';

const { User, Group } = createResourceTypes([badge, room]);
const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ada = { schemas: [core], userName: 'ada@example.com' };
const patched = (resource: object, ...operations: object[]) =>
  applyPatch(User, parseResource(User, resource).resource, parsePatch(User, { Operations: operations }).operations);

describe('a schema extension of one’s own', () => {
  test('is read, ordered and listed in `schemas` like those of the RFCs', () => {
    const { resource, notes } = parseResource(User, {
      ...ada,
      schemas: [core, badgeUri],
      [badgeUri]: {
        keys: [{ value: 'K1', type: 'lab', primary: true }],
        floor: 3,
        badgeNumber: 'B-7',
        zones: ['lab', 'roof'],
        validUntil: '2027-01-31T08:00:00+01:00',
        car: { seats: 4, plate: 'ADA 1' },
      },
    });
    expect(notes).toEqual([]);
    expect(Object.keys(resource[badgeUri] ?? {})).toEqual([
      'badgeNumber',
      'floor',
      'validUntil',
      'zones',
      'car',
      'keys',
    ]);
    expect(resource.schemas).toEqual([core, badgeUri]);
    expect(resource[badgeUri]).toMatchObject({ car: { plate: 'ADA 1', seats: 4 } });
  });

  test.each<[string, unknown, unknown]>([
    ['the URN in another case', { [badgeUri.toUpperCase()]: { FLOOR: '3' } }, { floor: 3 }],
    ['an attribute without the URN', { badgeNumber: 'B-7' }, { badgeNumber: 'B-7' }],
    ['a path as a key', { [`${badgeUri}:car.plate`]: 'ADA 1' }, { car: { plate: 'ADA 1' } }],
    ['a URN that lost a colon', { [badgeUri.replace(':2.0', '2.0')]: { floor: 3 } }, { floor: 3 }],
    ['a single value for a list', { [badgeUri]: { zones: 'lab' } }, { zones: ['lab'] }],
  ])('is understood with %s', (_, sent, read) => {
    expect(parseResource(User, { ...ada, ...(sent as object) }).resource[badgeUri]).toEqual(read);
  });

  test.each<[object, RegExp]>([
    [{ floor: 'third' }, /floor cannot be .*“third”.*whole number/],
    [{ photographed: 'perhaps' }, /photographed cannot be/],
    [{ validUntil: 'tomorrow' }, /validUntil cannot be/],
    [{ car: 'ADA 1' }, /car cannot be/],
  ])('refuses %j in words', (values, words) => {
    expect(() => parseResource(User, { ...ada, [badgeUri]: values })).toThrow(words);
  });

  test.each<[string, object, object | undefined]>([
    ['adds', { op: 'add', path: `${badgeUri}:floor`, value: 4 }, { floor: 4, zones: ['lab'] }],
    [
      'adds to a list',
      { op: 'add', path: `${badgeUri}:zones`, value: ['roof', 'lab'] },
      { floor: 3, zones: ['lab', 'roof'] },
    ],
    [
      'replaces a part',
      { op: 'replace', path: `${badgeUri}:car.plate`, value: 'X' },
      { floor: 3, zones: ['lab'], car: { plate: 'X' } },
    ],
    [
      'creates a value',
      { op: 'add', path: `${badgeUri}:keys[type eq "lab"].value`, value: 'K9' },
      { floor: 3, zones: ['lab'], keys: [{ value: 'K9', type: 'lab' }] },
    ],
    ['removes', { op: 'remove', path: `${badgeUri}:zones` }, { floor: 3 }],
    ['removes one of a list', { op: 'remove', path: `${badgeUri}:zones`, value: ['lab'] }, { floor: 3 }],
    ['removes the whole extension', { op: 'remove', path: badgeUri }, undefined],
    ['replaces without a path', { op: 'replace', value: { [badgeUri]: { floor: 9 } } }, { floor: 9, zones: ['lab'] }],
    ['takes Entra’s dot', { op: 'Add', path: `${badgeUri}.floor`, value: '5' }, { floor: 5, zones: ['lab'] }],
  ])('PATCH %s', (_, operation, after) => {
    const { resource, changed } = patched({ ...ada, [badgeUri]: { floor: 3, zones: ['lab'] } }, operation);
    expect(resource[badgeUri]).toEqual(after);
    expect((resource.schemas as string[]).includes(badgeUri)).toBe(after !== undefined);
    expect(changed).toBe(true);
  });

  test('PUT clears what it does not name', () => {
    const current = parseResource(User, { ...ada, [badgeUri]: { floor: 3 } }).resource;
    expect(replaceResource(User, current, ada).resource).not.toHaveProperty([badgeUri]);
  });

  test('of groups is one of groups alone', () => {
    expect(parseResource(Group, { displayName: 'Lab', [room.id]: { desks: 4 } }).resource[room.id]).toEqual({
      desks: 4,
    });
    expect(parseResource(User, { ...ada, [room.id]: { desks: 4 } }).resource).not.toHaveProperty([room.id]);
  });
});

describe('what cannot be defined', () => {
  const one = (more: object, attribute: object = {}) =>
    SchemaExtension.parse({ id: 'urn:example:a', name: 'A', attributes: [{ name: 'one', ...attribute }], ...more });
  test.each<[string, SchemaExtension[], RegExp]>([
    ['an RFC’s URN', [one({ id: 'urn:ietf:params:scim:schemas:core:2.0:Device' })], /one of the RFCs/],
    ['the enterprise URN', [one({ id: 'urn:ietf:params:scim:schemas:extension:ENTERPRISE:2.0:User' })], /already/],
    [
      'a URN twice',
      [one({}), one({ id: 'URN:example:A'.replace('URN', 'urn'), attributes: [{ name: 'two' }] })],
      /already/,
    ],
    [
      'a URN within another',
      [one({}), one({ id: 'urn:example:a:b', attributes: [{ name: 'two' }] })],
      /begins with the other/,
    ],
    [
      'URNs but for a colon',
      [one({ id: 'urn:example:ab' }), one({ id: 'urn:example:a:b', attributes: [{ name: 'two' }] })],
      /only in its colons/,
    ],
    ['a core attribute’s name', [one({}, { name: 'Title' })], /“Title” is an attribute of urn:ietf/],
    ['a common attribute’s name', [one({}, { name: 'externalID' })], /of every User/],
    ['an enterprise attribute’s name', [one({}, { name: 'department' })], /enterprise/],
    ['a name twice', [one({}), one({ id: 'urn:example:c' }, { name: 'ONE' })], /of urn:example:a already/],
    ['a name of every object', [one({}, { name: 'constructor' })], /cannot be the name/],
    ['a complex attribute without parts', [one({}, { type: 'complex' })], /needs sub-attributes/],
    ['parts of a text', [one({}, { subAttributes: [{ name: 'value' }] })], /has no sub-attributes/],
    ['a part twice', [one({}, { type: 'complex', subAttributes: [{ name: 'a' }, { name: 'A' }] })], /twice/],
    ['a primary that is a text', [one({}, { type: 'complex', subAttributes: [{ name: 'primary' }] })], /is a boolean/],
    ['a text that refers', [one({}, { referenceTypes: ['User'] })], /only a reference/],
  ])('%s', (_, extensions, words) => {
    expect(
      problemsOfExtensions(extensions)
        .map(({ message }) => message)
        .join(' '),
    ).toMatch(words);
  });

  test('a type that the RFC does not know', () => {
    expect(SchemaExtension.safeParse(one({}, { type: 'integer' })).success).toBe(true);
    const definition = { ...one({}), attributes: [{ name: 'one', type: 'json' }] };
    expect(SchemaExtension.safeParse(definition).success).toBe(false);
  });

  test('users and groups may use one name', () => {
    expect(problemsOfExtensions([one({}), one({ id: 'urn:example:g', resourceType: 'Group' })])).toEqual([]);
  });

  test.each([
    'example:a',
    'urn:a',
    'urn:example:',
    'urn:example:a b',
    'urn:example:"',
    'urn::a',
    `urn:example:${'a'.repeat(200)}`,
  ])('%s is no URN', (id) => {
    expect(SchemaExtension.safeParse({ id, name: 'A', attributes: [{ name: 'one' }] }).success).toBe(false);
  });
});

describe('editing an extension', () => {
  const edit = (name: string, change: Partial<ExtensionAttribute> | null): SchemaExtension => ({
    ...badge,
    attributes: badge.attributes.flatMap((one) =>
      one.name === name ? (change === null ? [] : [{ ...one, ...change }]) : [one],
    ),
  });
  test.each<[string, SchemaExtension[], string[], unknown[]]>([
    ['nothing', [badge], [], []],
    ['a description', [edit('floor', { description: 'Where' })], ['attribute floor changed'], []],
    ['another case rule', [edit('badgeNumber', { caseExact: false })], ['attribute badgeNumber changed'], []],
    ['a type', [edit('floor', { type: 'string' })], ['attribute floor changed'], [['floor']]],
    ['a list made of one', [edit('floor', { multiValued: true })], ['attribute floor changed'], [['floor']]],
    ['an attribute removed', [edit('floor', null)], ['attribute floor removed'], [['floor']]],
    [
      'a part removed',
      [edit('car', { subAttributes: badge.attributes[8]?.subAttributes.slice(1) ?? [] })],
      ['attribute car changed'],
      [['car', 'plate']],
    ],
    ['all of it removed', [], [], badge.attributes.map(({ name }) => [name])],
  ])('%s', (_, wanted, what, lost) => {
    const { added, changed } = compareExtensions([badge], wanted);
    expect(added).toEqual([]);
    expect(changed.flatMap((one) => one.what)).toEqual(what);
    expect(changed.flatMap((one) => one.lost)).toEqual(lost);
  });

  test('takes away what is lost, and nothing else', () => {
    const user = {
      userName: 'ada',
      [badgeUri]: { floor: 3, keys: [{ value: 'a', type: 'x' }, { type: 'y' }], car: { plate: 'p' } },
    };
    expect(withoutValues(user, badgeUri, [['floor'], ['keys', 'type'], ['car', 'plate']])).toEqual({
      userName: 'ada',
      [badgeUri]: { keys: [{ value: 'a' }] },
    });
    expect(withoutValues(user, badgeUri, [['floor'], ['keys'], ['car']])).toEqual({ userName: 'ada' });
    expect(withoutValues(user, 'urn:other', [['floor']])).toBe(user);
  });

  test('between any two lists: what is kept fits the new one', () => {
    fc.assert(
      fc.property(extensionLists, extensionLists, (before, after) => {
        const { added, changed } = compareExtensions(before, after);
        const ids = (list: readonly SchemaExtension[]) => list.map(({ id }) => id.toLowerCase());
        expect(ids(added)).toEqual(ids(after).filter((id) => !ids(before).includes(id)));
        for (const { before: was, after: is, lost } of changed) {
          for (const attribute of is === null ? [] : was.attributes) {
            const now = is?.attributes.find(({ name }) => name === attribute.name);
            const isKept = now?.type === attribute.type && now.multiValued === attribute.multiValued;
            if (was.resourceType === is?.resourceType)
              expect(lost.some(([name, part]) => name === attribute.name && part === undefined)).toBe(!isKept);
          }
        }
        expect(compareExtensions(after, after)).toEqual({ added: [], changed: [] });
      }),
    );
  });
});
