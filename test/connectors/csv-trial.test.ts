import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { CsvTarget } from '../../shared/model/csv-target.ts';
import { temporaryFolder } from './apps.ts';
import { csvTarget, setUp } from './csv-files.ts';

const header = 'Key,Login,Mail,Full name,Number,Status,Roles\n';
const whole = `${header}7,ada,,,,active,reader;editor\n8,bob,,,,LOCKED,\n`;

type Trial = Awaited<ReturnType<ReturnType<typeof createCsvConnector>['test']>>;
/** Each step in a line: what failed begins with `no`. */
const inWords = ({ steps }: Trial, file: string) =>
  steps.map(({ step, ok, detail }) => `${ok ? 'ok' : 'no'} ${step}: ${detail.replaceAll(path.dirname(file), '…')}`);

it('says step by step what was tried, and changes nothing', async () => {
  const { connector, file, text } = setUp((name) => csvTarget(name, { knownRoles: ['admin', 'reader'] }), whole);
  const before = statSync(file).mtimeMs;
  const trial = await connector.test();
  expect(inWords(trial, file)).toEqual([
    'ok Find the folder: …',
    'ok Read the file: …/users.csv: every column is there, 2 accounts',
    'ok Status words: 1 on (active), 1 off (locked)',
    'ok Immutable id: Key, a key that Footbridge makes.',
    'ok Unique login: each Login occurs once',
    'ok Read the roles: admin, editor, reader',
    'ok Write: the file and its folder may be written; nothing was changed',
  ]);
  expect(trial.roles).toEqual(['admin', 'editor', 'reader']);
  expect([text(), statSync(file).mtimeMs]).toEqual([whole, before]);
});

it('makes no file that is not there', async () => {
  const { connector, file, text } = setUp(csvTarget);
  expect(inWords(await connector.test(), file)).toEqual([
    'ok Find the folder: …',
    'ok Read the file: …/users.csv is not there yet; it is made at the first account.',
    'ok Read the roles: Warning: no role is known yet.',
    'ok Write: the file and its folder may be written; nothing was changed',
  ]);
  expect(text()).toBeNull();
});

it.each([
  [
    'a row too short',
    `${header}7,ada\n`,
    'no Read the file: …/users.csv: line 2 has 2 cells, and the header has 7. Correct the file; nothing was changed.',
  ],
  [
    'a missing column',
    whole.replace('Status', 'State'),
    'no Read the file: …/users.csv, line 1: there is no column Status; the header has Key, Login, Mail, Full name, Number, State, Roles.',
  ],
  [
    'an id twice',
    whole.replace('8,', '7,'),
    'no Immutable id: …/users.csv, line 3: the id 7 is there twice; correct the file.',
  ],
  ['a login twice', whole.replace('bob', 'ADA'), 'no Unique login: …/users.csv, line 3: the login ADA is there twice.'],
  [
    'another status word',
    whole.replace('active', 'invited'),
    'ok Status words: Warning: 0 on (active), 1 off (locked), and 1 with “invited”: neither on nor off. Such an account can be disabled; anything else waits until the word is corrected.',
  ],
  [
    'a row without id',
    `${whole},root,,,,active,\n`,
    'ok Immutable id: Key, a key that Footbridge makes. 1 rows have none: Footbridge leaves them alone.',
  ],
  ['nothing', '', 'ok Read the file: …/users.csv is empty; its header is written at the first account.'],
])('says of a file with %s what it is', async (_, text, line) => {
  const { connector, file } = setUp(csvTarget, text);
  expect(inWords(await connector.test(), file)).toContain(line);
});

it('lets one id have several rows where roles are rows', async () => {
  const rows = { roles: { layout: 'rows', column: 'Roles' } };
  const text = `${header}7,ada,,,,active,reader\n7,ada,,,,active,editor\n`;
  const { connector, file } = setUp((name) => csvTarget(name, rows), text);
  const trial = await connector.test();
  expect(trial.steps.filter(({ ok }) => !ok)).toEqual([]);
  expect(inWords(trial, file)).toContain('ok Status words: 1 on (active), 0 off (locked)');
  expect(trial.roles).toEqual(['editor', 'reader']);
});

it('refuses a folder that is not there', async () => {
  const { connector, file } = setUp(csvTarget);
  rmSync(path.dirname(file), { recursive: true });
  expect(inWords(await connector.test(), file)).toEqual([
    expect.stringMatching(/^no Find the folder: The folder of …\/users.csv is not there; is it moved/),
  ]);
});

it('reads the export, where there is one', async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'out', 'export.csv');
  const target = csvTarget(path.join(folder, 'users.csv'), { export: { file } });
  const lastOf = async () => inWords(await createCsvConnector(target).test(), file).at(-1);
  expect(await lastOf()).toMatch(/^no Read the export: /);
  mkdirSync(path.dirname(file));
  expect(await lastOf()).toBe(
    'ok Read the export: …/export.csv holds nothing yet: until it does, what is handed over is not confirmed.',
  );
  writeFileSync(file, whole);
  expect(await lastOf()).toMatch(/^ok Read the export: …\/export.csv, of .*Z: 2 accounts$/);
  writeFileSync(file, whole.replace('Login', 'User'));
  expect(await lastOf()).toMatch(/^no Read the export: …\/export.csv, line 1: there is no column Login/);
  expect(readFileSync(file, 'utf8')).toContain('User');
});

it.each([
  [
    'the same word for on and off',
    { users: { login: 'L', active: { column: 'S', on: 'Yes', off: ' yes' }, columns: {} } },
    'same word',
  ],
  [
    'one column for two things',
    { users: { login: 'L', active: { column: 'L', on: '1', off: '0' }, columns: {} } },
    'column of their own',
  ],
  ['roles in the column of the id', { roles: { layout: 'rows', column: 'Key' } }, 'column of their own'],
  ['the file itself as the export', { export: { file: '/srv/users.csv' } }, 'not the file that it imports'],
])('a target with %s is refused', (_, more, sentence) => {
  const parsed = CsvTarget.safeParse({ ...csvTarget('/srv/users.csv'), ...more });
  expect(parsed.error?.issues.map(({ message }) => message).join()).toContain(sentence);
});
