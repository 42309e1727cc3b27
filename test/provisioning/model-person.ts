import Database from 'better-sqlite3';
import { readingDepartments, type Wiki } from '../support/engine-wiki.ts';

/** A default role that a trigger of the app gives, or a person by hand; no rule takes it from who stays. */
export const ADMIN = 'admin';

/** A person as the IdP has them. */
export interface Person {
  readonly label: string;
  readonly externalId: string;
  /** Null while the IdP does not have them. */
  id: string | null;
  userName: string;
  active: boolean;
  department: string;
  member: boolean;
  /** Somebody deleted the account in the app: until something new is wanted of it, Footbridge does not look there. */
  lost: boolean;
}

/** An account as the app has it. */
export interface Row {
  readonly username: string;
  readonly enabled: number;
  readonly roles: string;
}

/** The roles that the rules give this person, sorted; none means no access. */
export function wantedOf(person: Person): string[] {
  if (person.id === null || !person.active) return [];
  const roles = person.member ? [ADMIN] : [];
  if (person.department === 'Marketing') roles.push('editor');
  if (readingDepartments.some((one) => one === person.department)) roles.push('reader');
  return roles.sort();
}

/** Every account that the app has. */
export function rowsOf(wiki: Wiki): Row[] {
  const database = new Database(wiki.file, { readonly: true });
  try {
    return database
      .prepare<[], Row>(
        `SELECT username, enabled, coalesce((SELECT group_concat(name, ',') FROM (SELECT r.name FROM user_roles u
         JOIN roles r ON r.id = u.role_id WHERE u.user_id = users.id ORDER BY r.name)), '') AS roles FROM users`,
      )
      .all();
  } finally {
    database.close();
  }
}

/** What somebody does in the app itself. */
export function byHand(wiki: Wiki, work: (database: Database.Database) => unknown): void {
  const database = new Database(wiki.file, { timeout: 5_000 });
  try {
    work(database);
  } catch (error) {
    // What the app refuses to Footbridge it refuses to people as well.
    if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
  } finally {
    database.close();
  }
}

/** Work items name people by the name that the IdP gave them, which is made of their first userName. */
export function isAskedAbout(
  asked: ReadonlySet<string>,
  person: Person,
  owners: ReadonlyMap<string, ReadonlySet<Person>>,
): boolean {
  return [...owners].some(([userName, who]) => who.has(person) && asked.has(`Person ${userName.split('@', 1)[0]}`));
}
