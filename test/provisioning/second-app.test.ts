import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Trace } from '../../shared/model/trace.ts';
import { setStage, short } from './stage.ts';

const tables = `
  CREATE TABLE "Mitarbeiter" (
    "Nr" TEXT PRIMARY KEY DEFAULT (lower(hex(randomblob(4)))), "Anmeldung" TEXT NOT NULL UNIQUE, "Mail" TEXT,
    "Status" TEXT NOT NULL CHECK ("Status" IN ('aktiv', 'gesperrt')));
  CREATE TABLE "Rolle" ("Kennung" INTEGER PRIMARY KEY, "Bezeichnung" TEXT NOT NULL UNIQUE);
  CREATE TABLE "Zuordnung" ("Wer" TEXT NOT NULL, "Was" INTEGER NOT NULL, PRIMARY KEY ("Wer", "Was"));
  INSERT INTO "Rolle" VALUES (10, 'Lesen'), (20, 'Freigeben');`;

/** The second app's own file: other tables, columns, values and roles. */
function openOther(folder: string) {
  const file = path.join(folder, 'personal.db');
  const database = new Database(file);
  database.exec(tables);
  database.close();
  const look = <T>(work: (database: Database.Database) => T): T => {
    const opened = new Database(file, { readonly: true });
    try {
      return work(opened);
    } finally {
      opened.close();
    }
  };
  return {
    file,
    account: (login: string) =>
      look((opened) => {
        const found = opened
          .prepare('SELECT "Nr", "Status", "Mail" FROM "Mitarbeiter" WHERE "Anmeldung" = ?')
          .get(login) as { readonly Nr: string; readonly Status: string; readonly Mail: string } | undefined;
        if (!found) return undefined;
        const roles = opened
          .prepare('SELECT "Bezeichnung" FROM "Zuordnung" JOIN "Rolle" ON "Kennung" = "Was" WHERE "Wer" = ? ORDER BY 1')
          .pluck()
          .all(found.Nr);
        return { status: found.Status, mail: found.Mail, roles };
      }),
  };
}

const target = (file: string) => ({
  kind: 'sqlite' as const,
  file,
  users: {
    table: 'Mitarbeiter',
    id: 'Nr',
    login: 'Anmeldung',
    active: { column: 'Status', on: 'aktiv', off: 'gesperrt' },
    columns: { post: 'Mail' },
    email: 'post',
    employeeNumber: null,
  },
  roles: { table: 'Rolle', id: 'Kennung', name: 'Bezeichnung' },
  userRoles: { table: 'Zuordnung', user: 'Wer', role: 'Was' },
});

test('an app of other tables, columns and roles, made through the contract alone: mover and leaver, and their traces after a restart', async () => {
  const stage = await setStage();
  const { client, engine, hire, group, patchMembers, patchUser, quiet, trace } = stage;
  const other = openOther(engine.data);
  const tested = await client.call('app.test', { target: target(other.file) });
  expect(tested).toMatchObject({ ok: true, roles: ['Freigeben', 'Lesen'] });
  const { id } = await client.call('app.add', { name: 'Personal', target: target(other.file) });
  const mappings = [
    { attribute: 'login', expression: 'user.userName.substring(0, user.userName.indexOf("@"))' },
    { attribute: 'post', expression: 'primary(user.emails)' },
  ];
  await client.call('app.setMappings', { id, mappings });

  const ada = await hire('ada@example.com', 'Sales');
  const approvers = await group('Approvers', [ada]);
  await client.call('app.addRule', { id, rule: { name: 'Sales', role: 'Lesen', when: 'user.department == "Sales"' } });
  const both = `user.department == "Sales" && "${approvers}" in groups`;
  await client.call('app.addRule', { id, rule: { name: 'Sales approvers', role: 'Freigeben', when: both } });
  expect(other.account('ada'), 'nothing is delivered while it only observes').toBeUndefined();
  await client.call('app.setState', { id, state: 'on' });
  await quiet();
  expect(other.account('ada')).toEqual({ status: 'aktiv', mail: 'ada@example.com', roles: ['Freigeben', 'Lesen'] });

  const inPersonal = (found: Trace) => short(found.accounts.find((account) => account.app.name === 'Personal'));
  await patchMembers(approvers, 'Remove', [ada]);
  await quiet();
  expect(other.account('ada')).toMatchObject({ status: 'aktiv', roles: ['Lesen'] });
  const mover = await trace('Update group Approvers');
  expect(mover.changes).toMatchObject([{ label: 'Approvers', membersRemoved: ['Person ada'], membersRemovedCount: 1 }]);
  expect(inPersonal(mover)).toEqual({
    decisions: ['Lesen kept', 'Freigeben revoked'],
    operations: ['removeRole done proved'],
  });

  await patchUser(ada, { active: false });
  await quiet();
  expect(other.account('ada')).toMatchObject({ status: 'gesperrt', roles: [] });
  const leaver = await trace('active true -> false');
  expect(leaver.changes).toMatchObject([
    { label: 'Person ada', attributes: [{ path: 'active', before: true, after: false }] },
  ]);
  // The same journey in both apps, each in its own words.
  expect(leaver.accounts.map((account) => account.app.name).sort()).toEqual(['Personal', 'Team Wiki']);
  for (const account of leaver.accounts)
    expect(short(account).operations).toEqual(['disable done proved', 'removeRole done proved']);
  expect(inPersonal(leaver).decisions).toEqual(['Lesen revoked']);
  const proof = leaver.accounts.find((account) => account.app.name === 'Personal')?.operations[0]?.proof;
  expect(proof?.asked).toContain('Mitarbeiter');

  const exchangeIds = [mover.exchange.id, leaver.exchange.id];
  const everything = async () => ({
    traces: await Promise.all(exchangeIds.map((exchangeId) => client.call('trace.get', { exchangeId }))),
    details: await Promise.all(exchangeIds.map((exchangeId) => client.call('exchange.get', { id: exchangeId }))),
    list: await client.call('exchange.list', {}),
    apps: await client.call('app.list', {}),
    work: await client.call('work.list', {}),
    status: await client.call('status.get', {}),
  });
  const before = await everything();
  await engine.restart();
  expect(await everything()).toEqual(before);
});
