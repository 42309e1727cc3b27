import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import { ScimError } from '../../electron/engine/scim/error.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { renderFilter } from '../../electron/engine/scim/filter/render.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import { parsePath, renderPath, resolvePath } from '../../electron/engine/scim/path.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { processorMs } from '../support/processor.ts';
import { propertyRuns } from '../support/runs.ts';
import * as arbitrary from './support/arbitrary.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ada = {
  schemas: [resourceTypes.User.schema.id, enterprise],
  id: 'A-1',
  externalId: 'Ext-1',
  userName: 'Ada.B@Fabrikam.test',
  name: { familyName: 'Lovelace', givenName: 'Ada' },
  title: '',
  profileUrl: 'https://x.test/Ada',
  active: true,
  emails: [
    { value: 'Ada@Work.test', type: 'work', primary: true },
    { value: 'ada@home.test', type: 'home' },
  ],
  meta: { resourceType: 'User', created: '2026-01-31T08:00:00.000Z', lastModified: '2026-02-01T08:00:00.500Z' },
  [enterprise]: { employeeNumber: '0007', department: 'R&D', manager: { value: 'M-1' } },
};

const matches = (text: string) => evaluateFilter(resolveFilter(parseFilter(text), resourceTypes.User), ada);

/** Runs something that must be refused and gives the refusal. */
function refusal(act: () => unknown): ScimError {
  try {
    act();
  } catch (error) {
    if (error instanceof ScimError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('a filter means what RFC 7644 §3.4.2.2 says', () => {
  test.each<[string, boolean]>([
    ['userName eq "ada.b@fabrikam.TEST"', true],
    ['USERNAME EQ "ada.b@fabrikam.test"', true],
    [`${resourceTypes.User.schema.id}:userName sw "ADA"`, true],
    ['id eq "A-1"', true],
    ['id eq "a-1"', false],
    ['externalId eq "ext-1"', false],
    ['externalId ne "ext-1"', true],
    ['name.familyName co "LOVE"', true],
    ['name.familyName ew "lace"', true],
    ['name pr', true],
    ['title pr', false],
    ['title eq ""', true],
    ['nickName pr', false],
    ['nickName eq null', true],
    ['nickName ne null', false],
    ['nickName ne "x"', true],
    ['not (nickName eq "x")', true],
    ['nickName gt "a"', false],
    ['active eq true', true],
    ['active eq "True"', true],
    ['active eq False', false],
    ['active ne false', true],
    ['emails pr', true],
    ['emails eq "ada@work.test"', true],
    ['emails.type eq "home"', true],
    ['emails.value ne "ada@home.test"', true],
    ['phoneNumbers.value ne "1"', true],
    ['phoneNumbers eq null', true],
    ['emails[type eq "work" and value ew "@home.test"]', false],
    ['emails.type eq "work" and emails.value ew "@home.test"', true],
    ['emails[type eq "work"].value eq "ada@work.test"', true],
    ['emails[type eq "home"].value eq "ada@work.test"', false],
    ['emails[primary eq "True"].type eq "work"', true],
    ['emails[not (primary eq true)].value sw "ada@home"', true],
    ['userName eq "x" or id eq "A-1" and active eq true', true],
    ['(userName eq "x" or id eq "A-1") and active eq false', false],
    ['userName eq "x" and id eq "A-1" or active eq true', true],
    ['not (userName eq "x" or active eq true)', false],
    ['meta.created eq "2026-01-31T09:00:00+01:00"', true],
    ['meta.created lt "2026-01-31T08:00:00.0001Z"', true],
    ['meta.lastModified ge "2026-02-01T08:00:00.5Z"', true],
    ['meta.lastModified gt "2026-02-01T08:00:00.5Z"', false],
    ['meta.resourceType eq "User"', true],
    [`${enterprise}:employeeNumber eq "0007"`, true],
    [`${enterprise}:manager.value eq "M-1"`, true],
    [`${enterprise}.manager eq "M-1"`, true],
    ['manager eq "m-1"', false],
    ['department eq "r&d"', true],
    ['employeeNumber eq 0007', true],
    ['employeeNumber eq 7', false],
    [`schemas eq "${enterprise}"`, true],
    ['name[givenName eq "ada" and familyName sw "l"]', true],
    ['userName eq ada.b@fabrikam.test', true],
    ['  userName   eq\t"ada.b@fabrikam.test"  ', true],
    ['name.givenName eq "\\u0041da"', true],
    ['title eq "" and not(nickName pr)', true],
    ['NOT (title pr) AND Active EQ true', true],
    ['profileUrl eq "https://x.test/Ada"', true],
    ['profileUrl eq "https://x.test/ada"', false],
    ['emails[(type eq "work" or type eq "home") and not (primary pr)]', true],
    ['urn:IETF:params:scim:schemas:CORE:2.0:user:Name.FAMILYNAME eq "lovelace"', true],
  ])('%s is %s', (text, expected) => {
    expect(matches(text)).toBe(expected);
  });
});

describe('a filter that cannot be read is refused with invalidFilter and a position', () => {
  test.each([
    '',
    'userName',
    'userName eq',
    'userName eq "x" or',
    'userName eq "x" and and id pr',
    'userName is "x"',
    'userName eq "x',
    'userName eq "a"b"',
    'userName eq "\\x"',
    'userName eq "DOMAIN\\user"',
    "userName eq 'x'",
    '(userName eq "x"',
    'userName eq "x")',
    'not userName eq "x"',
    'emails[type eq "work"',
    'emails[type eq "work"]]',
    'emails[type[value eq "x"] eq "y"]',
    'emails[] pr',
    'emails[type eq "work"].value',
    'emails [type eq "work"]',
    'and eq "x"and',
    '__proto__ pr',
    '__proto__.admin eq true',
    'constructor eq "x"',
    'name.constructor pr',
    'toString pr',
    'userName.value eq "x"',
    'unheardOf eq "x"',
    'password eq "x"',
    'meta.location eq "x"',
    'name eq "x"',
    'active gt true',
    'x509Certificates.value gt "a"',
    'active co "t"',
    'active eq "maybe"',
    'meta.created sw "2026"',
    'meta.created eq "2026-02-30T00:00:00Z"',
    'meta.created gt null',
    'userName eq "a\u0000b"',
    'userName eq "\ud800"',
    'urn:unheard:of:1.0:Thing:userName eq "x"',
  ])('%s', (text) => {
    const error = refusal(() => resolveFilter(parseFilter(text), resourceTypes.User));
    expect(error).toMatchObject({ status: 400, scimType: 'invalidFilter' });
    expect(error.detail).toMatch(/^[A-Z“a-z].*\.$/s);
  });

  test.each([
    ['20,000 parentheses', '('.repeat(20_000)],
    ['33 parentheses', `${'('.repeat(33)}id pr${')'.repeat(33)}`],
    ['33 negations', `${'not ('.repeat(33)}id pr${')'.repeat(33)}`],
    ['10,000 terms', Array(10_000).fill('id pr').join(' or ')],
    ['201 terms', Array(201).fill('id pr').join(' or ')],
    ['9,000 quotes', '"'.repeat(9_000)],
    ['8,192 backslashes', `id eq "${'\\'.repeat(8_000)}`],
    ['4,000 brackets', 'a['.repeat(4_000)],
    ['a filter of 9,000 characters', `id eq "${'x'.repeat(9_000)}"`],
  ])('%s are refused quickly', (_what, text) => {
    const parse = () => refusal(() => parseFilter(text));
    expect(parse()).toMatchObject({ scimType: 'invalidFilter' });
    expect(processorMs(parse)).toBeLessThan(50);
  });

  test('what is at the limits is read', () => {
    expect(matches(`${'('.repeat(32)}id pr${')'.repeat(32)}`)).toBe(true);
    expect(matches(Array(200).fill('id pr').join(' and '))).toBe(true);
  });
});

describe('what deviates is read and noted', () => {
  test.each([
    ['userName Eq "x"', 'case of an operator'],
    ['userName eq x', 'value without quotes'],
    ['userName  eq "x"', 'several spaces'],
    ['emails eq "x"', 'complex attribute compared'],
    ['username eq "x"', 'case of a name'],
    ['active eq "True"', 'boolean as text'],
    ['userName eq 7', 'text as number'],
    ['department eq "x"', 'extension attribute without its schema'],
    [`${enterprise}.department eq "x"`, 'dot after the URN'],
    ['urn:scim:schemas:extension:enterprise:1.0:department eq "x"', 'malformed URN'],
    ['meta.created gt "2026-01-01T00:00:00 01:00"', 'plus sign lost in a time'],
  ])('%s: %s', (text, normaliser) => {
    const reading = startReading('ping');
    resolveFilter(parseFilter(text, reading), resourceTypes.User, reading);
    expect(reading.notes).toEqual([{ normaliser, text: expect.stringMatching(/^Ping sent .+; .+$/) }]);
  });

  test('nothing is noted of a filter as the RFC writes it', () => {
    const reading = startReading('ping');
    resolveFilter(
      parseFilter('emails[type eq "work"] and not (userName eq "x")', reading),
      resourceTypes.User,
      reading,
    );
    expect(reading.notes).toEqual([]);
  });
});

describe('every filter and path survives being written and read', () => {
  test('filters', () => {
    fc.assert(
      fc.property(arbitrary.filter, (filter) => {
        const written = renderFilter(filter);
        fc.pre(written.length <= 8192);
        expect(parseFilter(written)).toEqual(filter);
      }),
      { numRuns: propertyRuns(1000) },
    );
  });

  test('paths', () => {
    fc.assert(
      fc.property(arbitrary.path, (path) => {
        const written = renderPath(path);
        fc.pre(written.length <= 8192);
        expect(parsePath(written)).toEqual(path);
      }),
      { numRuns: propertyRuns(500) },
    );
  });

  test('the case of names and operators does not matter', () => {
    fc.assert(
      fc.property(arbitrary.recased('emails[type eq "1" and not (primary pr)].value sw'), (start) => {
        const read = (text: string) => resolveFilter(parseFilter(text), resourceTypes.User);
        expect(read(`${start} "a"`)).toEqual(read('emails[type eq "1" and not (primary pr)].value sw "a"'));
      }),
    );
  });

  test('any text at all is read or refused, never anything else', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '(',
        ')',
        '[',
        ']',
        '"',
        ' ',
        '.',
        ':',
        '\\',
        'and',
        'or',
        'not',
        'eq',
        'pr',
        'userName',
        'emails',
        'true',
        '1',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((list) => list.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          try {
            resolveFilter(parseFilter(text), resourceTypes.User);
          } catch (error) {
            expect(error).toMatchObject({ name: 'ScimError', scimType: 'invalidFilter' });
          }
        },
      ),
      { numRuns: propertyRuns(2000) },
    );
  });
});

describe('paths', () => {
  test.each([
    ['userName', 'userName'],
    ['NAME.givenname', 'name.givenName'],
    ['emails[type eq "work"].Value', 'emails.value'],
    ['manager', `${enterprise}:manager`],
    [`${enterprise}:manager.value`, `${enterprise}:manager.value`],
    [`${enterprise}.manager`, `${enterprise}:manager`],
    [`${enterprise}.manager.value`, `${enterprise}:manager.value`],
    ['urn:ietf:params:scim:schemas:extension:enterprise:2.0User:manager', `${enterprise}:manager`],
    [enterprise, enterprise],
    [`${resourceTypes.User.schema.id}:emails[primary eq true]`, 'emails'],
  ])('%s names %s', (text, key) => {
    expect(resolvePath(parsePath(text), resourceTypes.User).key).toBe(key);
  });

  test.each([
    '',
    '.',
    'userName.',
    '.userName',
    '__proto__',
    '__proto__.admin',
    'constructor',
    'constructor.prototype',
    'name.__proto__',
    'name.constructor',
    'emails.hasOwnProperty',
    `${enterprise}:__proto__`,
    `${enterprise}:constructor`,
    'emails[type eq "work"].constructor',
    'emails[type eq "work"]value',
    'emails[type eq "work"].value.x',
    'emails[type eq "work"].value x',
    'emails[type eq "work"',
    'emails.value[type eq "x"]',
    'userName[value eq "x"]',
    'userName eq "x"',
    'unheardOf',
    'members',
    '\u0000',
  ])('%s is refused with invalidPath', (text) => {
    expect(refusal(() => resolvePath(parsePath(text), resourceTypes.User))).toMatchObject({ scimType: 'invalidPath' });
  });
});
