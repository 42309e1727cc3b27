import type { PersonState, PersonView } from '../../../shared/model/person.ts';
import { composedRows, type ReadDb, type SqlValue } from './sql.ts';

/** One person as the Directory lists people. */
export interface DirectoryRow {
  readonly id: string;
  readonly name: string;
  readonly name_folded: string;
  readonly state: PersonState;
  readonly user_name: string;
  readonly department: string | null;
  readonly source: string;
  readonly changed_at: number;
  /** Roles in force, over the apps that are followed. */
  readonly roles: number;
  /** Open work items that name this person. */
  readonly needs_you: number;
}

/** Where a page goes on: after the person of this folded name and id. */
export interface DirectoryPlace {
  readonly name: string;
  readonly id: string;
}

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;

type Condition = readonly [sql: string, ...parameters: SqlValue[]];

function conditionOf(view: PersonView, now: number): Condition {
  switch (view) {
    case 'all':
      return ['state IS NOT NULL'];
    case 'active':
      return ["state = 'active'"];
    case 'inactive':
      return ["state = 'inactive'"];
    case 'left this week':
      return ["state IN ('inactive', 'gone') AND left_at > ?", now - WEEK_MS];
    case 'without roles':
      return ["state = 'active' AND roles = 0"];
    case 'needs you':
      return [
        `state IS NOT NULL AND pk IN (SELECT w.person_pk FROM work_item i JOIN work_item_person w ON w.work_item_pk = i.pk
          WHERE i.closed_at IS NULL)`,
      ];
  }
}

/**
 * People by folded name and id. The index `person_by_name` covers the search: no row is opened but those of the page. CROSS
 * JOIN keeps SQLite to that order; it would walk everybody to be spared the sorting of one page.
 *
 * @param words folded; each must occur in name, userName or e-mail address
 */
export function listPeople(
  db: ReadDb,
  question: {
    readonly view: PersonView;
    readonly words: readonly string[];
    readonly after: DirectoryPlace | null;
    readonly limit: number;
    readonly now: number;
  },
): DirectoryRow[] {
  const { view, words, after, limit, now } = question;
  const conditions: Condition[] = [
    conditionOf(view, now),
    ...words.map((word): Condition => ['instr(search, ?) > 0', word]),
    ...(after ? [['(name_folded, id) > (?, ?)', after.name, after.id] satisfies Condition] : []),
  ];
  const where = conditions.map(([text]) => `(${text})`).join(' AND ');
  const parameters = conditions.flatMap(([, ...values]) => values);
  return composedRows(
    db,
    'list people',
    `SELECT p.id, p.name, p.name_folded, p.state, json_extract(u.body, '$.userName') AS user_name,
       json_extract(u.body, '$."${ENTERPRISE}".department') AS department, s.name AS source,
       max(u.modified_at, coalesce(u.deleted_at, 0)) AS changed_at,
       (SELECT count(*) FROM account k JOIN assignment a ON a.account_pk = k.pk JOIN app x ON x.pk = k.app_pk
         WHERE k.person_pk = p.pk AND a.state IN ('applied', 'parked') AND x.removed_at IS NULL) AS roles,
       (SELECT count(*) FROM work_item_person w JOIN work_item i ON i.pk = w.work_item_pk
         WHERE w.person_pk = p.pk AND i.closed_at IS NULL) AS needs_you
     FROM (SELECT pk FROM person INDEXED BY person_by_name WHERE ${where} ORDER BY name_folded, id LIMIT ?) l CROSS JOIN person p ON p.pk = l.pk
     CROSS JOIN user_resource u ON u.pk = (SELECT n.pk FROM user_resource n WHERE n.person_pk = p.pk
       ORDER BY n.deleted_at IS NOT NULL, n.pk DESC LIMIT 1)
     CROSS JOIN source s ON s.pk = u.source_pk ORDER BY p.name_folded, p.id`,
    [...parameters, limit],
  );
}
