import { beforeAll, describe, expect, test } from 'vitest';
import type { Configuration, ConfigurationApp } from '../../shared/model/configuration.ts';
import { startEngine, type TestEngine } from '../support/engine.ts';
import { copyWiki } from '../support/engine-wiki.ts';
import { contoso } from './room.ts';

let engine: TestEngine;
let whole: Configuration;
let app: ConfigurationApp;

beforeAll(async () => {
  engine = await startEngine();
  whole = contoso(copyWiki(engine.data).file);
  [app] = whole.apps as [ConfigurationApp];
  return () => engine.close();
});

async function problemsOf(text: string): Promise<string[]> {
  const { problems, ...rest } = await engine.client.call('config.check', { text });
  if (problems.length > 0)
    expect(rest).toEqual({
      added: [],
      changed: [],
      removed: [],
      awaited: [],
      impact: { gains: [], gainsCount: 0, loses: [], losesCount: 0, held: [], heldCount: 0 },
    });
  return problems.map(({ path, message }) => `${path}: ${message}`);
}

const postgres = {
  kind: 'postgres',
  host: 'db.example:5432',
  database: 'crm',
  user: 'footbridge',
  password: 'never here',
  tls: { verify: true },
  users: { table: 'users', id: 'id', login: 'login', active: { column: 'on', on: [], off: 0 }, columns: {} },
};

test('a whole file has no problems', async () => {
  expect(await problemsOf(JSON.stringify(whole))).toEqual([]);
  expect(await problemsOf(`\uFEFF${JSON.stringify(whole, null, '\t')}\r\n`)).toEqual([]);
});

describe('what is no JSON is told by line and column', () => {
  const cases: readonly (readonly [text: string, problem: string])[] = [
    ['', 'line 1, column 1: The file ends too early: A configuration, in braces, is needed here.'],
    ['{\n  "footbridge": 1,\n}', 'line 3, column 1: There is a comma too many before }.'],
    ['{"sources": [1,]}', 'line 1, column 16: There is a comma too many before ].'],
    ['{"a": 1 "b": 2}', 'line 1, column 9: A comma is missing before this, or a }.'],
    ['{"a": [1 2]}', 'line 1, column 10: A comma is missing before this, or a ].'],
    ['{\n  "a": 1,\n  "a": 2\n}', 'line 3, column 3: The key "a" stands twice in this object; keep one.'],
    ['{"a" 1}', 'line 1, column 6: A colon is needed between a key and its value.'],
    ['{a: 1}', 'line 1, column 2: A key in quotes, or } is needed here.'],
    ["{'a': 1}", 'line 1, column 2: A key in quotes, or } is needed here.'],
    ['{"a": 01}', 'line 1, column 7: A value is needed here.'],
    ['{"a": NaN}', 'line 1, column 7: A value is needed here.'],
    ['{"a": // why\n1}', 'line 1, column 7: A value is needed here.'],
    ['{"a": "b\nc"}', 'line 1, column 7: This text has no closing quote on its line.'],
    [
      '{"a": "C:\\wiki"}',
      'line 1, column 7: This text has a backslash that means nothing here: write \\\\ for one backslash.',
    ],
    ['{"a": "x\ty"}', 'line 1, column 7: This text has a control character: write a tab as \\t.'],
    ['{"a": ', 'line 1, column 7: The file ends too early: A value is needed here.'],
    ['{} {}', 'line 1, column 4: The configuration has ended before this.'],
    [`${'['.repeat(100)}${']'.repeat(100)}`, 'line 1, column 66: This is nested too deeply.'],
  ];
  test.each(cases)('%j', async (text, problem) => expect(await problemsOf(text)).toEqual([problem]));
});

type Change = (file: Configuration, app: ConfigurationApp) => unknown;

const withApp = (change: (app: ConfigurationApp) => object): Change => {
  return (file, one) => ({ ...file, apps: [{ ...one, ...change(one) }] });
};
const withUsers = (users: object): Change =>
  withApp((one) => ({ target: { ...one.target, users: { ...one.target.users, ...users } } }));
const withRule = (rule: object): Change => withApp((one) => ({ rules: [{ ...one.rules[0], ...rule }] }));
const withGroups = (...groups: object[]): Change => {
  return (file) => ({ ...file, groups: groups.map((group) => ({ ...file.groups[0], ...group })) });
};

describe('what does not fit is told by its path', () => {
  const cases: readonly (readonly [what: string, change: Change, problems: readonly string[]])[] = [
    ['a list', () => [], [': This is an object, not a list.']],
    ['another version', (file) => ({ ...file, footbridge: 2 }), ['footbridge: This is always 1, not 2.']],
    [
      'a misspelt part',
      ({ sources, ...file }) => ({ ...file, source: sources }),
      [
        'source: There is no “source” here. Did you mean sources? Known: $schema, footbridge, schemaExtensions, sources, groups, apps, notifications.',
        'sources: This is missing; a list is needed.',
      ],
    ],
    [
      'a misspelt dialect',
      (file) => ({ ...file, sources: [{ ...file.sources[0], dialect: 'entr' }] }),
      [
        'sources[0].dialect: This is one of entra, okta, onelogin, jumpcloud, google, ping, authentik, generic, not "entr". Did you mean entra?',
      ],
    ],
    [
      'half a request',
      (file) => ({ ...file, sources: [{ ...file.sources[0], rate: 0.5 }] }),
      ['sources[0].rate: This is a whole number, not a number.'],
    ],
    [
      'a secret',
      (file) => ({ ...file, sources: [{ ...file.sources[0], token: 'fb_x' }] }),
      ['sources[0].token: There is no “token” here. Known: name, dialect, rate.'],
    ],
    [
      'two sources of a name',
      (file) => ({ ...file, sources: [...file.sources, { ...file.sources[0], name: 'CONTOSO' }] }),
      ['sources[1].name: There are two sources named “CONTOSO”; sources[0] is the other.'],
    ],
    [
      'two apps of a name',
      (file) => ({ ...file, apps: [...file.apps, ...file.apps] }),
      ['apps[1].name: There are two apps named “Team Wiki”; apps[0] is the other.'],
    ],
    [
      'a key of other letters',
      withGroups({ key: 'Wiki Editors' }),
      ['groups[0].key: A key has small letters, digits and single hyphens, such as wiki-editors.'],
    ],
    [
      'two groups of a key',
      withGroups({}, { displayName: 'Others' }),
      ['groups[1].key: The key “wiki-editors” is taken by groups[0].'],
    ],
    [
      'a group said twice',
      withGroups({}, { key: 'editors', displayName: 'WIKI EDITORS' }),
      ['groups[1]: This is the same group as groups[0]; keep one.'],
    ],
    [
      'a group of a source that is not there',
      withGroups({ source: 'Okta' }),
      [
        'groups[0]: This file has no source “Okta”. Name one of its sources, or take out the rules that need this group.',
      ],
    ],
    [
      'a rule that names no group',
      withRule({ when: '"wiki-editor" in groups' }),
      ['apps[0].rules[0].when: “wiki-editor” is no key of this file’s groups. Did you mean wiki-editors?'],
    ],
    [
      'a mapping that names no group',
      withApp(() => ({ mappings: [{ attribute: 'login', expression: '"x-y-z" in groups ? user.userName : ""' }] })),
      [
        'apps[0].mappings[0].expression: “x-y-z” is no key of this file’s groups. List it there, with its source and displayName.',
      ],
    ],
    [
      'a rule that cannot be read',
      withRule({ when: 'user.departmnt == "Sales"' }),
      ['apps[0].rules[0].when: user has no attribute “departmnt”. Did you mean department?'],
    ],
    [
      'the second of two rules of a name',
      withApp(({ rules }) => ({ rules: [rules[0], { ...rules[0], when: 'user.title' }] })),
      ['apps[0].rules[1].when: A condition yields yes or no, such as user.department == "Marketing".'],
    ],
    [
      'a rule that gives no role of the app',
      withRule({ role: 'readers' }),
      ['apps[0].rules[0].role: Team Wiki has no role “readers”. Did you mean reader? It has admin, editor, reader.'],
    ],
    ['an empty rule', withRule({ when: '' }), ['apps[0].rules[0].when: This must not be empty.']],
    [
      'an id of a rule',
      withRule({ id: 'x' }),
      ['apps[0].rules[0].id: There is no “id” here. Known: name, role, when.'],
    ],
    [
      'a mapping without login',
      withApp(() => ({ mappings: [] })),
      [
        'apps[0].mappings: There is no mapping for login; without one no account can be named. Add one, such as user.userName.',
      ],
    ],
    [
      'a mapping of no attribute',
      withApp(({ mappings }) => ({ mappings: [...mappings, { attribute: 'emial', expression: 'user.title' }] })),
      [
        'apps[0].mappings[2]: The target has no attribute “emial”; it takes login, email, fullName, department. Did you mean email?',
      ],
    ],
    [
      'mappings that are no list',
      withApp(() => ({ mappings: {} })),
      ['apps[0].mappings: This is a list, not an object.'],
    ],
    [
      'a guard of no size',
      withApp(() => ({ guard: { people: -1, percent: 101 } })),
      ['apps[0].guard.people: This is at least 0, not -1.', 'apps[0].guard.percent: This is at most 100, not 101.'],
    ],
    [
      'an unknown kind of target',
      withApp(() => ({ target: { kind: 'sqlit' } })),
      ['apps[0].target.kind: This is one of sqlite, csv, postgres, not "sqlit". Did you mean sqlite?'],
    ],
    [
      'a target without a kind',
      withApp(() => ({ target: {} })),
      ['apps[0].target.kind: This is missing. This is one of sqlite, csv, postgres.'],
    ],
    [
      'a relative path',
      withApp(({ target }) => ({ target: { ...target, file: 'wiki.db' } })),
      ['apps[0].target.file: Give the absolute path of a file.'],
    ],
    [
      'a misspelt key deep in a target',
      withUsers({ employeNumber: 'x' }),
      [
        'apps[0].target.users.employeNumber: There is no “employeNumber” here. Did you mean employeeNumber? Known: table, id, login, active, columns, email, employeeNumber.',
      ],
    ],
    [
      'what a column holds for yes',
      withUsers({ active: { column: 'enabled', on: true, off: false } }),
      [
        'apps[0].target.users.active.on: This is a text or a number, not true.',
        'apps[0].target.users.active.off: This is a text or a number, not false.',
      ],
    ],
    [
      'a PostgreSQL target with what cannot be in it',
      withApp(() => ({ target: postgres })),
      [
        'apps[0].target.password: There is no “password” here. Known: kind, host, port, database, user, passwordFile, tls, users, roles, userRoles.',
        'apps[0].target.tls.verify: There is no “verify” here. Known: mode, ca, certificate, key.',
        'apps[0].target.host: Give the name or the address of the server alone: the port and the database have places of their own.',
        'apps[0].target.users.active.on: This is a text, a number or true or false, not a list.',
      ],
    ],
    [
      'a PostgreSQL target elsewhere without TLS',
      withApp(() => ({
        target: {
          ...postgres,
          password: undefined,
          host: 'db.example',
          tls: { mode: 'off' },
          users: { ...postgres.users, active: { column: 'on', on: 1, off: 0 } },
        },
      })),
      [
        expect.stringMatching(
          /^apps\[0\]\.target\.tls\.mode: Without TLS, names and the password could be read/,
        ) as unknown as string,
      ],
    ],
    [
      'an attribute without a name',
      withUsers({ columns: { '': 'mail' } }),
      ['apps[0].target.users.columns[""]: This must not be empty.'],
    ],
    [
      'a file that is not there',
      withApp(({ target }) => ({ target: { ...target, file: '/srv/gone.db' } })),
      [
        expect.stringMatching(
          /^apps\[0\]\.target: Team Wiki cannot be connected\. Open the file: /,
        ) as unknown as string,
      ],
    ],
  ];
  test.each(cases)('%s', async (_what, change, problems) =>
    expect(await problemsOf(JSON.stringify(change(whole, app)))).toEqual(problems),
  );
});

test('half of a character is refused where it would come back as another text', async () => {
  const half = JSON.stringify(whole).replaceAll('Contoso', 'Con\\ud800so').replace('"Wiki Editors"', '"\\udc00"');
  expect(await problemsOf(half)).toEqual(
    ['sources[0].name', 'groups[0].source', 'groups[0].displayName'].map(
      (path) => `${path}: This has half of a character in it.`,
    ),
  );
});

test('a file that is wrong all over is refused quickly', { timeout: 20_000 }, async () => {
  const names = (n: number, letter: string) => Array.from({ length: n }, (_, at) => `${letter.repeat(50)}${at}`);
  const file = {
    ...whole,
    groups: names(9000, 'k').map((key) => ({ key, source: 'Contoso', displayName: key })),
    apps: [{ ...app, rules: names(400, 'y').map((name) => ({ name, role: 'reader', when: `"${name}" in groups` })) }],
  };
  expect(await problemsOf(JSON.stringify(file))).toHaveLength(100);
  const keys = Object.fromEntries(names(1000, 'k').map((name) => [name, 1]));
  expect(await problemsOf(JSON.stringify({ ...whole, ...keys }))).toHaveLength(100);
  expect(await problemsOf(JSON.stringify(whole).replace('"columns":{', '"columns":{"__proto__":"mail",'))).toEqual([
    'apps[0].target.users.columns.__proto__: Nothing can be called “__proto__”.',
  ]);
});

describe('what does not fit what is here', () => {
  test('a known app at another place, groups that are two, a role that is gone', async () => {
    const idp = await engine.addSource('okta', { name: 'Contoso' });
    const group = { schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName: 'Wiki Editors' };
    for (const externalId of ['one', 'two']) await idp.send('POST', '/Groups', { body: { ...group, externalId } });
    expect(
      await problemsOf(JSON.stringify({ ...whole, sources: [{ name: 'Contoso', dialect: 'okta', rate: 0 }] })),
    ).toEqual(['groups[0]: Contoso has 2 groups called “Wiki Editors”. Say which by its externalId.']);
    const two = { ...whole, groups: whole.groups.map((one) => ({ ...one, externalId: 'two' })) };
    expect((await engine.client.call('config.import', { text: JSON.stringify(two) })).applied).toBe(true);
    const moved = withUsers({ id: 'username' })(two, app);
    expect(await problemsOf(JSON.stringify(moved))).toEqual([
      'apps[0].target: Team Wiki is connected to another place (kind, file or database, table or id column), where its accounts are. For a new place, give the app another name.',
    ]);
    // A source that the file leaves out, though its rules need it.
    expect(await problemsOf(JSON.stringify({ ...two, sources: [] }))).toEqual([
      'groups[0]: This file has no source “Contoso”. Name one of its sources, or take out the rules that need this group.',
    ]);
  });
});
