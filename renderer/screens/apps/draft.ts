import type { csvDelimiters } from '../../../shared/model/csv-target.ts';
import type { Meaning } from './usual.ts';

export type Delimiter = (typeof csvDelimiters)[number];
export type AppKind = 'sqlite' | 'csv';

/** One further column of the app's users: what it holds, which is the attribute's name; `other` is named as the column. */
export interface ColumnDraft {
  /** Tells two rows of the form apart. */
  readonly key: number;
  readonly holds: Meaning | 'other';
  readonly column: string;
}

interface CommonDraft {
  readonly name: string;
  readonly file: string;
  readonly id: string;
  readonly login: string;
  readonly activeColumn: string;
  readonly on: string;
  readonly off: string;
  readonly columns: readonly ColumnDraft[];
}

/** An app on a SQLite file as the form holds it: texts, as they were typed. */
export interface SqliteDraft extends CommonDraft {
  readonly kind: 'sqlite';
  readonly usersTable: string;
  readonly rolesTable: string;
  readonly rolesId: string;
  readonly rolesName: string;
  readonly userRolesTable: string;
  readonly userRolesUser: string;
  readonly userRolesRole: string;
}

/** An app that imports a CSV file as the form holds it. */
export interface CsvDraft extends CommonDraft {
  readonly kind: 'csv';
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

export type Draft = SqliteDraft | CsvDraft;

/** What a form begins with: names that such files often have, so that a new file needs no more than its place. */
export const newDrafts: { readonly sqlite: SqliteDraft; readonly csv: CsvDraft } = {
  sqlite: {
    kind: 'sqlite',
    name: '',
    file: '',
    usersTable: 'users',
    id: 'id',
    login: 'username',
    activeColumn: 'active',
    on: '1',
    off: '0',
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
