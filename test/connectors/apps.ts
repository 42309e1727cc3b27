/** Two apps as different as apps are, each in a real file of its own. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { Result } from '../../electron/engine/connectors/connector.ts';
import type { SqliteTarget } from '../../shared/model/app.ts';
import { wikiTarget } from '../support/team-wiki.ts';

export interface TestApp {
  readonly name: string;
  readonly sql: string;
  readonly target: (file: string) => SqliteTarget;
  /** Names of two roles, and attributes of a new account. */
  readonly roles: readonly [string, string];
  readonly attributes: Readonly<Record<string, string | number | boolean | null>>;
}

export const teamWiki: TestApp = {
  name: 'Team Wiki',
  sql: readFileSync(new URL('../../resources/demo/team-wiki.sql', import.meta.url), 'utf8'),
  target: (file) =>
    wikiTarget(file, {
      columns: { mail: 'mail', fullName: 'full_name', number: 'employee_number' },
      email: 'mail',
      employeeNumber: 'number',
    }),
  roles: ['editor', 'reader'],
  attributes: { mail: 'ada@example.com', fullName: "Ada O'Lovelace", number: '0815' },
};

export const oddApp: TestApp = {
  name: 'Mitarbeiter',
  sql: `
    CREATE TABLE "Mit""arbeiter" (
      "Kenn Nr." TEXT PRIMARY KEY NOT NULL DEFAULT (lower(hex(randomblob(8)))),
      "An'meldung" TEXT UNIQUE,
      "E-Mail; DROP" TEXT, "Größe" ANY, "select" INTEGER,
      "status" TEXT CHECK ("status" IN ('aktiv', 'gesperrt', 'Urlaub'))
    );
    CREATE TABLE "Rolle" (key TEXT PRIMARY KEY, "Be zeichnung" TEXT);
    CREATE TABLE "hat Rolle" ("wer" TEXT, "was" TEXT);
    INSERT INTO "Rolle" VALUES ('R-1', 'Lesen "alles"'), ('R-2', 'Ändern');`,
  target: (file) => ({
    kind: 'sqlite',
    file,
    users: {
      table: 'Mit"arbeiter',
      id: 'Kenn Nr.',
      login: "An'meldung",
      active: { column: 'status', on: 'aktiv', off: 'gesperrt' },
      columns: { 'e-mail': 'E-Mail; DROP', größe: 'Größe', nummer: 'select' },
      email: 'e-mail',
      employeeNumber: 'nummer',
    },
    roles: { table: 'Rolle', id: 'key', name: 'Be zeichnung' },
    userRoles: { table: 'hat Rolle', user: 'wer', role: 'was' },
  }),
  roles: ['Lesen "alles"', 'Ändern'],
  attributes: { 'e-mail': 'ada@example.com', größe: 1.75, nummer: 815 },
};

/** A folder that lives as long as the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'footbridge-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The app's own file, and the app's own connection to it. */
export function install(app: TestApp, more = ''): { readonly file: string; readonly database: Database.Database } {
  const file = join(temporaryFolder(), 'app.db');
  const database = new Database(file);
  onTestFinished(() => {
    database.close();
  });
  database.exec(app.sql + more);
  return { file, database };
}

/** @throws Error with the failure's message when there is no value */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.message}`);
  return result.value;
}

/** `kind: message` of a failure; `ok` when there is none. */
export function failed(result: Result<unknown>): string {
  return result.ok ? 'ok' : `${result.failure.kind}: ${result.failure.message}`;
}
