import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Condition, cutAtGroups, readCondition, writeCondition } from '../../renderer/screens/apps/condition.ts';
import { type Draft, newDrafts } from '../../renderer/screens/apps/draft.ts';
import { draftMappings, errorsByAttribute, readMappings } from '../../renderer/screens/apps/mapping-draft.ts';
import { readDraft } from '../../renderer/screens/apps/read-draft.ts';
import type { FieldName } from '../../renderer/screens/apps/read-fields.ts';
import { type RuleDraft, readRule } from '../../renderer/screens/apps/rule-draft.ts';
import { usualExpression } from '../../renderer/screens/apps/usual.ts';
import { healthMark, sentenceOf } from '../../renderer/screens/apps/words.ts';
import { cutAtTimes } from '../../renderer/ui/cut-at-times.ts';
import { examplePath } from '../../renderer/ui/field.tsx';
import { type AppDetail, Rule } from '../../shared/model/app.ts';
import type { Held } from '../../shared/model/pause.ts';
import { lunch, wiki } from './apps-fixtures.ts';

const words = fc.string({ unit: 'grapheme', minLength: 1 });

describe('a condition', () => {
  const plain = fc.oneof<fc.Arbitrary<Condition>[]>(
    fc.constant({ kind: 'everybody' }),
    fc.record({ kind: fc.constant('group'), id: words }),
    fc.record({ kind: fc.constant('department'), names: fc.array(words, { minLength: 1, maxLength: 4 }) }),
  );

  test('that the plain form wrote is read as what it was', () => {
    fc.assert(
      fc.property(plain, (condition) => {
        expect(readCondition(writeCondition(condition))).toEqual(condition);
      }),
    );
  });

  test.each([
    'user.department == "Sales" && user.active',
    'user.department == "Sales" || user.title == "Lead"',
    'user.department == user.title',
    '"a" in groups || "b" in groups',
    '!("a" in groups)',
    'true || false',
    '',
  ])('%s stays an expression', (source) => expect(readCondition(source)).toEqual({ kind: 'expression', source }));

  test('cut where it names groups is, joined, the same text', () => {
    const pieces = fc.array(fc.constantFrom('"a" in groups', '"b\\"c"  in groups', ' && ', '!(', ')', '"x" in y', 'é'));
    fc.assert(
      fc.property(
        fc.oneof(
          pieces.map((list) => list.join('')),
          words,
        ),
        (source) => {
          expect(
            cutAtGroups(source)
              .map(({ text }) => text)
              .join(''),
          ).toBe(source);
        },
      ),
    );
  });

  test('names its groups by their ids', () => {
    const cut = cutAtGroups('user.active && ("a\\"1" in groups || !("b" in groups)) && "c" in ["c"]');
    expect(cut.filter(({ groupId }) => groupId !== null).map(({ groupId }) => groupId)).toEqual(['a"1', 'b']);
  });
});

describe('a rule from the form', () => {
  const draft: RuleDraft = {
    kind: 'everybody',
    department: '',
    groupId: '',
    groupName: '',
    expression: '',
    role: 'reader',
    name: '',
  };

  test.each<[string, Partial<RuleDraft>, Omit<Rule, 'id'>]>([
    ['everybody', {}, { name: 'Everybody: reader', role: 'reader', when: 'true' }],
    [
      'a department, by its own name',
      { kind: 'department', department: ' R&D "East" ', name: ' They read ' },
      { name: 'They read', role: 'reader', when: 'user.department == "R&D \\"East\\""' },
    ],
    [
      'a group, pinned by its id',
      { kind: 'group', groupId: 'g-1', groupName: 'Editors' },
      { name: 'Editors: reader', role: 'reader', when: '"g-1" in groups' },
    ],
    [
      'an expression',
      { kind: 'expression', expression: ' user.active ' },
      { name: 'Some: reader', role: 'reader', when: 'user.active' },
    ],
  ])('%s', (_, part, rule) => {
    expect(readRule({ ...draft, ...part })).toEqual({ ok: true, rule });
    expect(Rule.omit({ id: true }).parse(rule)).toEqual(rule);
  });

  test.each<[Partial<RuleDraft>, string[]]>([
    [{ role: ' ' }, ['role']],
    [{ kind: 'department' }, ['department']],
    [{ kind: 'group' }, ['groupId']],
    [{ kind: 'expression', role: '' }, ['expression', 'role']],
  ])('without %o says what is missing', (part, fields) => {
    const read = readRule({ ...draft, ...part });
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(fields);
  });
});

describe('the form of a new app', () => {
  const csv: Draft = { ...newDrafts.csv, name: ' Lunch ', file: ' /srv/lunch/users.csv ' };
  const sqlite: Draft = { ...newDrafts.sqlite, name: 'Wiki', file: 'C:\\Data\\wiki.db' };

  test('needs no more than a name and a file', () => {
    expect(readDraft(csv)).toMatchObject({
      ok: true,
      name: 'Lunch',
      target: {
        kind: 'csv',
        file: '/srv/lunch/users.csv',
        users: { id: null, columns: { email: 'email', fullName: 'name' }, email: 'email', employeeNumber: null },
        roles: { layout: 'column', column: 'roles', separator: ';' },
        knownRoles: [],
        export: null,
      },
    });
    expect(readDraft(sqlite)).toMatchObject({
      ok: true,
      target: { kind: 'sqlite', users: { id: 'id', active: { column: 'active', on: 1, off: 0 } } },
    });
  });

  test('reads everything that a CSV file can be', () => {
    const full: Draft = {
      ...newDrafts.csv,
      name: 'Lunch',
      file: '/srv/users.csv',
      delimiter: '\t',
      byteOrderMark: true,
      id: 'key',
      on: '1',
      columns: [
        { key: 1, holds: 'employeeNumber', column: 'staff no' },
        { key: 2, holds: 'other', column: 'desk' },
      ],
      layout: 'rows',
      knownRoles: ' cook \n\neater\ncook',
      formulaSafe: true,
      hasExport: true,
      exportFile: '/srv/export.csv',
      exportDelimiter: ';',
    };
    expect(readDraft(full)).toMatchObject({
      ok: true,
      target: {
        delimiter: '\t',
        byteOrderMark: true,
        users: {
          id: 'key',
          active: { on: '1' },
          columns: { employeeNumber: 'staff no', desk: 'desk' },
          email: null,
          employeeNumber: 'employeeNumber',
        },
        roles: { layout: 'rows', column: 'roles' },
        knownRoles: ['cook', 'eater'],
        formulaSafe: true,
        export: { file: '/srv/export.csv', delimiter: ';' },
      },
    });
    expect(readDraft({ ...full, layout: 'none' })).toMatchObject({ ok: true, target: { roles: null } });
  });

  const postgres = {
    ...newDrafts.postgres,
    name: 'CRM',
    host: ' db.example ',
    database: 'crm',
    passwordFile: '/run/secrets/crm',
  };

  test('needs of PostgreSQL no more than where it is', () => {
    expect(readDraft(postgres)).toMatchObject({
      ok: true,
      name: 'CRM',
      target: {
        kind: 'postgres',
        host: 'db.example',
        port: 5432,
        database: 'crm',
        user: 'footbridge',
        passwordFile: '/run/secrets/crm',
        tls: { mode: 'verify-full', ca: null, certificate: null, key: null },
        users: {
          schema: 'public',
          table: 'users',
          id: 'id',
          active: { column: 'active', on: true, off: false },
          email: 'email',
        },
        roles: { schema: 'public', table: 'roles' },
        userRoles: { schema: 'public', table: 'user_roles' },
      },
    });
  });

  test('reads everything that PostgreSQL can be', () => {
    const full: Draft = {
      ...postgres,
      host: '127.0.0.1',
      port: '6432',
      passwordFile: '',
      tls: 'verify-ca',
      ca: '/ca.pem',
      certificate: '/c.pem',
      key: '/k.pem',
      schema: 'app',
      on: '1',
      off: 'no',
      hasRoles: false,
    };
    expect(readDraft(full)).toMatchObject({
      ok: true,
      target: {
        port: 6432,
        passwordFile: null,
        tls: { mode: 'verify-ca', ca: '/ca.pem', certificate: '/c.pem', key: '/k.pem' },
        users: { schema: 'app', active: { on: 1, off: 'no' } },
        roles: null,
        userRoles: null,
      },
    });
    // What is not shown is not read.
    expect(readDraft({ ...full, tls: 'off' })).toMatchObject({ ok: true, target: { tls: { mode: 'off', ca: null } } });
  });

  const columns = [
    { key: 4, holds: 'email', column: 'mail' },
    { key: 7, holds: 'email', column: 'mail2' },
    { key: 9, holds: 'title', column: ' ' },
  ] as const;
  test.each<[string, Draft, FieldName[]]>([
    ['nothing but what it begins with', newDrafts.csv, ['name', 'file']],
    ['a relative path', { ...csv, file: 'users.csv' }, ['file']],
    ['the same word for yes and no', { ...csv, off: 'active' }, ['off']],
    ['a meaning twice and a column without a name', { ...csv, columns }, ['column-7', 'column-9']],
    ['an export that lies nowhere', { ...newDrafts.csv, name: 'L', file: '/u', hasExport: true }, ['exportFile']],
    [
      'a relative export',
      { ...newDrafts.csv, name: 'L', file: '/u', hasExport: true, exportFile: 'e.csv' },
      ['exportFile'],
    ],
    [
      'roles without a column',
      { ...newDrafts.csv, name: 'L', file: '/u', rolesColumn: '', separator: '' },
      ['rolesColumn', 'separator'],
    ],
    [
      'tables without names',
      { ...newDrafts.sqlite, name: 'W', file: '/w', usersTable: '', id: ' ' },
      ['usersTable', 'id'],
    ],
    ['nothing of a server', newDrafts.postgres, ['name', 'host', 'database']],
    ['a server with its port, and no port', { ...postgres, host: 'db:5432', port: '0' }, ['host', 'port']],
    ['a server elsewhere without TLS', { ...postgres, tls: 'off' }, ['tls']],
    ['a socket with TLS', { ...postgres, host: '/run/postgresql' }, ['tls']],
    ['half of a certificate', { ...postgres, certificate: '/c.pem' }, ['key']],
    ['the other half', { ...postgres, key: '/k.pem' }, ['certificate']],
    ['a relative password file', { ...postgres, passwordFile: 'secret' }, ['passwordFile']],
    ['role tables without names', { ...postgres, schema: '', rolesTable: '' }, ['rolesTable', 'schema']],
    ['no role tables, and so none without names', { ...postgres, hasRoles: false, rolesTable: '' }, []],
    ['a name that is too long', { ...csv, name: 'x'.repeat(201) }, ['name']],
    ['what only the contract refuses', { ...csv, login: 'a\u0000b' }, ['whole']],
  ])('%s: says where', (_, draft, fields) => {
    const read = readDraft(draft);
    expect(read.ok ? [] : Object.keys(read.errors)).toEqual(fields);
    if (!read.ok) for (const sentence of Object.values(read.errors)) expect(sentence).toMatch(/\.$|: /);
  });
});

describe('the mapping form', () => {
  test('begins with what is in force, and with the usual expression where nothing is', () => {
    expect(draftMappings(lunch)).toEqual({
      login: 'user.userName',
      email: 'primary(user.emails)',
      fullName: 'user.displayName',
    });
    expect(draftMappings({ ...wiki, attributes: ['fullName', 'shoe size'] })).toEqual({
      login: 'user.userName',
      email: 'primary(user.emails)',
      fullName: 'user.displayName',
      'shoe size': '',
    });
  });

  test('leaves out what is empty', () =>
    expect(readMappings({ login: ' user.userName ', email: ' ' })).toEqual([
      { attribute: 'login', expression: 'user.userName' },
    ]));

  test.each<[string, Record<string, string>]>([
    ['mapping email: No such thing. Write user.emails.', { email: 'No such thing. Write user.emails.' }],
    ['mapping a.b (x): One. mapping email: Two. mapping email: Three.', { 'a.b (x)': 'One.', email: 'Two. Three.' }],
    ['rule Readers: There is no “mail” here.', {}],
    ['The database is read-only.', {}],
  ])('puts “%s” where it belongs', (message, errors) =>
    expect(errorsByAttribute(message, ['login', 'email', 'a.b (x)'])).toEqual(errors),
  );
});

test.each([
  ['E-Mail', 'primary(user.emails)'],
  ['user_name', 'user.userName'],
  ['Last name', 'user.name.familyName'],
  ['employeeNumber', 'user.employeeNumber'],
  ['shoe size', null],
  ['constructor', null],
])('an attribute named %s is usually filled by %s', (name, expression) =>
  expect(usualExpression(name)).toBe(expression),
);

test('a sentence cut at its times is, joined, the same sentence', () => {
  const time = fc
    .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString());
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), time)), (parts) => {
      const pieces = cutAtTimes(parts.join(' '));
      expect(pieces.map(({ piece }) => piece).join('')).toBe(parts.join(' '));
      for (const { piece, time: at } of pieces) if (at !== null) expect(at).toBe(Date.parse(piece));
    }),
  );
  expect(cutAtTimes('next try at 2026-11-22T14:10:00.000Z.').map(({ time: at }) => at)).toEqual([
    null,
    Date.UTC(2026, 10, 22, 14, 10),
    null,
  ]);
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)', 'C:\\Data\\users.csv'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)', '/Users/Shared/users.csv'],
  ['Mozilla/5.0 (X11; Linux x86_64)', '/srv/data/users.csv'],
])('a path as %s writes it', (userAgent, file) => expect(examplePath('users.csv', userAgent)).toBe(file));

describe('the state of an app', () => {
  const ok = { level: 'ok', sentence: 'On: everything is as wanted.' } as const;
  const failing = { level: 'failing', sentence: 'Team Wiki cannot be reached: no such file. 2 wait.' } as const;
  const held = (kind: Held['kind']): Held => ({ kind, removals: false, why: '' });

  test.each<[string, Partial<AppDetail>, ReturnType<typeof healthMark>]>([
    ['only observed', { state: 'observing', health: ok }, { shape: 'pause', tone: 'quiet' }],
    ['well', { health: ok }, { shape: 'check', tone: 'good' }],
    ['paused', { health: { ...ok, level: 'attention' }, held: held('paused') }, { shape: 'pause', tone: 'warn' }],
    [
      'paused, so that somebody keeps access',
      { health: failing, held: held('paused') },
      { shape: 'pause', tone: 'bad' },
    ],
    ['not to be reached', { health: failing, held: held('unreachable') }, { shape: 'cross', tone: 'bad' }],
    ['outside its hours', { health: ok, held: held('closed') }, { shape: 'ring', tone: 'quiet' }],
    ['outside its hours, and ill', { health: failing, held: held('closed') }, { shape: 'cross', tone: 'bad' }],
  ])('%s has a shape of its own', (_, part, mark) => expect(healthMark({ ...wiki, ...part })).toEqual(mark));

  test('is said without the name that stands beside it', () => {
    expect(sentenceOf({ ...wiki, health: failing })).toBe('Cannot be reached: no such file. 2 wait.');
    expect(sentenceOf({ ...wiki, health: ok })).toBe(ok.sentence);
    expect(sentenceOf({ name: 'On', health: ok })).toBe(ok.sentence);
  });
});
