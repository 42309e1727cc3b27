import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { compileFilter } from '../../electron/engine/store/filter.ts';
import { groupFilterTable, userFilterTable } from '../../electron/engine/store/filterTable.ts';
import { findGroups } from '../../electron/engine/store/group.ts';
import { findUsers } from '../../electron/engine/store/user.ts';
import { plansOf, testStore } from './database.ts';

const { User, Group } = resourceTypes;

function planOf(type: 'User' | 'Group', filter: string): string[] {
  const { db } = testStore();
  return plansOf(db, (read) =>
    type === 'User'
      ? findUsers(read, 1, compileFilter(resolveFilter(parseFilter(filter), User), userFilterTable), 0, 100)
      : findGroups(read, 1, compileFilter(resolveFilter(parseFilter(filter), Group), groupFilterTable), 0, 100),
  );
}

/** [type, what IdPs look up, the index that it must go by] */
const lookups: ['User' | 'Group', string, RegExp][] = [
  ['User', 'userName eq "Ada@Example.com"', /SEARCH r USING INDEX user_name \(source_pk=\? AND user_name_folded=\?\)/],
  ['User', 'externalId eq "x"', /SEARCH r USING INDEX user_external \(source_pk=\? AND external_id=\?/],
  ['User', 'displayName eq "Ada"', /SEARCH r USING INDEX user_display \(source_pk=\? AND display_name_folded=\?\)/],
  ['User', 'id eq "x"', /SEARCH r USING INDEX sqlite_autoindex_user_resource_1 \(id=\?\)/],
  ['User', 'emails.value eq "ada@example.com"', /INDEX user_value_find \(path=\? AND value=\?\)/],
  ['User', 'emails eq "ada@example.com"', /INDEX user_value_find \(path=\? AND value=\?\)/],
  ['User', 'emails[value eq "ada@example.com"]', /INDEX user_value_find \(path=\? AND value=\?\)/],
  ['User', 'emails[type eq "work" and value eq "ada@example.com"]', /INDEX user_value_find \(path=\? AND value=\?\)/],
  ['User', 'phoneNumbers.value eq "1"', /INDEX user_value_find \(path=\? AND value=\?\)/],
  ['User', 'userName eq "a" and active eq true', /SEARCH r USING INDEX user_name /],
  ['User', 'userName sw "ada"', /SEARCH r USING INDEX user_(name|live) /],
  ['Group', 'displayName eq "Editors"', /SEARCH r USING INDEX group_name \(source_pk=\? AND display_name_folded=\?\)/],
  ['Group', 'externalId eq "x"', /SEARCH r USING INDEX group_external \(source_pk=\? AND external_id=\?\)/],
  ['Group', 'id eq "x"', /SEARCH r USING INDEX sqlite_autoindex_group_resource_1 \(id=\?\)/],
  ['Group', 'members.value eq "x"', /SEARCH .*INDEX/],
];

describe('as the directory grows', () => {
  it.each(lookups)('a %s where %s is found by an index', (type, filter, index) => {
    const plan = planOf(type, filter);
    expect(plan.join('\n')).toMatch(index);
    expect(plan.filter((step) => /^SCAN (?!CONSTANT ROW|json_each|e\d+ VIRTUAL TABLE)/.test(step))).toEqual([]);
  });

  it('what is only a part of a value is looked for in the index of values, and the few that have it are looked into', () => {
    const steps = planOf('User', 'emails[type eq "work" and value co "x"] and active eq true').join('\n');
    expect(steps).toMatch(/SEARCH v USING COVERING INDEX user_value_find \(path=\?\)/);
    expect(steps).toMatch(/SEARCH r USING INDEX user_live \(source_pk=\? AND pk=\?\)/);
    expect(steps).not.toContain('TEMP B-TREE');
  });
});
