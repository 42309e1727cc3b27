import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { GroupDetail, GroupRow } from '../../../shared/model/person.ts';
import { findDescribedGroup, type ListedGroupRow, listGroupPage, memberPage } from '../store/groupDetail.ts';
import { wordsOf } from '../store/searchable.ts';
import type { ReadDb } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';
import { notFound } from './refuse.ts';

/** Groups of every source by name, each with the id that rules pin; every word occurs in the name. */
export function listGroups(context: ApiContext, input: ParsedInput<'group.list'>): Output<'group.list'> {
  const place = readCursor(input.cursor, ['string', 'string']);
  const after = place && { name: String(place[0]), id: String(place[1]) };
  return pageOf(
    listGroupPage(context.db, wordsOf(input.text), after, input.limit + 1),
    input.limit,
    (row) => [row.name_folded, row.id],
    (row) => describe(context, row),
  );
}

/** One group, and the rules that name it: what it gives to whom. */
export function getGroupDetail(context: ApiContext, { id }: ParsedInput<'group.get'>): Output<'group.get'> {
  const row = existing(context.db, id);
  return {
    ...describe(context, row),
    externalId: row.external_id,
    createdAt: new Date(row.created_at).toISOString(),
    modifiedAt: new Date(row.modified_at).toISOString(),
    usedBy: rulesNaming(context, id),
  };
}

/** Members in the order in which they joined: people by the id of the person, and nested groups. */
export function listGroupMembers({ db }: ApiContext, input: ParsedInput<'group.members'>): Output<'group.members'> {
  const group = existing(db, input.id);
  const place = readCursor(input.cursor, ['number']);
  return pageOf(
    memberPage(db, group.pk, Number(place?.[0] ?? 0), input.limit + 1),
    input.limit,
    ({ pk }) => [pk],
    ({ type, id, name, active }) => ({ type, id, name, active: active === 1 }),
  );
}

function existing(db: ReadDb, id: string): ListedGroupRow {
  const row = findDescribedGroup(db, id);
  if (!row) throw notFound('group', id);
  return row;
}

const describe = (context: ApiContext, { id, name, source, members }: ListedGroupRow): GroupRow => ({
  id,
  name,
  source,
  members,
  rules: rulesNaming(context, id).length,
});

/**
 * The rules in force that name a group. The compiled snapshot knows which groups its expressions pin; an id is long and
 * random enough to be found in the text of the one that does.
 */
const rulesNaming = (context: ApiContext, groupId: string): GroupDetail['usedBy'] =>
  context.apps
    .list()
    .filter((app) => app.snapshot.pinnedGroups.has(groupId))
    .flatMap((app) =>
      app.snapshot.rules
        .filter((rule) => rule.when.includes(groupId))
        .map((rule) => ({
          app: { id: app.row.id, name: app.row.name },
          ruleId: rule.id,
          rule: rule.name,
          role: rule.role,
        })),
    );
