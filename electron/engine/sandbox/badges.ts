import Database from 'better-sqlite3';
import { type AppPlan, anyOf, everyDepartment } from './app-plan.ts';

/** Door Badges, as `resources/demo/door-badges.sql` makes it: the app that blocks no badge until it is told otherwise. */
export const badges: AppPlan = {
  name: 'Door Badges',
  file: 'door-badges.db',
  target: (file) => ({
    kind: 'sqlite',
    file,
    users: {
      table: 'badges',
      id: 'number',
      login: 'holder',
      active: { column: 'state', on: 'valid', off: 'blocked' },
      columns: { name: 'printed_name', employeeNumber: 'personnel_number' },
      email: null,
      employeeNumber: 'employeeNumber',
    },
    roles: { table: 'doors', id: 'id', name: 'name' },
    userRoles: { table: 'opens', user: 'badge', role: 'door' },
  }),
  mappings: [
    { attribute: 'login', expression: 'user.userName' },
    { attribute: 'name', expression: 'user.displayName' },
    { attribute: 'employeeNumber', expression: 'user.employeeNumber' },
  ],
  rules: [
    { name: 'Everybody comes in', role: 'front door', when: everyDepartment },
    { name: 'Engineering has the laboratory', role: 'laboratory', when: anyOf('Engineering') },
    { name: 'Finance and People have the archive', role: 'archive', when: anyOf('Finance', 'People') },
  ],
  groupRules: [],
  roles(_, { presence, department }) {
    if (presence !== 'here') return [];
    const isKeeper = department === 'Finance' || department === 'People';
    return [...(isKeeper ? ['archive'] : []), 'front door', ...(department === 'Engineering' ? ['laboratory'] : [])];
  },
};

/** Whether its front desk lets no badge be blocked, as its own file says. */
export function refusesToBlock(file: string): boolean {
  return withDatabase(file, (database) => database.prepare('SELECT insists FROM front_desk').pluck().get() === 1);
}

/**
 * Tells the front desk whether to insist that a badge is handed in before it is blocked.
 *
 * @throws SqliteError when the file cannot be written
 */
export function setRefusesToBlock(file: string, refuses: boolean): void {
  withDatabase(file, (database) => database.prepare('UPDATE front_desk SET insists = ?').run(refuses ? 1 : 0));
}

/** How long the file may be busy with somebody else's transaction, in milliseconds. */
const lockWait = 2_000;

function withDatabase<T>(file: string, work: (database: Database.Database) => T): T {
  const database = new Database(file, { fileMustExist: true, timeout: lockWait });
  try {
    return work(database);
  } finally {
    database.close();
  }
}
