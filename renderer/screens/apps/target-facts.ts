import type { SqliteTarget, Target } from '../../../shared/model/app.ts';
import type { CsvTarget } from '../../../shared/model/csv-target.ts';
import type { PostgresTarget } from '../../../shared/model/postgres-target.ts';
import type { RolesTable, UserRolesTable } from '../../../shared/model/tables.ts';
import { delimiterWords, kindWords, targetWords, tlsWords } from './form-words.ts';

/** One line of "where its users are": what it is about, and what was set. `code`: a name or a path as it is written. */
export interface TargetFact {
  readonly about: string;
  readonly text: string;
  readonly code: boolean;
}

/** A target in words, line by line. */
export function targetFacts(target: Target): readonly TargetFact[] {
  return [{ about: targetWords.kind, text: kindWords[target.kind].name, code: false }, ...factsOf(target)];
}

function factsOf(target: Target): readonly TargetFact[] {
  switch (target.kind) {
    case 'sqlite':
      return sqliteFacts(target);
    case 'csv':
      return csvFacts(target);
    case 'postgres':
      return postgresFacts(target);
  }
}

const fileFact = (file: string): TargetFact => ({ about: targetWords.file, text: file, code: true });

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
    fileFact(target.file),
    { about: targetWords.usersTable, text: users.table, code: true },
    { about: targetWords.id, text: users.id, code: true },
    ...userFacts(target),
    ...roleTableFacts(roles, userRoles),
  ];
}

const roleTableFacts = (roles: RolesTable, userRoles: UserRolesTable): readonly TargetFact[] => [
  { about: targetWords.roles, text: targetWords.rolesText(roles.table, roles.name), code: false },
  { about: targetWords.userRoles, text: targetWords.userRolesText(userRoles), code: false },
];

const inSchema = <T extends { readonly schema: string; readonly table: string }>(named: T): T => ({
  ...named,
  table: `${named.schema}.${named.table}`,
});

function postgresFacts(target: PostgresTarget): readonly TargetFact[] {
  const { users, roles, userRoles, tls, passwordFile } = target;
  const { server, user, passwordFile: password, noPassword, ca, certificate, noRoleTables } = targetWords;
  return [
    { about: server, text: targetWords.serverText(target.database, target.host, target.port), code: false },
    { about: user, text: target.user, code: true },
    { about: password, text: passwordFile ?? noPassword, code: passwordFile !== null },
    { about: targetWords.tls, text: tlsWords[tls.mode], code: false },
    ...(tls.ca === null ? [] : [{ about: ca, text: tls.ca, code: true }]),
    ...(tls.certificate === null ? [] : [{ about: certificate, text: tls.certificate, code: true }]),
    { about: targetWords.usersTable, text: inSchema(users).table, code: true },
    { about: targetWords.id, text: users.id, code: true },
    ...userFacts(target),
    ...(roles === null || userRoles === null
      ? [{ about: targetWords.roles, text: noRoleTables, code: false }]
      : roleTableFacts(inSchema(roles), inSchema(userRoles))),
  ];
}

function csvFacts(target: CsvTarget): readonly TargetFact[] {
  const { users, roles, knownRoles, formulaSafe, delimiter } = target;
  return [
    fileFact(target.file),
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
