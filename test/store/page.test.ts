import { describe, expect, it } from 'vitest';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { parseSort } from '../../electron/engine/scim/sort.ts';
import { compileFilter } from '../../electron/engine/store/filter.ts';
import { groupFilterTable, userFilterTable } from '../../electron/engine/store/filterTable.ts';
import { groupsByPk } from '../../electron/engine/store/group.ts';
import { type Listed, type Slot, slotsBeyond, slotsFrom } from '../../electron/engine/store/page.ts';
import { compileSortKey } from '../../electron/engine/store/sort.ts';
import type { ReadDb } from '../../electron/engine/store/sql.ts';
import { usersByPk } from '../../electron/engine/store/user.ts';
import { plansOf, testStore } from './database.ts';

type TypeName = 'User' | 'Group';
const { User, Group } = resourceTypes;

function listed(name: TypeName, sortBy: string, filter?: string): Listed {
  const [type, table] = name === 'User' ? [User, userFilterTable] : [Group, groupFilterTable];
  const sort = parseSort({ sortBy }, [type], startReading());
  return {
    table,
    condition: filter === undefined ? null : compileFilter(resolveFilter(parseFilter(filter), type), table),
    key: sort === null ? null : compileSortKey(sort.path, table),
  };
}

const kinds = { User: 'user_resource', Group: 'group_resource' } as const;
const at = (name: TypeName, key: Slot['key']): Slot => ({ kind: kinds[name], pk: 1, key });
const plan = (ask: (db: ReadDb) => unknown) => plansOf(testStore().db, ask).join('\n');
const directions = ['ascending', 'descending'] as const;

describe('as the lists grow', () => {
  describe.each(directions)('%s', (direction) => {
    it.each<[TypeName, string, RegExp]>([
      ['User', 'userName', /SEARCH r USING (COVERING )?INDEX user_name \(source_pk=\?\)/],
      ['User', 'displayName', /SEARCH r USING (COVERING )?INDEX user_display \(source_pk=\?\)/],
      ['Group', 'displayName', /SEARCH r USING (COVERING )?INDEX group_name \(source_pk=\?\)/],
      ['User', '', /SEARCH r USING (COVERING )?INDEX user_live \(source_pk=\?\)/],
      ['Group', '', /SEARCH r USING (COVERING )?INDEX group_live \(source_pk=\?\)/],
    ])('a page of %ss by %s is read off its index', (name, sortBy, index) => {
      const steps = plan((db) => slotsFrom(db, 1, [listed(name, sortBy)], direction, 9, 9));
      expect(steps).toMatch(index);
      expect(steps).not.toContain('TEMP B-TREE');
    });

    it.each<[TypeName, string, RegExp]>([
      ['User', 'userName', /INDEX user_name \(source_pk=\? AND user_name_folded[<>]\?\)/],
      ['User', 'displayName', /INDEX user_display \(source_pk=\? AND display_name_folded[<>]\?\)/],
      ['User', 'externalId', /INDEX user_external \(source_pk=\? AND external_id[<>]\?\)/],
      ['Group', 'displayName', /INDEX group_name \(source_pk=\? AND display_name_folded[<>]\?\)/],
      ['Group', 'externalId', /INDEX group_external \(source_pk=\? AND external_id[<>]\?\)/],
    ])('%ss beyond a cursor by %s are one range of its index', (name, sortBy, index) => {
      const steps = plan((db) => slotsBeyond(db, 1, [listed(name, sortBy)], direction, at(name, 'm'), 9));
      expect(steps).toMatch(index);
      expect(steps).not.toContain('TEMP B-TREE FOR ORDER BY');
    });

    it.each<[TypeName, string, RegExp]>([
      ['User', 'displayName', /INDEX user_display \(source_pk=\? AND display_name_folded=\? AND rowid[<>]\?\)/],
      ['User', '', /INDEX user_live \(source_pk=\? AND pk[<>]\?\)/],
      ['Group', '', /INDEX group_live \(source_pk=\? AND pk[<>]\?\)/],
    ])('%ss without a value beyond a cursor by "%s" likewise', (name, sortBy, index) => {
      const steps = plan((db) => slotsBeyond(db, 1, [listed(name, sortBy)], direction, at(name, null), 9));
      expect(steps).toMatch(index);
      expect(steps).not.toContain('TEMP B-TREE');
    });

    it('both types in one list are merged, each off its own index', () => {
      const both = [listed('User', 'displayName'), listed('Group', 'displayName')];
      const steps = plan((db) => slotsBeyond(db, 1, both, direction, at('Group', 'm'), 9));
      expect(steps).toContain('MERGE (UNION ALL)');
      expect(steps).toMatch(/INDEX user_display \(source_pk=\? AND display_name_folded[<>]\?\)/);
      expect(steps).toMatch(/INDEX group_name \(source_pk=\? AND display_name_folded[<>]\?\)/);
    });

    it('a filter is asked of the few that the cursor leaves', () => {
      const some = listed('User', 'userName', 'title eq "x"');
      expect(plan((db) => slotsBeyond(db, 1, [some], direction, at('User', 'm'), 9))).toMatch(
        /INDEX user_name \(source_pk=\? AND user_name_folded[<>]\?\)/,
      );
    });
  });

  it('what is worked out from bodies is worked out once for each', () => {
    const steps = plan((db) => slotsBeyond(db, 1, [listed('User', 'emails')], 'ascending', at('User', 'm'), 9));
    // One for those with a value, one for those without: the list may go on from the first into the second.
    expect(steps.match(/CORRELATED SCALAR SUBQUERY/g)).toHaveLength(2);
    expect(steps.match(/CO-ROUTINE r/g)).toHaveLength(2);
  });

  it('the resources of a page are fetched by their keys', () => {
    for (const ask of [usersByPk, groupsByPk])
      expect(plan((db) => ask(db, [1, 2]))).toMatch(/SEARCH \w+ USING INTEGER PRIMARY KEY/);
  });
});
