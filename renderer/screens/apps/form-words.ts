import type { Target } from '../../../shared/model/app.ts';
import type { TlsMode } from '../../../shared/model/postgres-target.ts';
import type { Delimiter } from './draft.ts';
import type { Meaning } from './usual.ts';

/** What each kind of app is for, and what Footbridge can prove there. */
export const kindWords: Record<
  Target['kind'],
  { readonly name: string; readonly add: string; readonly use: string; readonly proof: string }
> = {
  sqlite: {
    name: 'SQLite file',
    add: 'Add an app on a SQLite file',
    use: 'An app that keeps its users in a SQLite database file on this computer or on a drive that it sees.',
    proof: 'Each change is read back from the file: what Footbridge did is proved.',
  },
  postgres: {
    name: 'PostgreSQL',
    add: 'Add an app on PostgreSQL',
    use: 'An app that keeps its users in a PostgreSQL database, on this computer or on another one.',
    proof: 'Each change is read back from the database over another connection: what Footbridge did is proved.',
  },
  csv: {
    name: 'CSV file',
    add: 'Add an app with a CSV file',
    use: 'An app that imports its users from a CSV file (a table as text, as spreadsheets write it).',
    proof:
      'Footbridge writes the file; when the app imports it, is up to the app. So each change is “handed over”, and becomes “proved” only when the app’s own export is read back.',
  },
};

export const meaningWords: Record<Meaning | 'other', string> = {
  email: 'E-mail address',
  fullName: 'Full name',
  givenName: 'Given name',
  familyName: 'Family name',
  department: 'Department',
  title: 'Job title',
  employeeNumber: 'Employee number',
  other: 'Something else',
};

export const delimiterWords: Record<Delimiter, string> = {
  ',': 'Comma ,',
  ';': 'Semicolon ;',
  '\t': 'Tab',
  '|': 'Vertical bar |',
};

export const layoutWords = {
  column: 'One cell lists all roles of a user',
  rows: 'Each role is a row of its own',
  none: 'The file holds no roles',
} as const;

export const tlsWords: Record<TlsMode, string> = {
  'verify-full': 'Encrypted; the server’s certificate and its name are checked',
  'verify-ca': 'Encrypted; the certificate is checked, the name is not',
  off: 'Not encrypted: only for a server on this computer',
};

export const formWords = {
  chooseTitle: 'Add an app: where does it keep its users?',
  proof: 'What can be proved:',
  intro:
    'A new app only observes: Footbridge works out which accounts there would be and delivers nothing until you switch it on.',
  back: 'Another kind of app',
  toList: 'All apps',
  sections: {
    app: 'The app',
    file: 'Its file',
    server: 'Its database',
    encryption: 'How the way there is protected',
    users: 'Its users',
    columns: 'What else is kept of a user',
    roles: 'Its roles',
    export: 'Its own export',
  },
  name: 'Name of the app',
  nameHint: 'As your colleagues call it: it stands in lists, reasons and proofs.',
  file: 'Database file',
  csvFile: 'CSV file',
  fileHint: 'The absolute path, as the computer that Footbridge runs on sees it.',
  csvFileHint:
    'The absolute path of the file that the app imports. It is made when it is not there; its folder must be.',
  delimiter: 'Between two cells',
  byteOrderMark: 'Begin the file with a byte order mark',
  byteOrderMarkHint:
    'Some programs (Excel) read names with accents rightly only then. A file that is there keeps its own.',
  formulaSafe: 'Write cells that a spreadsheet would take for a formula with an apostrophe before them',
  formulaSafeHint:
    'A cell that begins with =, +, - or @ can run as a formula when somebody opens the file in a spreadsheet. Footbridge reads the apostrophe back without; leave it off when the app would import it as part of the value.',
  host: 'Server',
  hostHint:
    'Its name or address, or the folder of its Unix socket on this computer. A name must be the one in its certificate.',
  port: 'Port',
  database: 'Database',
  user: 'Login of Footbridge',
  userHint: 'A role made for Footbridge alone, which may read and write the tables below and nothing else.',
  passwordFile: 'Password file',
  passwordFileHint:
    'The absolute path of a file with the password on its first line, which only its owner may read (mode 600). The password itself is kept nowhere else. Empty: the server asks for none.',
  tls: 'Encryption',
  ca: 'File of the certificate authority',
  caHint: 'PEM. Empty: the authorities that this computer trusts.',
  certificate: 'Client certificate',
  certificateHint: 'PEM, where the server asks for one instead of a password or besides it.',
  key: 'Key of the client certificate',
  keyHint: 'PEM, without a passphrase; only its owner may read it.',
  schema: 'Schema',
  schemaHint: 'Of all tables below.',
  hasRoles: 'The app keeps roles in tables of their own',
  hasRolesHint: 'Without them, having an account is all there is to have; rules give it under any role name.',
  usersTable: 'Table of users',
  login: 'Sign-in name column',
  id: 'Immutable id column',
  idHint: 'The primary key. An account is disabled by it, whatever it is called by then.',
  csvIdHint:
    'A column whose value never changes. Empty: the sign-in name is the id, and can then not be changed. A column that no mapping fills gets a key that Footbridge makes.',
  activeColumn: 'Status column',
  activeHint: 'It says whether a user may sign in.',
  on: 'Its value for yes',
  off: 'Its value for no',
  columnsHint:
    'Footbridge writes these columns and no others. E-mail address and employee number also help to find an account that was renamed.',
  column: 'Column',
  holds: 'What it holds',
  addColumn: 'Add a column',
  removeColumn: (column: string) => `Remove the column ${column === '' ? 'without a name' : column}`,
  remove: 'Remove',
  rolesTable: 'Table of roles',
  rolesId: 'Its id column',
  rolesName: 'Its name column',
  userRolesTable: 'Table of who has which role',
  userRolesUser: 'Its user id column',
  userRolesRole: 'Its role id column',
  layout: 'How roles stand in the file',
  rolesColumn: 'Roles column',
  separator: 'Between two roles in a cell',
  knownRoles: 'Roles that the app knows',
  knownRolesHint: 'One on each line. Those that stand in the file already are found by themselves.',
  hasExport: 'The app writes an export of its users that Footbridge can read',
  hasExportHint: 'Read back, it turns “handed over” into “proved”. It must have the same columns.',
  exportFile: 'File of the export',
  exportDelimiter: 'Between two cells of the export',
  test: 'Try it',
  testing: 'Trying…',
  testHint: 'Nothing is changed by trying.',
  tested: 'Everything was found. Roles there:',
  noRoles: 'none yet',
  failed: 'It cannot be connected like this yet. What you have written stays; correct it and try again.',
  stale: 'Changed since it was tried: try it again.',
  add: 'Add the app',
  adding: 'Adding…',
  tryFirst: 'Try it first; then it can be added.',
  mistakes: (number: number) =>
    number === 1 ? 'One field needs another look.' : `${number} fields need another look.`,
  wrong: (path: string, message: string) => `${path}: ${message}`,
  missing: {
    name: 'Give the app a name.',
    file: 'Write where the file lies.',
    host: 'Write the name or the address of the server.',
    database: 'Name the database.',
    user: 'Name the role that Footbridge signs in as.',
    schema: 'Name the schema of the tables; it is mostly “public”.',
    certificate: 'Name the certificate that belongs to this key.',
    key: 'Name the file of the key that belongs to this certificate.',
    login: 'Name the column that holds the sign-in name.',
    activeColumn: 'Name the column that says whether a user may sign in.',
    on: 'Write what stands there for a user who may sign in.',
    off: 'Write what stands there for a user who may not.',
    usersTable: 'Name the table that holds the users.',
    id: 'Name the column that holds the primary key.',
    rolesTable: 'Name the table that lists the roles.',
    rolesId: 'Name the column that holds a role’s id.',
    rolesName: 'Name the column that holds a role’s name.',
    userRolesTable: 'Name the table that joins users and roles.',
    userRolesUser: 'Name the column that holds the user’s id.',
    userRolesRole: 'Name the column that holds the role’s id.',
    rolesColumn: 'Name the column that holds the roles.',
    exportFile: 'Write where the export lies.',
    separator: 'Write what stands between two roles.',
    column: 'Name the column, or remove this line.',
  },
  wrongHost: 'Write the name or the address alone: port and database have fields of their own.',
  wrongPort: 'A port is a whole number from 1 to 65535; PostgreSQL’s own is 5432.',
  mustEncrypt:
    'This server is on another computer: names and the password could be read on the way. Choose encryption.',
  socketIsHere: 'A Unix socket never leaves this computer and cannot be encrypted: choose “not encrypted”.',
  relative: 'Write the whole path, from the root or the drive.',
  sameWords: 'Yes and no must be two different values; else nobody could be disabled.',
  twice: 'Another column holds this already.',
  longName: 'A name has at most 200 characters.',
} as const;

/** A target as its app's page tells it. */
export const targetWords = {
  kind: 'Kind',
  file: 'File',
  server: 'Database',
  serverText: (database: string, host: string, port: number) => `${database} at ${host}, port ${port}`,
  user: 'Login of Footbridge',
  passwordFile: 'Password file',
  noPassword: 'none: the server asks for no password',
  tls: 'Encryption',
  ca: 'Certificate authority',
  certificate: 'Client certificate',
  noRoleTables: 'none: having an account is all there is to have',
  usersTable: 'Users table',
  id: 'Immutable id',
  loginIsId: 'the sign-in name, which can therefore not be changed',
  login: 'Sign-in name',
  active: 'May sign in',
  activeText: (column: string, on: string | number | boolean, off: string | number | boolean) =>
    `${column}: ${on} for yes, ${off} for no`,
  columns: 'Further columns',
  roles: 'Roles',
  rolesText: (table: string, name: string) => `table ${table}, named by ${name}`,
  userRoles: 'Who has which',
  userRolesText: ({ table, user, role }: { readonly table: string; readonly user: string; readonly role: string }) =>
    `table ${table}: ${user}, ${role}`,
  delimiter: 'Between cells',
  noRoles: 'not in the file',
  rowRoles: (column: string) => `a row for each, in ${column}`,
  columnRoles: (column: string, separator: string) => `all in ${column}, with “${separator}” between them`,
  knownRoles: 'Known roles',
  formulas: 'Formulas',
  formulaSafe: 'written with an apostrophe before them',
  formulaPlain: 'written as they are',
  export: 'Its own export',
  noExport: 'none',
} as const;
