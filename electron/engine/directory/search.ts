import type { Reading } from '../scim/dialect/reading.ts';
import { parseFilter } from '../scim/filter/parser.ts';
import { resolveFilter } from '../scim/filter/resolve.ts';
import { listResponse, type Page } from '../scim/list.ts';
import type { Projection } from '../scim/project.ts';
import { resourceTypes } from '../scim/schema.ts';
import { compileFilter, groupFilterTable, userFilterTable } from '../store/filter.ts';
import { countGroups, findGroups, groupPage } from '../store/group.ts';
import type { ReadDb } from '../store/sql.ts';
import { countUsers, findUsers, userPage } from '../store/user.ts';
import { groupText, userTexts } from './reply.ts';

export interface Search {
  /** As sent; null lists everything. */
  readonly filter: string | null;
  readonly page: Page;
  readonly projection: Projection;
}

export interface Found {
  readonly body: string;
  readonly total: number;
}

/** RFC 7644 §3.4.2: a page of users, in the order in which they were made. @throws ScimError invalidFilter */
export function searchUsers(db: ReadDb, sourcePk: number, base: string, search: Search, reading: Reading): Found {
  const { startIndex, count } = search.page;
  const offset = startIndex - 1;
  const { total, page } =
    search.filter === null
      ? { total: countUsers(db, sourcePk), page: userPage(db, sourcePk, offset, count) }
      : findUsers(db, sourcePk, conditionOf(search.filter, 'User', reading), offset, count);
  const resources = userTexts(db, page, base, search.projection);
  return { total, body: listResponse({ totalResults: total, startIndex, resources }) };
}

/** RFC 7644 §3.4.2: a page of groups. @throws ScimError invalidFilter */
export function searchGroups(db: ReadDb, sourcePk: number, base: string, search: Search, reading: Reading): Found {
  const { startIndex, count } = search.page;
  const offset = startIndex - 1;
  const { total, page } =
    search.filter === null
      ? { total: countGroups(db, sourcePk), page: groupPage(db, sourcePk, offset, count) }
      : findGroups(db, sourcePk, conditionOf(search.filter, 'Group', reading), offset, count);
  const resources = page.map((row) => groupText(db, row, base, search.projection));
  return { total, body: listResponse({ totalResults: total, startIndex, resources }) };
}

function conditionOf(filter: string, type: 'User' | 'Group', reading: Reading) {
  const resolved = resolveFilter(parseFilter(filter, reading), resourceTypes[type], reading);
  return compileFilter(resolved, type === 'User' ? userFilterTable : groupFilterTable);
}
