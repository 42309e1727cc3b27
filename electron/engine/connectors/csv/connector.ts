import type { CsvTarget } from '../../../../shared/model/csv-target.ts';
import { type Connector, type Description, Refusal } from '../connector.ts';
import { allRows, findAccounts, keyOf, type Rows, readAccount, readById } from './accounts.ts';
import { addRole, create, remove, removeRole, setStatus, update } from './change.ts';
import { createDesk } from './desk.ts';
import { readExport } from './export.ts';
import { type Layout, layOut, type Sheet } from './layout.ts';
import { testTarget } from './trial.ts';

const pageSize = 500;

function describe({ attributes, target }: Layout): Description {
  return {
    kind: 'csv',
    capabilities: {
      readBack: true,
      unique: true,
      disable: true,
      delete: true,
      roles: target.roles !== null,
      handsOver: true,
      notCovered: [
        'whether and when the app imports the file: until it has, it goes by what it imported last',
        'sessions that are already signed in',
        'API tokens and keys that the app may keep itself',
      ],
    },
    attributes: attributes.map(({ name }) => name),
    readBack: `${target.file}, read again: the rows whose ${target.users.id ?? target.users.login} is the account's`,
  };
}

/** A page of accounts; a place in the list is the account that was last on the page before. */
function page(sheet: Sheet, cursor: string | null) {
  const accounts = allRows(sheet);
  const keyAt = (rows: Rows | undefined): string | null => {
    const row = sheet.document.rows[rows?.[0] ?? -1];
    return row ? keyOf(sheet, row) : null;
  };
  const last = cursor === null ? -1 : accounts.findIndex((rows) => keyAt(rows) === cursor);
  if (cursor !== null && last < 0)
    throw new Refusal('transient', `${sheet.file} has changed while it was listed; the list begins anew`);
  const items = accounts.slice(last + 1, last + 1 + pageSize);
  return {
    accounts: items.map((rows) => readAccount(sheet, rows)),
    next: last + 1 + pageSize < accounts.length ? keyAt(items.at(-1)) : null,
  };
}

/**
 * An app that imports its users from a CSV file. Every verb reads the file anew and, where it changes something, writes
 * it whole; a read-back shows what was handed over to the app, and only the app's own export what it made of it.
 */
export function createCsvConnector(target: CsvTarget): Connector {
  const layout = layOut(target);
  const { active } = target.users;
  const desk = createDesk(layout);
  return {
    describe: () => describe(layout),
    test: () => Promise.resolve(testTarget(layout)),
    find: (search) => desk.read((sheet) => findAccounts(sheet, search)),
    read: (id) =>
      desk.read(
        (sheet) => readById(sheet, id),
        (account) => account === null,
      ),
    list: (cursor) => desk.read((sheet) => page(sheet, cursor)),
    create: (account) => desk.edit((sheet) => create(sheet, account)),
    update: (id, change) => desk.edit((sheet) => update(sheet, id, change)),
    enable: (id) => desk.edit((sheet) => setStatus(sheet, id, active.on)),
    disable: (id) => desk.edit((sheet) => setStatus(sheet, id, active.off)),
    delete: (id) => desk.edit((sheet) => remove(sheet, id)),
    addRole: (id, role) => desk.edit((sheet) => addRole(sheet, id, role)),
    removeRole: (id, role) => desk.edit((sheet) => removeRole(sheet, id, role)),
    readExport: () => Promise.resolve(readExport(layout)),
    close: () => Promise.resolve(),
  };
}
