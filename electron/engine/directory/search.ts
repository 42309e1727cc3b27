import { type Reading, startReading } from '../scim/dialect/reading.ts';
import { scimError } from '../scim/error.ts';
import { readingAtMost, readingTerms } from '../scim/filter/cost.ts';
import { parseFilter } from '../scim/filter/parser.ts';
import { resolveFilter } from '../scim/filter/resolve.ts';
import { listResponse, type Page, type Place, pageOf } from '../scim/list.ts';
import { parseProjection } from '../scim/project.ts';
import type { ResourceType } from '../scim/schema.ts';
import type { ListQuery } from '../scim/search-request.ts';
import { parseSort } from '../scim/sort.ts';
import { compileFilter } from '../store/filter.ts';
import { groupFilterTable, userFilterTable } from '../store/filterTable.ts';
import { countGroups, findGroups, groupPage, groupsByPk } from '../store/group.ts';
import { countListed, keyNow, type Listed, type Slot, slotsBeyond, slotsFrom } from '../store/page.ts';
import { compileSortKey } from '../store/sort.ts';
import type { ReadDb } from '../store/sql.ts';
import { findUsers, userPage, usersByPk } from '../store/user.ts';
import { type CursorOf, openCursor, type Position, sealCursor } from './cursor.ts';
import { answerGroup, answerUsers } from './reply.ts';

/** A question for users, for groups, or for both in one list. */
export interface Search {
  readonly source: { readonly pk: number; readonly key: string; readonly tokenHashes: readonly Buffer[] };
  /** The source's base URL. */
  readonly base: string;
  /** One or both; resources that are equal in the order of the list stand in this order of their types. */
  readonly types: readonly ResourceType[];
  readonly query: ListQuery;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

export interface Found {
  /** The text of a ListResponse. */
  readonly body: string;
  readonly total: number;
}

/** A list as it is to be read from the store. */
interface List {
  readonly listed: readonly Listed[];
  readonly descending: boolean;
  readonly isSorted: boolean;
  readonly cursors: CursorOf;
}

/** What a page holds, and where it stands. */
interface FoundPage {
  readonly total: number;
  readonly place: Place;
  readonly texts: readonly string[];
}

/**
 * RFC 7644 §3.4.2, RFC 9865: one page of the resources that match, in the order that is asked for, or else in the one in
 * which they were made.
 *
 * @throws ScimError invalidFilter, invalidValue, invalidCount, invalidCursor or expiredCursor
 */
export function searchResources(db: ReadDb, search: Search, reading: Reading): Found {
  const page = pageOf(search.query);
  const list = listOf(search, reading);
  const { total, place, texts } =
    page.by === 'cursor' ? pageByCursor(db, search, list, page) : pageByIndex(db, search, list, page);
  return { total, body: listResponse(total, place, texts) };
}

/** What a filter is as sent; null lists everything. */
export function filterOf({ filter }: ListQuery): string | null {
  const text = filter?.trim() ?? '';
  return text === '' ? null : text;
}

/** RFC 7644 §3.12, tooMany: more "than the server is willing to calculate or process". Others wait meanwhile. */
function refuseCostly(terms: number): void {
  if (terms <= readingAtMost) return;
  throw scimError.tooMany(
    `The filter asks ${terms} things of every resource; at most ${readingAtMost} are asked. Ask by “eq” of an id, a name or a value, or in several requests.`,
  );
}

function listOf({ source, types, query }: Search, reading: Reading): List {
  const filter = filterOf(query);
  const parsed = filter === null ? null : parseFilter(filter, reading);
  const sorts = types.map((type, position) => {
    const inOrder = [type, ...types.filter((other) => other !== type)];
    // What was understood for the first type is the same for the other, and is not told twice.
    const own = position === 0 ? reading : startReading(reading.dialect);
    const table = type.name === 'User' ? userFilterTable : groupFilterTable;
    const resolved = parsed === null ? null : resolveFilter(parsed, type, own, inOrder.slice(1));
    if (resolved !== null) refuseCostly(readingTerms(resolved));
    const sort = parseSort(query, inOrder, own);
    const listed: Listed = {
      table,
      condition: resolved === null ? null : compileFilter(resolved, table),
      key: sort === null ? null : compileSortKey(sort.path, table),
    };
    return { listed, sort };
  });
  const sort = sorts[0]?.sort ?? null;
  const descending = sort?.descending === true;
  const names = types.map((type) => type.name).join();
  const order = sort === null ? '' : `${sort.path.key} ${descending ? 'descending' : 'ascending'}`;
  return {
    listed: sorts.map(({ listed }) => listed),
    descending,
    isSorted: sort !== null,
    cursors: { secret: source.tokenHashes, list: [source.key, names, filter ?? '', order] },
  };
}

type PageBy<Way extends Page['by']> = Extract<Page, { readonly by: Way }>;

function pageByIndex(
  db: ReadDb,
  search: Search,
  { listed, descending, isSorted }: List,
  { startIndex, count }: PageBy<'index'>,
): FoundPage {
  const place = { startIndex };
  const offset = startIndex - 1;
  const [only] = listed;
  if (only !== undefined && listed.length === 1 && !isSorted) {
    return { place, ...pageOfType(db, search, only, offset, count) };
  }
  const slots = slotsFrom(db, search.source.pk, listed, descending ? 'descending' : 'ascending', offset, count);
  const isWhole = slots.length < count && (slots.length > 0 || offset === 0);
  const total = isWhole ? offset + slots.length : countListed(db, search.source.pk, listed);
  return { total, place, texts: textsOf(db, slots, search) };
}

/** What is asked most: one type, as old as they are. */
function pageOfType(
  db: ReadDb,
  { source: { pk }, base, types: [type], query }: Search,
  { table, condition }: Listed,
  offset: number,
  count: number,
): Omit<FoundPage, 'place'> {
  if (type === undefined) return { total: 0, texts: [] };
  const projection = parseProjection(type, query);
  if (table.name === 'user_resource') {
    const { total, page } =
      condition === null ? userPage(db, pk, offset, count) : findUsers(db, pk, condition, offset, count);
    return { total, texts: answerUsers(db, page, base, projection).map(({ body }) => body) };
  }
  const { total, page } =
    condition === null
      ? { total: countGroups(db, pk), page: groupPage(db, pk, offset, count) }
      : findGroups(db, pk, condition, offset, count);
  return { total, texts: page.map((row) => answerGroup(db, row, base, projection).body) };
}

function pageByCursor(db: ReadDb, search: Search, list: List, page: PageBy<'cursor'>): FoundPage {
  const { listed, descending, cursors } = list;
  const { source, now } = search;
  const { count } = page;
  const position = page.cursor === '' ? null : openCursor(cursors, page.cursor, now);
  // RFC 9865 §2: a count of 0 asks for totalResults alone.
  if (count === 0) return { total: countListed(db, source.pk, listed), place: {}, texts: [] };
  const isBackward = position?.side === 'before';
  const direction = descending === isBackward ? 'ascending' : 'descending';
  const found = slotsBeyond(db, source.pk, listed, direction, anchorOf(db, listed, position), count + 1);
  // Nothing stands before the anchor any more: the first page is what it begins.
  if (isBackward && found.length === 0) return pageByCursor(db, search, list, { ...page, cursor: '' });
  const slots = found.slice(0, count);
  const isMore = found.length > count;
  if (isBackward) slots.reverse();
  const [first, last] = [slots[0], slots.at(-1)];
  const hasPrevious = isBackward ? isMore : position !== null;
  const hasNext = isBackward || isMore;
  const total = position === null && !isMore ? slots.length : countListed(db, source.pk, listed);
  const place: Place = {
    ...(hasPrevious && first ? { previousCursor: sealCursor(cursors, { side: 'before', slot: first }, now) } : {}),
    ...(hasNext && last ? { nextCursor: sealCursor(cursors, { side: 'after', slot: last }, now) } : {}),
  };
  return { total, place, texts: textsOf(db, slots, search) };
}

/** The place that a cursor stands for. A key too long for a cursor is that of the resource, which stays when deleted. */
function anchorOf(db: ReadDb, listed: readonly Listed[], position: Position | null): Slot | null {
  if (position === null) return null;
  const { kind, pk, key } = position.slot;
  const own = listed.find(({ table }) => table.name === kind);
  return { kind, pk, key: key === undefined && own !== undefined ? (keyNow(db, own, pk) ?? null) : (key ?? null) };
}

/** The resources of a page in its order. */
function textsOf(db: ReadDb, slots: readonly Slot[], { base, types, query }: Search): readonly string[] {
  const texts = new Map<string, string>();
  for (const type of types) {
    const kind: Slot['kind'] = type.name === 'User' ? 'user_resource' : 'group_resource';
    const pks = slots.filter((slot) => slot.kind === kind).map(({ pk }) => pk);
    if (pks.length === 0) continue;
    const projection = parseProjection(type, query);
    if (type.name === 'User') {
      const rows = usersByPk(db, pks);
      const inOrder = answerUsers(db, rows, base, projection);
      rows.forEach(({ pk }, position) => void texts.set(`${kind} ${pk}`, inOrder[position]?.body ?? ''));
    } else {
      for (const row of groupsByPk(db, pks))
        texts.set(`${kind} ${row.pk}`, answerGroup(db, row, base, projection).body);
    }
  }
  return slots.flatMap(({ kind, pk }) => texts.get(`${kind} ${pk}`) ?? []);
}
