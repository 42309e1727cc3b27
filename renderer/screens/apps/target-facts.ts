import type { SqliteTarget, Target } from '../../../shared/model/app.ts';
import type { CsvTarget } from '../../../shared/model/csv-target.ts';
import { delimiterWords, kindWords, targetWords } from './form-words.ts';

/** One line of "where its users are": what it is about, and what was set. `code`: a name or a path as it is written. */
export interface TargetFact {
  readonly about: string;
  readonly text: string;
  readonly code: boolean;
}

/** A target in words, line by line. */
export function targetFacts(target: Target): readonly TargetFact[] {
  return [
    { about: targetWords.kind, text: kindWords[target.kind].name, code: false },
    { about: targetWords.file, text: target.file, code: true },
    ...(target.kind === 'sqlite' ? sqliteFacts(target) : csvFacts(target)),
  ];
}

function userFacts({ users }: Target): readonly TargetFact[] {
  const { login, active, columns } = users;
  return [
    { about: targetWords.login, text: login, code: true },
    { about: targetWords.active, text: targetWords.activeText(active.column, active.on, active.off), code: false },
    {
      about: targetWords.columns,
      text: Object.entries(columns)
        .map(([attribute, column]) => (attribute === column ? column : `${column} (${attribute})`))
        .join(', '),
      code: false,
    },
  ];
}

function sqliteFacts(target: SqliteTarget): readonly TargetFact[] {
  const { users, roles, userRoles } = target;
  return [
    { about: targetWords.usersTable, text: users.table, code: true },
    { about: targetWords.id, text: users.id, code: true },
    ...userFacts(target),
    { about: targetWords.roles, text: targetWords.rolesText(roles.table, roles.name), code: false },
    { about: targetWords.userRoles, text: targetWords.userRolesText(userRoles), code: false },
  ];
}

function csvFacts(target: CsvTarget): readonly TargetFact[] {
  const { users, roles, knownRoles, formulaSafe, delimiter } = target;
  return [
    { about: targetWords.delimiter, text: delimiterWords[delimiter], code: false },
    { about: targetWords.id, text: users.id ?? targetWords.loginIsId, code: users.id !== null },
    ...userFacts(target),
    {
      about: targetWords.roles,
      text:
        roles === null
          ? targetWords.noRoles
          : roles.layout === 'rows'
            ? targetWords.rowRoles(roles.column)
            : targetWords.columnRoles(roles.column, roles.separator),
      code: false,
    },
    ...(knownRoles.length > 0 ? [{ about: targetWords.knownRoles, text: knownRoles.join(', '), code: false }] : []),
    {
      about: targetWords.formulas,
      text: formulaSafe ? targetWords.formulaSafe : targetWords.formulaPlain,
      code: false,
    },
    {
      about: targetWords.export,
      text: target.export?.file ?? targetWords.noExport,
      code: target.export !== null,
    },
  ];
}
