/** Apps that import their users from a CSV file, in every layout, each with a real file in a folder of its own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { CsvTarget } from '../../shared/model/csv-target.ts';
import { temporaryFolder } from './apps.ts';

/** A target with what every test here needs; `more` goes before it. */
export const csvTarget = (file: string, more: object = {}): CsvTarget =>
  CsvTarget.parse({
    kind: 'csv',
    file,
    users: {
      id: 'Key',
      login: 'Login',
      active: { column: 'Status', on: 'active', off: 'locked' },
      columns: { mail: 'Mail', fullName: 'Full name', number: 'Number' },
      email: 'mail',
      employeeNumber: 'number',
    },
    roles: { layout: 'column', column: 'Roles' },
    ...more,
  });

export interface CsvLayout {
  readonly name: string;
  readonly target: (file: string) => CsvTarget;
}

const inRows = { roles: { layout: 'rows', column: 'Roles' } };

export const csvLayouts: readonly CsvLayout[] = [
  { name: 'roles as a column', target: (file) => csvTarget(file) },
  {
    name: 'roles as a column, semicolons, formula-safe',
    target: (file) =>
      csvTarget(file, {
        delimiter: ';',
        byteOrderMark: true,
        formulaSafe: true,
        roles: { layout: 'column', column: 'Roles', separator: ' | ' },
      }),
  },
  { name: 'roles as rows', target: (file) => csvTarget(file, inRows) },
  {
    name: 'roles as rows, tabs, formula-safe',
    target: (file) => csvTarget(file, { ...inRows, delimiter: '\t', formulaSafe: true }),
  },
];

/** A connector over a file with this text; none is made when there is no text. */
export function setUp(target: (file: string) => CsvTarget, text?: string) {
  const file = path.join(temporaryFolder(), 'users.csv');
  if (text !== undefined) writeFileSync(file, text);
  return {
    file,
    connector: createCsvConnector(target(file)),
    /** The file as it stands; null when there is none. */
    text: (): string | null => (existsSync(file) ? readFileSync(file, 'utf8') : null),
  };
}
