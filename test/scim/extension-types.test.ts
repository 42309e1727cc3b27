import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { applyPatch, parsePatch } from '../../electron/engine/scim/patch.ts';
import { parseResource, replaceResource } from '../../electron/engine/scim/resource.ts';
import { createResourceTypes } from '../../electron/engine/scim/schema.ts';
import { SchemaExtension } from '../../shared/model/schema-extension.ts';
import { propertyRuns } from '../support/runs.ts';
import { badgeUri, badgeUser } from './support/badge.ts';
import { find, openDirectory, type StoredUser } from './support/directory.ts';

/*
 * Attributes of every type, in an extension that is not one of ours: what a filter or a PATCH means follows from the
 * schema alone.
 */
const holder = (badge: unknown): JsonObject => ({
  ...parseResource(badgeUser, { userName: 'ada', [badgeUri]: badge }).resource,
  meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' },
});

const ada = holder({
  level: 7,
  hours: 7.5,
  since: '2026-03-29T03:30:00+02:00',
  permanent: false,
  code: 'aB',
  serial: 'S-1',
  card: 'https://x.test/Card',
  tags: ['Blue', 'red'],
  times: ['2026-01-01T00:00:00Z'],
  counts: [2, 10],
  visits: [
    { value: 'North', at: '2026-02-01T08:00:00Z', count: 3, serial: 'v1', primary: true },
    { value: 'South', at: '2026-02-01T09:30:00+02:00', count: 12 },
  ],
});

describe('a filter goes by the type that the schema says', () => {
  test.each<[string, boolean]>([
    ['level gt 6', true],
    // As text "7" would come after "10".
    ['level lt 10', true],
    ['level eq 7.0', true],
    ['level eq 7e0', true],
    ['hours ge 7.50', true],
    ['hours gt 7.5', false],
    ['hours lt 1e1', true],
    ['hours eq "7.5"', true],
    ['since eq "2026-03-29T01:30:00Z"', true],
    ['since lt "2026-03-29T00:30:00-01:30"', true],
    ['since ge "2026-03-29T03:30:00.000+02:00"', true],
    ['since gt "2026-03-29T02:00:00Z"', false],
    ['permanent eq false', true],
    ['permanent ne false', false],
    ['permanent pr', true],
    ['code eq "aB"', true],
    ['code eq "ab"', false],
    ['code sw "A"', false],
    ['card eq "https://x.test/card"', false],
    ['card eq "https://x.test/Card"', true],
    ['tags eq "blue"', true],
    ['tags co "RE"', true],
    ['times gt "2025-12-31T23:59:59+00:00"', true],
    ['times eq "2026-01-01T01:00:00+01:00"', true],
    ['counts gt 9', true],
    ['counts gt 10', false],
    ['visits.value eq "north"', true],
    ['visits.at lt "2026-02-01T07:45:00Z"', true],
    ['visits[value eq "south" and count gt 3]', true],
    ['visits[value eq "north" and count gt 3]', false],
    ['visits[at eq "2026-02-01T07:30:00Z" and not (primary eq true)]', true],
    ['visits eq "south"', true],
  ])('%s is %s, in SQL too', (text, expected) => {
    const filter = parseFilter(`${badgeUri}:${text}`);
    expect(evaluateFilter(resolveFilter(filter, badgeUser), ada)).toBe(expected);
    const database = openDirectory([{ pk: 1, resource: { ...ada, id: 'a' } }]);
    expect(find(database, filter, badgeUser)).toEqual(expected ? [1] : []);
    database.close();
  });

  test.each(['level co "7"', 'permanent gt false', 'since sw "2026"', 'level eq "many"', 'hours gt null'])(
    '%s is refused',
    (text) => {
      const filter = parseFilter(`${badgeUri}:${text}`);
      expect(() => resolveFilter(filter, badgeUser)).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }));
    },
  );

  const number = fc.constantFrom(-1, 0, 0.5, 2, 10, 1e21, Number.MAX_SAFE_INTEGER);
  const time = fc.constantFrom(
    '2026-01-01T00:00:00Z',
    '2026-01-01T01:00:00+01:00',
    '2025-12-31T20:00:00-04:00',
    '2026-01-01T00:00:00.0005Z',
    '2026-01-01T00:00:00.5Z',
    '2026-01-01T00:00:00',
  );
  const word = fc.constantFrom('a', 'A', 'b', '', 'é', 'É');
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
  const anyBadge = fc.record({
    level: optional(number.filter(Number.isInteger)),
    hours: optional(number),
    since: optional(time),
    permanent: optional(fc.boolean()),
    code: optional(word),
    card: optional(word),
    tags: fc.array(word, { maxLength: 2 }),
    times: fc.array(time, { maxLength: 2 }),
    counts: fc.array(number.filter(Number.isInteger), { maxLength: 2 }),
    visits: fc.array(
      fc.record({ value: optional(word), at: optional(time), count: optional(fc.constantFrom(0, 2, 10)) }),
      { maxLength: 2 },
    ),
  });
  const compared = (names: readonly string[], operators: readonly string[], value: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom(...names), fc.constantFrom(...operators), value)
      .map(([name, operator, text]) => `${name} ${operator} ${text}`);
  const ordered = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
  const numbers = number.map(String);
  const times = time.map((text) => JSON.stringify(text));
  const words = word.map((text) => JSON.stringify(text));
  const all = [...ordered, 'co', 'sw', 'ew'];
  const inner = fc.oneof(
    compared(['at'], ordered, times),
    compared(['count'], ordered, numbers),
    compared(['value'], all, words),
  );
  const term = fc.oneof(
    compared([`${badgeUri}:level`, `${badgeUri}:hours`, `${badgeUri}:counts`], ordered, numbers),
    compared([`${badgeUri}:since`, `${badgeUri}:times`, `${badgeUri}:visits.at`], ordered, times),
    compared([`${badgeUri}:permanent`], ['eq', 'ne'], fc.constantFrom('true', 'false')),
    compared(
      ['code', 'card', 'tags', 'visits.value', 'visits'].map((name) => `${badgeUri}:${name}`),
      all,
      words,
    ),
    fc
      .constantFrom('level', 'since', 'permanent', 'tags', 'times', 'visits', 'visits.at')
      .map((name) => `${badgeUri}:${name} pr`),
    fc.array(inner, { minLength: 1, maxLength: 3 }).map((parts) => `${badgeUri}:visits[${parts.join(' and ')}]`),
  );

  test('SQL finds whom the evaluator says, whatever is held and asked', () => {
    fc.assert(
      fc.property(
        fc.array(anyBadge, { minLength: 1, maxLength: 6 }),
        fc.array(
          fc.oneof(
            term,
            term.map((text) => `not (${text})`),
          ),
          { minLength: 1, maxLength: 8 },
        ),
        (badges, filters) => {
          const stored: readonly StoredUser[] = badges.map((badge, pk) => ({
            pk,
            resource: { ...holder(badge), id: `u${pk}` },
          }));
          const database = openDirectory(stored);
          for (const text of filters) {
            const filter = parseFilter(text);
            const resolved = resolveFilter(filter, badgeUser);
            const expected = stored.filter(({ resource }) => evaluateFilter(resolved, resource)).map(({ pk }) => pk);
            expect(find(database, filter, badgeUser), text).toEqual(expected);
          }
          database.close();
        },
      ),
      { numRuns: propertyRuns(150) },
    );
  });
});

const change = (operation: object, current: JsonObject = ada) =>
  applyPatch(badgeUser, current, parsePatch(badgeUser, { Operations: [operation] }).operations).resource;

test('a value that tells cases apart is found as it was written, whatever the form of its letters', () => {
  const exact = { name: 'value', caseExact: true };
  const seals = SchemaExtension.parse({
    id: 'urn:example:seal',
    name: 'Seal',
    attributes: [{ name: 'seals', type: 'complex', multiValued: true, subAttributes: [exact] }],
  });
  const { User } = createResourceTypes([seals]);
  const held = ['Ze\u0301', 'z\u00e9', '\uff21'];
  const stored = held.map((value, pk) => ({
    pk,
    resource: {
      ...parseResource(User, { userName: `u${pk}`, 'urn:example:seal': { seals: [{ value }] } }).resource,
      meta: { resourceType: 'User', created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z' },
      id: `u${pk}`,
    },
  }));
  const database = openDirectory(stored);
  for (const [pk, value] of held.entries())
    expect(find(database, parseFilter(`urn:example:seal:seals.value eq "${value}"`), User), value).toEqual([pk]);
  database.close();
});

describe('what is immutable gets a value once (RFC 7644 §3.5.2)', () => {
  const serial = `${badgeUri}:serial`;
  test.each<[string, object]>([
    ['replaced', { op: 'replace', path: serial, value: 'S-2' }],
    ['replaced without a path', { op: 'replace', value: { [badgeUri]: { serial: 'S-2' } } }],
    ['added to', { op: 'add', path: serial, value: 'S-2' }],
    ['removed', { op: 'remove', path: serial }],
    ['removed with its extension', { op: 'remove', path: badgeUri }],
    ['replaced in a value', { op: 'replace', path: `${badgeUri}:visits[value eq "north"].serial`, value: 'v2' }],
    ['removed from a value', { op: 'remove', path: `${badgeUri}:visits[value eq "north"].serial` }],
  ])('%s, it is refused with mutability', (_how, operation) => {
    expect(() => change(operation)).toThrow(expect.objectContaining({ status: 400, scimType: 'mutability' }));
  });

  test('a first value, the same value and a whole other value are taken', () => {
    const without = holder({ level: 1 });
    expect(change({ op: 'add', path: serial, value: 'S-9' }, without)[badgeUri]).toEqual({ level: 1, serial: 'S-9' });
    expect(change({ op: 'replace', path: serial, value: 'S-1' })).toBe(ada);
    const visits = `${badgeUri}:visits`;
    expect(change({ op: 'replace', path: visits, value: [{ value: 'x', serial: 'v3' }] })[badgeUri]).toMatchObject({
      visits: [{ value: 'x', serial: 'v3' }],
    });
    const added = change({ op: 'add', path: `${visits}[value eq "south"].serial`, value: 'v9' });
    expect(added[badgeUri]).toMatchObject({ visits: [{ serial: 'v1' }, { value: 'South', serial: 'v9' }] });
  });

  test('a PUT keeps it, and refuses another one (§3.5.1)', () => {
    const put = (badge: object) => replaceResource(badgeUser, ada, { userName: 'ada', [badgeUri]: badge }).resource;
    expect(put({ level: 1 })[badgeUri]).toEqual({ level: 1, serial: 'S-1' });
    expect(put({ serial: 'S-1' })[badgeUri]).toEqual({ serial: 'S-1' });
    expect(() => put({ serial: 'S-2' })).toThrow(expect.objectContaining({ scimType: 'mutability' }));
  });
});

describe('a value is read as the schema has it', () => {
  test('a value that a filter makes has times as text', () => {
    const path = `${badgeUri}:visits[value eq "East" and at eq "2026-05-01T00:00:00+02:00"].count`;
    expect(change({ op: 'add', path, value: 1 })[badgeUri]).toMatchObject({
      visits: [{}, {}, { value: 'East', at: '2026-04-30T22:00:00.000Z', count: 1 }],
    });
  });

  test.each([
    ['hours', '1e400'],
    ['level', '1e400'],
    ['level', '1.5'],
    ['code', '1e400'],
    ['code', '12345678901234567890'],
  ])('%s is not %s, which cannot be kept as it was written', (name, written) => {
    const value: unknown = JSON.parse(written);
    expect(() => change({ op: 'add', path: `${badgeUri}:${name}`, value })).toThrow(
      expect.objectContaining({ scimType: 'invalidValue' }),
    );
  });
});
