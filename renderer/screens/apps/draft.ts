import type { Target } from '../../../shared/model/app.ts';
import type { csvDelimiters } from '../../../shared/model/csv-target.ts';
import type { TlsMode } from '../../../shared/model/postgres-target.ts';
import type { Meaning } from './usual.ts';

export type Delimiter = (typeof csvDelimiters)[number];
export type AppKind = Target['kind'];

/** One further column of the app's users: what it holds, which is the attribute's name; `other` is named as the column. */
export interface ColumnDraft {
  /** Tells two rows of the form apart. */
  readonly key: number;
  readonly holds: Meaning | 'other';
  readonly column: string;
}

interface CommonDraft {
  readonly name: string;
  readonly id: string;
  readonly login: string;
  readonly activeColumn: string;
  readonly on: string;
  readonly off: string;
  readonly columns: readonly ColumnDraft[];
}

/** What is asked of an app that keeps its users in tables. */
export interface TablesDraft {
  readonly usersTable: string;
  readonly rolesTable: string;
  readonly rolesId: string;
  readonly rolesName: string;
  readonly userRolesTable: string;
  readonly userRolesUser: string;
  readonly userRolesRole: string;
}

/** An app on a SQLite file as the form holds it: texts, as they were typed. */
export interface SqliteDraft extends CommonDraft, TablesDraft {
  readonly kind: 'sqlite';
  readonly file: string;
}

/** An app in a PostgreSQL database as the form holds it. */
export interface PostgresDraft extends CommonDraft, TablesDraft {
  readonly kind: 'postgres';
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly passwordFile: string;
  readonly tls: TlsMode;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
  /** Of every table. */
  readonly schema: string;
  readonly hasRoles: boolean;
}

/** An app that imports a CSV file as the form holds it. */
export interface CsvDraft extends CommonDraft {
  readonly kind: 'csv';
  readonly file: string;
  readonly delimiter: Delimiter;
  readonly byteOrderMark: boolean;
  readonly layout: 'none' | 'column' | 'rows';
  readonly rolesColumn: string;
  readonly separator: string;
  /** One on each line. */
  readonly knownRoles: string;
  readonly formulaSafe: boolean;
  readonly hasExport: boolean;
  readonly exportFile: string;
  readonly exportDelimiter: Delimiter;
}

export type Draft = SqliteDraft | PostgresDraft | CsvDraft;
export type FileDraft = SqliteDraft | CsvDraft;

const usualTables = {
  name: '',
  usersTable: 'users',
  id: 'id',
  login: 'username',
  activeColumn: 'active',
  columns: [
    { key: 1, holds: 'email', column: 'email' },
    { key: 2, holds: 'fullName', column: 'full_name' },
  ],
  rolesTable: 'roles',
  rolesId: 'id',
  rolesName: 'name',
  userRolesTable: 'user_roles',
  userRolesUser: 'user_id',
  userRolesRole: 'role_id',
} as const;

/** What a form begins with: names that such files often have, so that a new app needs little more than its place. */
export const newDrafts: {
  readonly sqlite: SqliteDraft;
  readonly postgres: PostgresDraft;
  readonly csv: CsvDraft;
} = {
  sqlite: { ...usualTables, kind: 'sqlite', file: '', on: '1', off: '0' },
  postgres: {
    ...usualTables,
    kind: 'postgres',
    host: '',
    port: '5432',
    database: '',
    user: 'footbridge',
    passwordFile: '',
    tls: 'verify-full',
    ca: '',
    certificate: '',
    key: '',
    schema: 'public',
    on: 'true',
    off: 'false',
    hasRoles: true,
  },
  csv: {
    kind: 'csv',
    name: '',
    file: '',
    delimiter: ',',
    byteOrderMark: false,
    id: '',
    login: 'username',
    activeColumn: 'status',
    on: 'active',
    off: 'inactive',
    columns: [
      { key: 1, holds: 'email', column: 'email' },
      { key: 2, holds: 'fullName', column: 'name' },
    ],
    layout: 'column',
    rolesColumn: 'roles',
    separator: ';',
    knownRoles: '',
    formulaSafe: false,
    hasExport: false,
    exportFile: '',
    exportDelimiter: ',',
  },
};
