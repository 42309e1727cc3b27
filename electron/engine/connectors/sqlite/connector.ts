import type { SqliteTarget } from '../../../../shared/model/app.ts';
import type { Connector, Description, NewAccount, Result } from '../connector.ts';
import { failure, Refusal, success } from '../connector.ts';
import {
  assertLoginFree,
  findAccounts,
  type Layout,
  layOut,
  positional,
  storedId,
  storedRole,
  toAccount,
  toColumns,
} from './accounts.ts';
import { type Connection, type SqliteValue, withConnection } from './connection.ts';
import { testTarget } from './trial.ts';
import { fromCursor, idParameters, toCursor, toSqlite } from './value.ts';

const pageSize = 500;

function describe({ attributes, statements }: Layout): Description {
  return {
    kind: 'sqlite',
    capabilities: {
      readBack: true,
      unique: true,
      disable: true,
      delete: true,
      roles: true,
      handsOver: false,
      notCovered: [
        'sessions that are already signed in',
        'API tokens and keys that the app may keep itself',
        'copies that the app holds in memory',
      ],
    },
    attributes: attributes.map(({ name }) => name),
    readBack: statements.readBack,
  };
}

function create(layout: Layout, connection: Connection, account: NewAccount): string {
  const { users } = layout.target;
  assertLoginFree(layout, connection, account.login, null);
  const written: [string, SqliteValue][] = [
    [users.login, account.login],
    [users.active.column, toSqlite(users.active.on)],
    // What is absent is left to the column's own default.
    ...toColumns(layout, account.attributes).filter(([, value]) => value !== null),
  ];
  const sql = layout.statements.insert(written.map(([column]) => column));
  const row = connection.get(sql, positional(written.map(([, value]) => value)));
  const id = row?.[0] ?? null;
  if (id === null) {
    const why =
      row === undefined ? 'let the new account pass without keeping it' : `gives a new account no ${users.id}`;
    throw new Refusal('permanent', `The app's table ${users.table} ${why}.`);
  }
  return String(id);
}

function write(layout: Layout, connection: Connection, id: string, written: readonly [string, SqliteValue][]): void {
  storedId(layout, connection, id);
  if (written.length === 0) return;
  const sql = layout.statements.update(written.map(([column]) => column));
  const parameters = { ...positional(written.map(([, value]) => value)), ...idParameters(id) };
  assertOne(layout, id, connection.run(sql, parameters));
}

function assertOne(layout: Layout, id: string, changed: number): void {
  if (changed === 1) return;
  const { table } = layout.target.users;
  const what = changed === 0 ? 'let the change pass without effect' : `has ${changed} accounts of this id`;
  throw new Refusal('permanent', `The app's table ${table} ${what} (id ${id}).`);
}

function withoutId(layout: Layout, id: string, written: readonly [string, SqliteValue][]): [string, SqliteValue][] {
  const { table, id: idColumn } = layout.target.users;
  const isId = ([column]: readonly [string, SqliteValue]): boolean => column.toLowerCase() === idColumn.toLowerCase();
  if (written.some((pair) => isId(pair) && String(pair[1]) !== id)) {
    throw new Refusal('permanent', `${idColumn} is the immutable id in ${table}; an account's id is never changed.`);
  }
  return written.filter((pair) => !isId(pair));
}

/**
 * An app that keeps its users in a SQLite file of its own. Every verb runs over a new connection in one transaction,
 * so that what read returns is what the file holds, seen by nobody's cache.
 */
export function createSqliteConnector(target: SqliteTarget): Connector {
  const layout = layOut(target);
  const { statements } = layout;
  const { users, roles, userRoles } = target;
  const every = [users.table, userRoles.table, roles.table];
  const run = <T>(mode: 'read' | 'write', tables: readonly string[], work: (connection: Connection) => T) =>
    Promise.resolve(withConnection(target.file, mode, tables, work));
  const setActive = (id: string, value: string | number): Promise<Result<void>> =>
    run('write', [users.table], (connection) => {
      write(layout, connection, id, [[users.active.column, toSqlite(value)]]);
    });

  return {
    describe: () => describe(layout),
    test: () => Promise.resolve(testTarget(layout)),
    find: (search) => run('read', every, (connection) => findAccounts(layout, connection, search)),
    read: (id) =>
      run('read', every, (connection) => {
        const row = connection.get(statements.accountById, idParameters(id));
        return row === undefined ? null : toAccount(layout, connection, row);
      }),
    list: (cursor) => {
      const after = cursor === null ? null : fromCursor(cursor);
      if (after === undefined)
        return Promise.resolve(failure('permanent', 'This is no place in the list of accounts.'));
      return run('read', every, (connection) => {
        const limit = BigInt(pageSize + 1);
        const sql = after === null ? statements.firstPage : statements.nextPage;
        const rows = connection.all(sql, after === null ? { limit } : { after, limit });
        const page = rows.slice(0, pageSize);
        const last = page.at(-1)?.[0] ?? null;
        return {
          accounts: page.map((row) => toAccount(layout, connection, row)),
          next: rows.length > pageSize ? toCursor(last) : null,
        };
      });
    },
    create: (account) => run('write', [users.table], (connection) => create(layout, connection, account)),
    update: (id, change) =>
      run('write', [users.table], (connection) => {
        const written = withoutId(layout, id, toColumns(layout, change.attributes));
        if (change.login !== undefined) {
          assertLoginFree(layout, connection, change.login, id);
          written.push([users.login, change.login]);
        }
        write(layout, connection, id, written);
      }),
    enable: (id) => setActive(id, users.active.on),
    disable: (id) => setActive(id, users.active.off),
    delete: (id) =>
      run('write', [users.table, userRoles.table], (connection) => {
        const user = storedId(layout, connection, id);
        connection.run(statements.deleteRolesOfAccount, { user });
        assertOne(layout, id, connection.run(statements.delete, idParameters(id)));
      }),
    addRole: (id, name) =>
      run('write', every, (connection) => {
        const user = storedId(layout, connection, id);
        const role = storedRole(layout, connection, name);
        if (connection.get(statements.hasRole, { user, role }) !== undefined) return;
        if (connection.run(statements.addRole, { user, role }) === 1) return;
        throw new Refusal('permanent', `The app's table ${userRoles.table} let the new role pass without keeping it.`);
      }),
    removeRole: (id, name) =>
      run('write', every, (connection) => {
        const user = storedId(layout, connection, id);
        const role = storedRole(layout, connection, name);
        connection.run(statements.removeRole, { user, role });
        if (connection.get(statements.hasRole, { user, role }) === undefined) return;
        throw new Refusal('permanent', `The app's table ${userRoles.table} keeps the role ${name} all the same.`);
      }),
    readExport: () => Promise.resolve(success(null)),
    close: () => Promise.resolve(),
  };
}
