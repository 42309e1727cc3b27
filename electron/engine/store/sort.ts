import type { ResolvedAttribute } from '../scim/filter/filter.ts';
import { jsonAt, jsonPath } from './filter.ts';
import type { FilterTable } from './filterTable.ts';

/** What resources are sorted by. */
export interface SortKey {
  /** An expression over `r`. */
  readonly sql: string;
  /** Whether some have no value. */
  readonly nullable: boolean;
  /** Whether it is worked out from the body, which is done once for each resource at most. */
  readonly isWorkedOut: boolean;
}

/** Columns without NULL; their order is read off an index without asking for those that have no value. */
const alwaysThere: Readonly<Record<FilterTable['name'], ReadonlySet<string>>> = {
  user_resource: new Set(['id', 'userName', 'active', 'meta.resourceType', 'meta.created', 'meta.lastModified']),
  group_resource: new Set(['id', 'displayName', 'meta.resourceType', 'meta.created', 'meta.lastModified']),
};

/** The first of the values that are rows of another table, in the order in which a reply lists them. */
const firstLinked: Readonly<Record<FilterTable['name'], ReadonlyMap<string, string>>> = {
  user_resource: new Map([
    [
      'groups',
      `SELECT g.id AS value, json_extract(g.body, '$.displayName') AS display, 'direct' AS type
       FROM membership AS m JOIN group_resource AS g ON g.pk = m.group_pk
       WHERE m.member_user_pk = r.pk AND g.deleted_at IS NULL ORDER BY g.pk LIMIT 1`,
    ],
  ]),
  group_resource: new Map([
    [
      'members',
      `SELECT coalesce(u.id, g.id) AS value, iif(u.id IS NULL, 'Group', 'User') AS type FROM membership AS m
       LEFT JOIN user_resource AS u ON u.pk = m.member_user_pk LEFT JOIN group_resource AS g ON g.pk = m.member_group_pk
       WHERE m.group_pk = r.pk ORDER BY m.pk LIMIT 1`,
    ],
  ]),
};

/**
 * Compiles what a list is sorted by to SQL that agrees with compareResources on every resource: NULL for those without
 * a value. A column is taken where there is one, most of them with an index; the rest reads the body. Names come from
 * the schema: nothing that was sent becomes SQL. Needs the SQL functions fold(text)
 * and instant(text).
 */
export function compileSortKey(path: ResolvedAttribute, table: FilterTable): SortKey {
  const column = table.columns.get(path.key);
  if (column !== undefined) {
    return { sql: column.expression, nullable: !alwaysThere[table.name].has(path.key), isWorkedOut: false };
  }
  const value = path.multiValued ? chosenValue(path, table) : jsonAt('r.body', path.steps);
  return { sql: inOrderOf(path, value), nullable: true, isWorkedOut: true };
}

/** The value of which texts, times and numbers go in the right order. */
function inOrderOf(path: ResolvedAttribute, expression: string): string {
  if (path.type === 'dateTime') return `instant(${expression})`;
  const isText = path.type === 'string' || path.type === 'reference';
  return isText && !path.caseExact ? `fold(${expression})` : expression;
}

/** The primary value of a multi-valued attribute, or else the first. */
function chosenValue({ key, steps, subAttribute }: ResolvedAttribute, table: FilterTable): string {
  if (subAttribute === null) return `json_extract(${jsonAt('r.body', steps)}, '$[0]')`;
  const linked = firstLinked[table.name].get(key.slice(0, -subAttribute.length - 1));
  if (linked !== undefined) return `(SELECT l."${subAttribute}" FROM (${linked}) AS l)`;
  return `(SELECT ${jsonAt('v.value', [subAttribute])} FROM json_each(r.body, ${jsonPath(steps)}) AS v
    ORDER BY ${jsonAt('v.value', ['primary'])} IS 1 DESC, v.key LIMIT 1)`;
}
