import { wiki } from '../../electron/engine/sandbox/wiki.ts';
import type { SqliteTarget } from '../../shared/model/app.ts';

/**
 * Team Wiki's tables as an admin of most companies names them: without the employee numbers, which few of them send.
 *
 * @param users what is named otherwise
 */
export function wikiTarget(file: string, users: Partial<SqliteTarget['users']> = {}): SqliteTarget {
  const whole = wiki.target(file);
  const columns = { email: 'mail', fullName: 'full_name', department: 'department' };
  return { ...whole, users: { ...whole.users, columns, employeeNumber: null, ...users } };
}
