import fc from 'fast-check';
import * as scim2 from 'scim2-parse-filter';
import SCIMMY from 'scimmy';
import { describe, expect, test } from 'vitest';
import { ScimError } from '../../electron/engine/scim/error.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import type { Filter } from '../../electron/engine/scim/filter/filter.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { renderFilter } from '../../electron/engine/scim/filter/render.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { propertyRuns } from '../support/runs.ts';
import { ada, patch } from './support/ada.ts';
import * as arbitrary from './support/arbitrary.ts';

/*
 * Two other implementations, asked the same. Where both are known to be right, we agree with them on whatever is
 * generated; where one of them does not agree, the sentence of the RFC that decides stands beside it.
 */
const ours = (text: string, resource: JsonObject) =>
  evaluateFilter(resolveFilter(parseFilter(text), resourceTypes.User), resource);
const scim2Says = (text: string, resource: JsonObject) => scim2.filter(scim2.parse(text))(resource);
const scimmySays = (text: string, resource: JsonObject) => new SCIMMY.Types.Filter(text).match([resource]).length === 1;

/** The tree of a filter as scim2-parse-filter writes it. */
function treeOf(filter: Filter): unknown {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { op: filter.kind, filters: filter.filters.map(treeOf) };
    case 'not':
      return { op: 'not', filter: filter.filters.map(treeOf)[0] };
    case 'value path':
      return { op: '[]', attrPath: pathOf(filter), valFilter: treeOf(filter.filter) };
    case 'present':
      return { op: 'pr', attrPath: pathOf(filter) };
    case 'compare':
      return { op: filter.operator, attrPath: pathOf(filter), compValue: filter.value };
  }
}
const pathOf = ({ path }: Extract<Filter, { path: unknown }>) => {
  const name = path.subAttribute === null ? path.attribute : `${path.attribute}.${path.subAttribute}`;
  return path.uri === null ? name : `${path.uri}:${name}`;
};

describe('filters are read as scim2-parse-filter reads them', () => {
  // It reads no escapes but \", takes no numbers such as 1e+30 before a bracket, and adds an “and” of its own to what
  // clients write behind a value path.
  const isCommon = (filter: Filter): boolean => {
    if ('filters' in filter) return filter.filters.every(isCommon);
    if (filter.kind === 'value path') return filter.comparison === null && isCommon(filter.filter);
    if (/^(?:not|and|or|true|false|null)$/i.test(filter.path.attribute)) return false;
    if (filter.kind === 'present') return true;
    return typeof filter.value === 'string' ? /^[\w ()[\]]*$/.test(filter.value) : typeof filter.value !== 'number';
  };
  test('names, precedence, parentheses, brackets, values', () => {
    fc.assert(
      fc.property(arbitrary.filter.filter(isCommon), (filter) => {
        const text = renderFilter(filter);
        fc.pre(text.length <= 8192);
        expect(scim2.parse(text), text).toEqual(treeOf(parseFilter(text)));
      }),
      { numRuns: propertyRuns(300) },
    );
  });

  test.each([
    'a eq 1 or b eq 2 and c eq 3',
    'a eq 1 and b eq 2 or c eq 3',
    'not (a pr) and b pr',
    'not (a pr) or b pr and c pr or d pr',
    '(a pr or b pr) and (c pr or d pr)',
    'a[b eq "x" and not (c pr or d eq true)]',
    'urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "O"',
    'A EQ "x" AND NOT (b PR)',
    'a eq -1.5',
    'a eq null and b ne false',
  ])('%s', (text) => expect(scim2.parse(text)).toEqual(treeOf(parseFilter(text))));
});

describe('filters mean what both peers say', () => {
  const word = fc.constantFrom('a', 'ab', 'b', 'ba', 'c');
  const person = fc
    .record({ userName: word, displayName: word, title: word, familyName: word, active: fc.boolean(), emails: word })
    .map(
      ({ familyName, emails, ...rest }): JsonObject => ({ ...rest, name: { familyName }, emails: [{ value: emails }] }),
    );
  const text = fc.tuple(
    fc.constantFrom('userName', 'displayName', 'title', 'name.familyName'),
    fc.constantFrom('eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'),
    word,
  );
  const term = fc.oneof(
    text.map(([path, operator, value]) => `${path} ${operator} "${value}"`),
    fc.tuple(fc.constantFrom('eq', 'ne'), fc.boolean()).map(([operator, value]) => `active ${operator} ${value}`),
    fc.constantFrom('userName pr', 'name.familyName pr'),
    word.map((value) => `emails[value sw "${value}"]`),
    word.map((value) => `emails.value eq "${value}"`),
  );
  const joined = (part: fc.Arbitrary<string>, word_: string) =>
    fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(` ${word_} `));
  const expression = joined(joined(term, 'and'), 'or');
  const nested = joined(
    fc.oneof(
      term,
      expression.map((inside) => `(${inside})`),
      expression.map((inside) => `not (${inside})`),
    ),
    'and',
  );

  test('scim2-parse-filter, with “and”, “or”, “not” and parentheses', () => {
    fc.assert(
      fc.property(person, nested, (resource, filter) => {
        expect(ours(filter, resource), filter).toBe(scim2Says(filter, resource));
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test('scimmy, with one comparison, negated or not', () => {
    const single = text.map(([path, operator, value]) => `${path} ${operator} "${value}"`);
    fc.assert(
      fc.property(
        person,
        fc.oneof(
          single,
          single.map((one) => `not (${one})`),
        ),
        (resource, filter) => {
          expect(ours(filter, resource), filter).toBe(scimmySays(filter, resource));
        },
      ),
      { numRuns: propertyRuns(300) },
    );
  });
});

/** A resource in which the peers do not see what the RFC says. */
const subject: JsonObject = {
  id: 'a-1',
  userName: 'ada',
  title: '',
  active: true,
  emails: [
    { value: 'a@work.test', type: 'work' },
    { value: 'a@home.test', type: 'home' },
  ],
  meta: { created: '2026-01-31T08:00:00.000Z' },
};
type Says = boolean | 'refused';

describe('where a peer says something else, the RFC decides', () => {
  test.each<[filter: string, right: Says, scim2: Says, scimmy: Says, sentence: string]>([
    [
      'userName eq "ADA"',
      true,
      false,
      false,
      'RFC 7643 §4.1.1, userName: "This attribute is REQUIRED and is case insensitive"',
    ],
    [
      'nickName ne "x"',
      true,
      false,
      true,
      'RFC 7643 §2.5: unassigned and null are equivalent; RFC 7644 §3.4.2.2, ne: "The attribute and operator values are not identical"',
    ],
    ['nickName eq null', true, false, true, 'RFC 7643 §2.5: unassigned and the null value are equivalent in state'],
    [
      'title pr',
      false,
      true,
      true,
      'RFC 7644 §3.4.2.2, pr: "If the attribute has a non-empty or non-null value … there is a match"',
    ],
    [
      'emails[type eq "work" and value eq "a@home.test"]',
      false,
      true,
      false,
      'RFC 7644 §3.4.2.2, [ ]: "expressions MUST be applied to the same value of a parent attribute"',
    ],
    [
      'emails.type eq "home" and emails.value sw "a@w"',
      true,
      true,
      false,
      'RFC 7644 §3.4.2.2: of a multi-valued attribute any value may match, each comparison by itself',
    ],
    [
      'emails[not (type eq "work")]',
      true,
      false,
      true,
      'RFC 7644 §3.4.2.2, figure 1: valFilter = attrExp / logExp / *1"not" "(" valFilter ")": what does not match inside is a value',
    ],
    [
      'not (emails[type eq "work"])',
      false,
      false,
      true,
      'RFC 7644 §3.4.2.2, not: "The filter is a match if the expression evaluates to "false""',
    ],
    [
      'nickName co "undef"',
      false,
      false,
      true,
      'RFC 7644 §3.4.2.2, co: "The entire operator value must be a substring of the attribute value"',
    ],
    [
      'meta.created gt "2026-01-31T08:30:00+01:00"',
      true,
      false,
      true,
      'RFC 7644 §3.4.2.2, gt: "for DateTime types, it is a chronological comparison"',
    ],
    [
      'active gt false',
      'refused',
      true,
      true,
      'RFC 7644 §3.4.2.2: "Boolean and Binary attributes SHALL cause a failed response (HTTP status code 400) with "scimType" of "invalidFilter""',
    ],
    [
      'userName eq "\\u0061da"',
      true,
      false,
      false,
      'RFC 7644 §3.4.2.2, figure 1: compValue follows "rules from JSON (RFC 7159)", which knows escapes',
    ],
    [
      'emails pr',
      true,
      true,
      'refused',
      'RFC 7644 §3.4.2.2, pr: "or if it contains a non-empty node for complex attributes, there is a match"',
    ],
  ])('%s', (filter, right, scim2Right, scimmyRight, _sentence) => {
    const says = (ask: (text: string, resource: JsonObject) => boolean): Says => {
      try {
        return ask(filter, subject);
      } catch (error) {
        if (ask === ours && !(error instanceof ScimError)) throw error;
        return 'refused';
      }
    };
    expect({ ours: says(ours), scim2: says(scim2Says), scimmy: says(scimmySays) }).toEqual({
      ours: right,
      scim2: scim2Right,
      scimmy: scimmyRight,
    });
  });
});

/** What scimmy makes of the same operations on the same user, in the form that ours has. */
type ScimmyPatch = ConstructorParameters<typeof SCIMMY.Messages.PatchOp>[0];
async function scimmyPatch(Operations: readonly object[]): Promise<JsonObject | 'refused'> {
  const { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': _extension, ...core } = ada;
  const user = new SCIMMY.Schemas.User({ ...core, schemas: [resourceTypes.User.schema.id] });
  const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations } as ScimmyPatch;
  try {
    const made = await new SCIMMY.Messages.PatchOp(body).apply(user, async (instance) => instance);
    return plainOf(made ?? user);
  } catch {
    return 'refused';
  }
}
const plainOf = (user: object): JsonObject => {
  const { schemas: _schemas, meta: _meta, ...rest } = JSON.parse(JSON.stringify(user)) as Record<string, JsonObject>;
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => JSON.stringify(value) !== '{}'));
};
const oursPatch = (operations: readonly object[]): JsonObject | 'refused' => {
  try {
    const { 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': _extension, ...core } =
      patch(operations).resource;
    return plainOf(core);
  } catch (error) {
    if (error instanceof ScimError) return 'refused';
    throw error;
  }
};

describe('operations come to what scimmy makes of them', () => {
  const word = fc.constantFrom('x', 'y', 'z');
  const simple = fc.constantFrom('title', 'displayName', 'nickName', 'name.givenName', 'name.middleName');
  const operation = fc.oneof(
    fc.record({ op: fc.constantFrom('add', 'replace'), path: simple, value: word }),
    fc.record({ op: fc.constant('remove'), path: simple }),
    fc.record({ op: fc.constant('replace'), path: fc.constant('emails[type eq "work"].display'), value: word }),
    fc.record({
      op: fc.constant('add'),
      path: fc.constant('emails'),
      value: fc
        .uniqueArray(word, { minLength: 1, maxLength: 2 })
        .map((values) => values.map((value) => ({ value, type: `other ${value}` }))),
    }),
    fc.record({ op: fc.constant('replace'), value: fc.record({ title: word, nickName: word }) }),
  );
  test('on simple attributes, sub-attributes and values', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 3 }), async (operations) => {
        // scimmy adds a value that is there once more, and says that nothing changed by undefined.
        const added = operations.filter((one) => 'path' in one && one.path === 'emails');
        fc.pre(added.length <= 1);
        const [made, other] = [oursPatch(operations), await scimmyPatch(operations)];
        fc.pre(other !== 'refused');
        expect(made).toEqual(other);
      }),
      { numRuns: propertyRuns(200) },
    );
  });

  test.each<[object, string]>([
    [
      { op: 'replace', path: 'emails[type eq "home"].primary', value: true },
      'RFC 7644 §3.5.2: setting "primary" to "true" SHALL cause the server to set it to "false" for any other values',
    ],
    [
      { op: 'replace', path: 'name', value: { familyName: 'M' } },
      'RFC 7644 §3.5.2.3: "Sub-attributes that are not specified SHALL be left unchanged"',
    ],
  ])('but not where it does not go by the RFC: %j', async (operation, _sentence) => {
    const [made, other] = [oursPatch([operation]), await scimmyPatch([operation])];
    expect(made).not.toEqual(other);
    expect(made).toMatchObject(
      'path' in operation && operation.path === 'name'
        ? { name: { familyName: 'M', givenName: 'Ada' } }
        : { emails: [{ primary: false }, { primary: true }] },
    );
  });
});
