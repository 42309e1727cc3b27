import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addSource } from '../../electron/engine/store/source.ts';
import { type ReadDb, transaction } from '../../electron/engine/store/sql.ts';
import { addUserAndPerson, deleteUser, userPage } from '../../electron/engine/store/user.ts';
import { plansOf, testStore } from './database.ts';

/** A source with so many users, of whom every third was deleted. @returns keys of those who are there, in order */
function fill(db: ReadDb, key: string, count: number): number[] {
  return transaction(db, (write) => {
    const source = { id: key, key, name: key, dialect: 'entra', rate: 0, created_at: 1 } as const;
    const sourcePk = addSource(write, source);
    const there: number[] = [];
    for (let n = 0; n < count; n += 1) {
      const user = {
        id: `${key}${n}`,
        source_pk: sourcePk,
        external_id: null,
        user_name_folded: `${n}`,
        display_name_folded: null,
        active: 1,
        body: '{}',
      };
      const { userPk, personPk } = addUserAndPerson(write, { id: `p${key}${n}`, name: 'N' }, user, [], 1);
      if (n % 3 === 1) deleteUser(write, { pk: userPk, person_pk: personPk }, 2);
      else there.push(userPk);
    }
    return there;
  });
}

test('a page of users is the same from whichever end it is gone to', () => {
  const { db } = testStore();
  const there = [fill(db, 'a', 40), fill(db, 'b', 7), fill(db, 'c', 0)];
  const source = fc.nat({ max: there.length - 1 });
  fc.assert(
    fc.property(source, fc.nat({ max: 45 }), fc.nat({ max: 45 }), (which, offset, limit) => {
      const own = there[which] ?? [];
      const { total, page } = userPage(db, which + 1, offset, limit);
      expect(total).toBe(own.length);
      expect(page.map(({ pk }) => pk)).toEqual(own.slice(offset, offset + limit));
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['near the first', 2],
  ['near the last', 20],
])('a page %s is read off the index of those who are there', (_where, offset) => {
  const { db } = testStore();
  fill(db, 'a', 40);
  const steps = plansOf(db, (read) => userPage(read, 1, offset, 5)).join('\n');
  expect(steps).toMatch(/SEARCH user_resource USING INDEX user_live /);
  expect(steps).toMatch(/SEARCH r USING INTEGER PRIMARY KEY/);
  expect(steps).toMatch(/SEARCH source USING INTEGER PRIMARY KEY/);
});
