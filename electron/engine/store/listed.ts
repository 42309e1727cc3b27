import type { PersonState } from '../../../shared/model/person.ts';
import { searchable } from './searchable.ts';
import { given, type ReadDb, row, run, runOne, sql, type WriteDb } from './sql.ts';

/** The columns that people are sorted, searched and filtered by, computed from the name and the user resources. */
interface Listed {
  readonly name_folded: string;
  /** Name, userNames and e-mail addresses, a line each, folded. */
  readonly search: string;
  /** null while there is no user resource: nobody lists them. */
  readonly state: PersonState | null;
  /** When a person who is not active was last said to have left. */
  readonly left_at: number | null;
}

const computed = sql(
  'compute listed person',
  `SELECT p.name_folded AS old_name_folded, p.search AS old_search, p.state AS old_state, p.left_at AS old_left_at,
     searchable(p.name) AS name_folded,
     searchable(p.name || coalesce(group_concat(char(10) || u.user_name_folded || coalesce((
       SELECT group_concat(char(10) || json_extract(e.value, '$.value'), '') FROM json_each(u.body, '$.emails') e
     ), ''), ''), '')) AS search,
     CASE WHEN max(u.deleted_at IS NULL AND u.active = 1) = 1 THEN 'active'
       WHEN max(u.pk IS NOT NULL AND u.deleted_at IS NULL) = 1 THEN 'inactive'
       WHEN count(u.pk) > 0 THEN 'gone' END AS state,
     max(u.left_at) AS left_at
   FROM person p LEFT JOIN user_resource u ON u.person_pk = p.pk WHERE p.pk = ${given} GROUP BY p.pk`,
);
const put = sql('list person', 'UPDATE person SET name_folded = ?, search = ?, state = ?, left_at = ? WHERE pk = ?');

type Compared = Listed & { readonly [Name in keyof Listed as `old_${Name}`]: Listed[Name] };

/** After the name or a user resource of a person was written: the columns that lists go by follow. */
export function relist(db: WriteDb, personPk: number): void {
  const found = row<Compared>(db, computed, [personPk]);
  if (!found) throw new Error(`list person: there is none with the key ${personPk}`);
  const leftAt = found.state === 'active' ? null : found.left_at;
  const isSame =
    found.name_folded === found.old_name_folded &&
    found.search === found.old_search &&
    found.state === found.old_state &&
    leftAt === found.old_left_at;
  if (!isSame) runOne(db, put, [found.name_folded, found.search, found.state, leftAt, personPk]);
}

const setState = sql(
  'state of person follows',
  `UPDATE person SET state = u.state, left_at = CASE WHEN u.state = 'active' THEN NULL ELSE u.left_at END
   FROM (SELECT CASE WHEN max(deleted_at IS NULL AND active = 1) = 1 THEN 'active'
     WHEN max(deleted_at IS NULL) = 1 THEN 'inactive' ELSE 'gone' END AS state, max(left_at) AS left_at
     FROM user_resource WHERE person_pk = @personPk) u
   WHERE pk = @personPk`,
);

/** After a user resource of a person was switched on or off or deleted, and nothing else of it changed. */
export const restate = (db: WriteDb, personPk: number): void => void runOne(db, setState, { personPk });

/** What lists go by of somebody whose first user resource this is; their roles begin at none. */
export const listedAtFirst = (
  name: string,
  user: { readonly userName: string; readonly emails: readonly string[]; readonly active: boolean },
): Omit<Listed, 'left_at'> => ({
  name_folded: searchable(name),
  search: searchable([name, user.userName, ...user.emails].join('\n')),
  state: user.active ? 'active' : 'inactive',
});

const counting = `(SELECT count(*) FROM account k JOIN assignment a ON a.account_pk = k.pk JOIN app x ON x.pk = k.app_pk
  WHERE k.person_pk = person.pk AND a.state <> 'revoked' AND x.removed_at IS NULL)`;
const countRoles = sql(
  'count roles of account’s person',
  `SELECT pk, roles AS stored, ${counting} AS counted FROM person
   WHERE pk = (SELECT person_pk FROM account WHERE pk = ${given})`,
);
const putRoles = sql('put roles of person', 'UPDATE person SET roles = ? WHERE pk = ?');
const countRolesOfApp = sql(
  'count roles of app’s people',
  `UPDATE person SET roles = ${counting} WHERE pk IN (SELECT person_pk FROM account WHERE app_pk = ${given})`,
);

/** After an assignment of an account appeared, or was revoked, or came back. */
export function recountRoles(db: WriteDb, accountPk: number): void {
  const found = row<{ pk: number; stored: number; counted: number }>(db, countRoles, [accountPk]);
  if (found && found.counted !== found.stored) runOne(db, putRoles, [found.counted, found.pk]);
}
/** After an app was removed: its roles count no more. */
export const recountRolesOfApp = (db: WriteDb, appPk: number): void => void run(db, countRolesOfApp, [appPk]);

const state = sql('state of person', 'SELECT state FROM person WHERE pk = ?');

/** @returns null of a person without any user resource */
export const stateOfPerson = (db: ReadDb, personPk: number): PersonState | null =>
  row<{ state: PersonState | null }>(db, state, [personPk])?.state ?? null;
