import { Target } from '../../../shared/model/app.ts';
import { absolutePath } from '../../../shared/model/page.ts';
import type { CsvDraft, Draft, SqliteDraft, TablesDraft } from './draft.ts';
import { formWords } from './form-words.ts';
import { type FieldErrors, type ReadDraft, storedValue } from './read-fields.ts';
import { postgresTarget, wrongServer } from './read-postgres.ts';

/** Reads a filled-in form: the app that it describes, or what is wrong with it, field by field. */
export function readDraft(draft: Draft): ReadDraft {
  const errors = { ...missingFields(draft), ...wrongFields(draft), ...wrongColumns(draft) };
  if (Object.keys(errors).length > 0) return { ok: false, errors };
  const parsed = Target.safeParse(targetOf(draft));
  if (parsed.success) return { ok: true, name: draft.name.trim(), target: parsed.data };
  const issue = parsed.error.issues[0];
  return { ok: false, errors: { whole: formWords.wrong(issue?.path.join('.') ?? '', issue?.message ?? '') } };
}

function targetOf(draft: Draft): unknown {
  switch (draft.kind) {
    case 'sqlite':
      return sqliteTarget(draft);
    case 'csv':
      return csvTarget(draft);
    case 'postgres':
      return postgresTarget(draft, usersOf(draft), rolesOf(draft));
  }
}

const always = ['name', 'login', 'activeColumn', 'on', 'off'] as const;
const ofServer = ['host', 'database', 'user', 'schema'] as const;
const ofUsersTable = ['usersTable', 'id'] as const;
const ofRoleTables = [
  'rolesTable',
  'rolesId',
  'rolesName',
  'userRolesTable',
  'userRolesUser',
  'userRolesRole',
] as const;

function missingFields(draft: Draft): FieldErrors {
  const errors: FieldErrors = {};
  const look = (name: Exclude<keyof typeof formWords.missing, 'column'>, value: string) => {
    if (value.trim() === '') errors[name] = formWords.missing[name];
  };
  for (const name of always) look(name, draft[name]);
  if (draft.kind !== 'postgres') look('file', draft.file);
  if (draft.kind !== 'csv') {
    for (const name of ofUsersTable) look(name, draft[name]);
    if (draft.kind === 'sqlite' || draft.hasRoles) for (const name of ofRoleTables) look(name, draft[name]);
    if (draft.kind === 'postgres') for (const name of ofServer) look(name, draft[name]);
    return errors;
  }
  if (draft.layout !== 'none') look('rolesColumn', draft.rolesColumn);
  if (draft.hasExport) look('exportFile', draft.exportFile);
  // A blank is a separator, too.
  if (draft.layout === 'column' && draft.separator === '') errors.separator = formWords.missing.separator;
  return errors;
}

const ofPostgresFiles = ['passwordFile', 'ca', 'certificate', 'key'] as const;
type PathName = 'file' | 'exportFile' | (typeof ofPostgresFiles)[number];

function wrongFields(draft: Draft): FieldErrors {
  const errors: FieldErrors = draft.kind === 'postgres' ? wrongServer(draft) : {};
  const lookAtPath = (name: PathName, path: string) => {
    if (path.trim() !== '' && !absolutePath.safeParse(path.trim()).success) errors[name] = formWords.relative;
  };
  if (draft.kind === 'postgres') for (const name of ofPostgresFiles) lookAtPath(name, draft[name]);
  else lookAtPath('file', draft.file);
  if (draft.kind === 'csv' && draft.hasExport) lookAtPath('exportFile', draft.exportFile);
  if (draft.on.trim() !== '' && draft.on.trim() === draft.off.trim()) errors.off = formWords.sameWords;
  if (draft.name.trim().length > 200) errors.name = formWords.longName;
  return errors;
}

function wrongColumns({ columns }: Draft): FieldErrors {
  const errors: FieldErrors = {};
  const seen = new Set<string>();
  for (const { key, holds, column } of columns) {
    const attribute = holds === 'other' ? column.trim() : holds;
    if (column.trim() === '') errors[`column-${key}`] = formWords.missing.column;
    else if (seen.has(attribute)) errors[`column-${key}`] = formWords.twice;
    seen.add(attribute);
  }
  return errors;
}

/** The columns as the target names them, and which of them tell who somebody is. */
function usersOf({ id, login, columns }: Draft) {
  const named = columns.map(({ holds, column }) => [holds === 'other' ? column.trim() : holds, column.trim()] as const);
  const has = (attribute: string) => (named.some(([name]) => name === attribute) ? attribute : null);
  return {
    id: id.trim(),
    login: login.trim(),
    columns: Object.fromEntries(named),
    email: has('email'),
    employeeNumber: has('employeeNumber'),
  };
}

function sqliteTarget(draft: SqliteDraft): unknown {
  return {
    kind: 'sqlite',
    file: draft.file.trim(),
    users: {
      table: draft.usersTable.trim(),
      ...usersOf(draft),
      active: { column: draft.activeColumn.trim(), on: storedValue(draft.on), off: storedValue(draft.off) },
    },
    ...rolesOf(draft),
  };
}

/** The tables of roles as the target names them. */
const rolesOf = (draft: TablesDraft) => ({
  roles: { table: draft.rolesTable.trim(), id: draft.rolesId.trim(), name: draft.rolesName.trim() },
  userRoles: {
    table: draft.userRolesTable.trim(),
    user: draft.userRolesUser.trim(),
    role: draft.userRolesRole.trim(),
  },
});

function csvTarget(draft: CsvDraft): unknown {
  const users = usersOf(draft);
  const column = draft.rolesColumn.trim();
  return {
    kind: 'csv',
    file: draft.file.trim(),
    delimiter: draft.delimiter,
    byteOrderMark: draft.byteOrderMark,
    users: {
      ...users,
      id: users.id === '' ? null : users.id,
      active: { column: draft.activeColumn.trim(), on: draft.on.trim(), off: draft.off.trim() },
    },
    roles:
      draft.layout === 'none'
        ? null
        : draft.layout === 'rows'
          ? { layout: 'rows', column }
          : { layout: 'column', column, separator: draft.separator },
    knownRoles: [
      ...new Set(
        draft.knownRoles
          .split('\n')
          .map((role) => role.trim())
          .filter(Boolean),
      ),
    ],
    formulaSafe: draft.formulaSafe,
    export: draft.hasExport ? { file: draft.exportFile.trim(), delimiter: draft.exportDelimiter } : null,
  };
}
