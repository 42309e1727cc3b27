import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { until } from '../support/engine-until.ts';
import { type CsvApp, type CsvStage, setCsvStage } from './handed-over-stage.ts';

const ada = 'ada@example.com';
const department = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department';
const minute = 60_000;
const hour = 60 * minute;

interface WithExport {
  readonly stage: CsvStage;
  readonly app: CsvApp;
  /** Of Ada, who joined, and whose account was handed over. */
  readonly id: string;
}

const exportOf = (stage: CsvStage, name: string) => ({
  export: { file: path.join(stage.engine.data, `${name}-export.csv`), delimiter: ',' as const },
});

async function joined(): Promise<WithExport> {
  const stage = await setCsvStage();
  const app = await stage.addApp('Canteen', exportOf(stage, 'Canteen'));
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  stage.later(minute);
  return { stage, app, id };
}

/** The same, seen in the app's own export. */
async function proved(): Promise<WithExport> {
  const all = await joined();
  all.app.export([`${ada},active,reader`]);
  await all.stage.look();
  await untilProofs(all.stage, 'Create Person ada', 'create proved, addRole proved');
  return all;
}

async function left(): Promise<WithExport> {
  const all = await proved();
  await all.stage.patchUser(all.id, { active: false });
  await all.stage.quiet();
  all.stage.later(minute);
  return all;
}

const leaving = 'active true -> false';

const untilProofs = (stage: CsvStage, words: string, proofs: string) =>
  until(`${words}: ${proofs}`, async () => (await stage.proofs(words)) === proofs);

test('an export that shows it turns handed over into proved, with what was asked and seen', async () => {
  const { stage, app } = await joined();
  expect(await stage.proofs('Create Person ada')).toBe('create handed over, addRole handed over');
  const said = async () => (await stage.engine.client.call('app.get', { id: app.id })).health.sentence;
  expect(await said()).toBe('On: everything is handed over; that the app imported it was not seen yet.');
  app.export([`${ada.toUpperCase()},Active,reader;old`]);
  await stage.look();
  await untilProofs(stage, 'Create Person ada', 'create proved, addRole proved');
  expect(await said()).toBe('On: everything is as wanted.');
  const { exchange } = await stage.trace('Create Person ada');
  expect(exchange.effect).toEqual({ state: 'proved', text: '1 account created, 1 role given' });
  const { proof } = await stage.operation('Create Person ada', 'create');
  expect(proof?.asked).toMatch(/Canteen-export.csv, the app's own export of .*Z \(1 accounts\)$/);
  expect(proof?.seen).toContain('is active, roles old, reader');
  expect(proof?.notCovered.join()).not.toContain('imports the file');
});

test('a leaver whom a newer export shows active is asked about at once, until one shows otherwise', async () => {
  const { stage, app } = await left();
  const before = await stage.trace(leaving);
  expect(before.exchange.effect.state).toBe('handed over');
  app.export([`${ada},active,reader`]);
  await stage.look();
  const item = await until('asked', async () => (await stage.items())[0]);
  expect(item).toMatchObject({ kind: 'contradicted', decisions: ['retry'], people: 1, app: { name: 'Canteen' } });
  expect(item.title).toBe(`Canteen says otherwise in its own export: ${ada} (id ) is active, roles reader.`);
  expect(item.affects).toContain('still has access');
  await untilProofs(stage, leaving, 'disable contradicted, removeRole contradicted');
  const { exchange, accounts } = await stage.trace(leaving);
  expect(exchange.effect).toEqual({ state: 'contradicted', text: '1 account: the app says otherwise' });
  expect(accounts[0]?.state, 'as the app itself says').toBe('active');

  // Decided too early, and asked again when the next export still says so; what else is delivered answers nothing.
  await stage.engine.client.call('work.decide', { id: item.id, decision: 'retry', reason: 'It imports at noon' });
  expect(await stage.items()).toEqual([]);
  stage.later(minute);
  app.export([`${ada},active,`]);
  await stage.look();
  const again = await until('asked again', async () => (await stage.items())[0]);
  expect(again.id).not.toBe(item.id);

  stage.later(minute);
  app.export([`${ada},locked,`]);
  await stage.look();
  await untilProofs(stage, leaving, 'disable proved, removeRole proved');
  expect(await stage.items()).toEqual([]);
  const after = await stage.trace(leaving);
  expect(after.exchange.effect).toEqual({ state: 'proved', text: '1 account disabled, 1 role removed' });
  expect(after.accounts[0]?.state).toBe('disabled');
});

test('who comes back is not asked about any more', async () => {
  const { stage, app, id } = await left();
  app.export([`${ada},active,reader`]);
  await stage.look();
  await until('asked', async () => (await stage.items()).length === 1);
  await stage.patchUser(id, { active: true });
  await stage.quiet();
  await until('closed', async () => (await stage.items()).length === 0);
});

test('a file that is as wanted answers nothing about what the export says otherwise', async () => {
  const { stage, app, id } = await proved();
  await stage.patchUser(id, { [department]: 'Marketing' });
  await stage.quiet();
  await stage.patchUser(id, { [department]: 'Sales' });
  await stage.quiet();
  stage.later(minute);
  app.export([`${ada},active,editor;reader`]);
  await stage.look();
  const asked = await until('asked', async () => (await stage.items())[0]);
  await stage.patchUser(id, { userName: 'lovelace@example.com' });
  await stage.quiet();
  expect(app.accounts()).toEqual(['lovelace@example.com active reader | Sales']);
  expect(await stage.items()).toMatchObject([{ id: asked.id }]);
});

test('who is not in a newer export any more has no access there', async () => {
  const { stage, app } = await left();
  app.export(['eve@example.com,active,reader']);
  await stage.look();
  await untilProofs(stage, leaving, 'disable proved, removeRole proved');
  expect((await stage.operation(leaving, 'disable')).proof?.seen).toBe(`${ada} is not in the export any more`);
  expect(await stage.items()).toEqual([]);
});

test('what gives access is not yet, for a day; then it is asked about', async () => {
  const { stage, app } = await joined();
  stage.later(22 * hour);
  app.export(['eve@example.com,active,reader']);
  await stage.look();
  stage.later(3 * hour);
  // Nothing was said at the first: else its proof would stand before this one.
  app.export(['eve@example.com,active,reader']);
  await stage.look();
  await untilProofs(stage, 'Create Person ada', 'create contradicted, addRole contradicted');
  expect(await stage.items()).toMatchObject([
    { kind: 'contradicted', title: `Canteen says otherwise in its own export: ${ada} is not in the export.` },
  ]);
  expect(await contradictions(stage)).toBe(2);
  await stage.engine.restart();
});

test.each([
  ['from before the handing over', 'before', 10_000],
  ['that is just being written', 'after', 1000],
  ['of a computer whose clock is ahead', 'after', -hour],
] as const)('an export %s says nothing of a leaver', async (_, when, age) => {
  const { stage, app, id } = await proved();
  const other = await stage.addApp('Garage', exportOf(stage, 'Garage'));
  await stage.quiet();
  stage.stopClock();
  stage.later(minute);
  if (when === 'before') app.export([`${ada},active,reader`], age);
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  stage.later(minute);
  if (when === 'after') app.export([`${ada},active,reader`], age);
  // Canteen is looked at before Garage: once Garage is proved, Canteen has been looked at.
  other.export([`${ada},locked,`]);
  await stage.look();
  const proofs = (name: string) => stage.proofs(leaving, name);
  await until('Garage', async () => (await proofs('Garage')) === 'disable proved, removeRole proved');
  expect(await proofs('Canteen')).toBe('disable handed over, removeRole handed over');
  expect(await contradictions(stage)).toBe(0);
  await stage.engine.restart();
});

test('an export whose time has not come yet proves nothing, is said to, and counts once it is dated right', async () => {
  const { stage, app, id } = await proved();
  // From before she leaves, and dated three days ahead: it would pass as newer than her leaving.
  app.export([`${ada},locked,`], -72 * hour);
  await stage.look();
  const item = await until('asked', async () => (await stage.items())[0]);
  expect(item).toMatchObject({ kind: 'refused', app: { name: 'Canteen' } });
  expect(item.title).toMatch(/Canteen-export.csv, the app's own export of .*: that time has not come yet/);
  await stage.patchUser(id, { active: false });
  await stage.quiet();
  stage.later(minute);
  await stage.look();
  expect(await stage.proofs(leaving)).toBe('disable handed over, removeRole handed over');
  app.export([`${ada},locked,`]);
  await stage.look();
  await untilProofs(stage, leaving, 'disable proved, removeRole proved');
  expect(await stage.items()).toEqual([]);
});

test('an export that cannot be understood is said to be, and closes when it can', async () => {
  const { stage, app } = await joined();
  app.export([`${ada},active`]);
  await stage.look();
  const item = await until('asked', async () => (await stage.items())[0]);
  expect(item).toMatchObject({ kind: 'refused', app: { name: 'Canteen' }, people: 0 });
  expect(item.title).toMatch(/^Canteen: its own export cannot be understood: .*line 2 has 2 cells/);
  app.export([`${ada},active,reader`]);
  await stage.look();
  await untilProofs(stage, 'Create Person ada', 'create proved, addRole proved');
  expect(await stage.items()).toEqual([]);
});

/** How often an export contradicted something, ever; the engine is stopped for it. */
async function contradictions(stage: CsvStage): Promise<number> {
  await stage.engine.stop();
  const database = new Database(path.join(stage.engine.data, 'footbridge.db'), { readonly: true });
  try {
    return database.prepare<[], number>("SELECT count(*) FROM proof WHERE kind = 'contradicted'").pluck().get() ?? -1;
  } finally {
    database.close();
  }
}
