import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseDocument } from '../../electron/engine/connectors/csv/parse.ts';
import type { CsvTarget } from '../../shared/model/csv-target.ts';
import { until } from '../support/engine-until.ts';
import { type CsvApp, csvUsers, separated, setCsvStage } from './handed-over-stage.ts';

/**
 * Whatever somebody did to the file by hand: who has left is shut out in every row that the app could take for theirs,
 * or somebody is asked.
 */
const ada = 'ada@example.com';
const rows = { layout: 'rows', column: 'Roles' } as const;

const layouts: readonly [name: string, target: Partial<CsvTarget>][] = [
  ['roles as a column', { roles: separated }],
  ['roles as rows', { roles: rows }],
  ['no roles', { roles: null }],
  ['the login as the id', { users: { ...csvUsers, id: null }, roles: separated }],
  ['the login as the id, roles as rows', { users: { ...csvUsers, id: null }, roles: rows }],
];

const lineOf = (text: string): string => text.split('\r\n').find((line) => line.includes(ada)) ?? '';
/** A row of somebody else, of as many cells. */
const other = (text: string): string =>
  lineOf(text)
    .replaceAll(/ada@[a-z.]+/g, 'zoe')
    .replace(/^[0-9a-f-]{36}/, '');
const keyless = (line: string): string => line.replace(/^[0-9a-f-]{36}/, '');

const unclear = ['another status word', 'an empty status'];
const ambiguous = [
  ...unclear,
  'another id',
  'no id',
  'the row twice, once without id',
  'the row twice, once with another id',
  'the row twice, once without id and in capitals',
];

const edits: readonly [name: string, edit: (text: string) => string][] = [
  ['nothing', (text) => text],
  ['a byte order mark', (text) => `\uFEFF${text}`],
  ['line feeds alone', (text) => text.replaceAll('\r\n', '\n')],
  ['no last line ending', (text) => text.replace(/\r\n$/, '')],
  ['everything in quotes', (text) => text.replace(/[^,\r\n]+/g, '"$&"')],
  ['the status in capitals', (text) => text.replace('active', 'ACTIVE')],
  ['another status word', (text) => text.replaceAll('active', 'on leave')],
  ['an empty status', (text) => text.replaceAll(',active', ',')],
  ['the status of one row', (text) => text.replace('active', 'locked')],
  ['the login in capitals', (text) => text.replaceAll(ada, ada.toUpperCase())],
  ['the login with a space behind it', (text) => text.replaceAll(ada, `${ada} `)],
  ['another login', (text) => text.replaceAll(ada, 'countess@example.com')],
  ['another id', (text) => text.replaceAll(/^[0-9a-f-]{36}/gm, 'E-7')],
  ['no id', (text) => text.replaceAll(/^[0-9a-f-]{36}/gm, '')],
  ['the row twice', (text) => `${text}${lineOf(text)}\r\n`],
  ['the row twice, once without id', (text) => `${text}${keyless(lineOf(text))}\r\n`],
  ['the row twice, once with another id', (text) => `${text}${lineOf(text).replace(/^[0-9a-f-]{36}/, 'E-7')}\r\n`],
  ['the row twice, once without id and in capitals', (text) => `${text}${keyless(lineOf(text)).toUpperCase()}\r\n`],
  [
    'the row moved behind others',
    (text) => `${text.replace(`${lineOf(text)}\r\n`, '')}${other(text)}\r\n${lineOf(text)}\r\n`,
  ],
  ['blank lines', (text) => text.replaceAll('\r\n', '\r\n\r\n').replace('\r\n\r\n', '\r\n')],
];

/** Where an edit leaves it to a person to say whose row is whose; everywhere else a leaver is shut out by itself. */
const asksAbout: Readonly<Record<string, readonly string[]>> = {
  'roles as a column': ambiguous,
  'roles as rows': [...ambiguous, 'the status of one row'],
  'no roles': ambiguous,
  'the login as the id': unclear,
  'the login as the id, roles as rows': [...unclear, 'the status of one row'],
};

test.each(layouts)('who leaves is shut out of every file, or asked about: %s', async (layout, target) => {
  const stage = await setCsvStage();
  const apps = new Map<string, CsvApp>();
  for (const [name] of edits) apps.set(name, await stage.addApp(name, target));
  const id = await stage.hire(ada, 'Marketing');
  await stage.quiet();
  for (const [name, edit] of edits) apps.get(name)?.edit(edit);
  await stage.patchUser(id, { active: false });
  const asked = async () => new Set((await stage.items()).map(({ app }) => app?.name));
  const waiting = async () => {
    const { items } = await stage.engine.client.call('app.list', {});
    const details = await Promise.all(items.map(({ id }) => stage.engine.client.call('app.get', { id })));
    return details.filter(({ outstanding }) => outstanding > 0).map(({ name }) => name);
  };
  await until('every app has done what it can', async () => {
    const names = await asked();
    return (await waiting()).every((name) => names.has(name));
  });
  const open = edits.map(([name]) => name).filter((name) => hasAccess(apps.get(name)?.file ?? ''));
  const names = await asked();
  expect(
    open.filter((name) => !names.has(name)),
    'in, and nobody is asked',
  ).toEqual([]);
  expect([...names].sort()).toEqual([...(asksAbout[layout] ?? [])].sort());
});

/** Whether the app could let her in: in any row that has her login, or her e-mail address. */
function hasAccess(file: string): boolean {
  const { header, rows } = parseDocument(readFileSync(file), ',', file);
  const at = (column: string, values: readonly string[]) =>
    (values[header?.values.indexOf(column) ?? -1] ?? '').trim().toLowerCase();
  return rows.some(
    ({ values }) => [at('Login', values), at('Mail', values)].includes(ada) && at('Status', values) !== 'locked',
  );
}
