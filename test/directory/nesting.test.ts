import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { belongingsOf, wayOf } from '../../electron/engine/directory/belonging.ts';
import { createGroup, patchGroup, removeGroup } from '../../electron/engine/directory/groups.ts';
import { describePerson } from '../../electron/engine/directory/person.ts';
import { answerUser } from '../../electron/engine/directory/reply.ts';
import { evaluateFilter } from '../../electron/engine/scim/filter/evaluate.ts';
import { parseFilter } from '../../electron/engine/scim/filter/parser.ts';
import { resolveFilter } from '../../electron/engine/scim/filter/resolve.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { parseProjection } from '../../electron/engine/scim/project.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { compileFilter } from '../../electron/engine/store/filter.ts';
import { userFilterTable } from '../../electron/engine/store/filterTable.ts';
import type { GroupRow } from '../../electron/engine/store/group.ts';
import { findUsers, getUser } from '../../electron/engine/store/user.ts';
import { patchSchema } from '../support/scim.ts';
import { openDirectory } from './act.ts';
import { Nesting, steps } from './nesting-model.ts';

const base = 'http://127.0.0.1/scim/v2/k';
const projection = parseProjection(resourceTypes.User, {});
/** Founds companies in one directory: making a database takes longer than everything that is done there. */
function founding(): () => Nesting {
  const directory = openDirectory();
  let companies = 0;
  return () => new Nesting(directory, ++companies);
}

const setMinus = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((id) => !other.has(id));

/** The users that a filter finds in the store, and those that it finds among what is answered of each. */
function bothWays(
  nesting: Nesting,
  text: string,
): { readonly sql: readonly string[]; readonly shown: readonly string[] } {
  const { db, sourcePk } = nesting.directory;
  const filter = resolveFilter(parseFilter(text), resourceTypes.User);
  const { page } = findUsers(db, sourcePk, compileFilter(filter, userFilterTable), 0, 1000);
  const own = new Set(nesting.users.map(({ id }) => id));
  const shown = nesting.users.filter((user) =>
    evaluateFilter(filter, JSON.parse(answerUser(db, user, base, projection).body) as JsonObject),
  );
  return { sql: page.map(({ id }) => id).filter((id) => own.has(id)), shown: shown.map(({ id }) => id) };
}

describe('groups in groups, in any order and in circles', () => {
  it('give everybody the groups that they are in, each by the shortest way', () => {
    const found = founding();
    fc.assert(
      fc.property(steps, (taken) => {
        const nesting = found();
        for (const step of taken) nesting.take(step);
        const { db } = nesting.directory;
        const belongings = belongingsOf(
          db,
          nesting.users.map(({ pk }) => pk),
        );
        for (const user of nesting.users) {
          const theirs = belongings.get(user.pk) ?? [];
          const distances = theirs.map((one) => [one.group.id, wayOf(one).length + 1] as const);
          expect(new Map(distances)).toEqual(nesting.groupsOf(user.id));
          expect(distances.length, 'each group once').toBe(new Map(distances).size);
          for (const one of theirs) {
            const way = [user.id, ...wayOf(one).map(nesting.idOf), one.group.id];
            for (const [n, id] of way.slice(1).entries()) expect(nesting.isMember(way[n] ?? '', id)).toBe(true);
          }
          const described = describePerson(db, user.person_pk);
          expect(new Set(described?.groups)).toEqual(new Set(nesting.groupsOf(user.id).keys()));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('name every person and every group that a step changes something of', () => {
    const found = founding();
    fc.assert(
      fc.property(steps, (taken) => {
        const nesting = found();
        for (const step of taken) {
          const before = nesting.everybody();
          const written = nesting.take(step);
          for (const [person, after] of nesting.everybody()) {
            const was = before.get(person) ?? new Set();
            const changed = [...setMinus(after, was), ...setMinus(was, after)];
            if (changed.length > 0) expect(written?.touched.has(person)).toBe(true);
            expect(setMinus(new Set(changed), new Set(written?.groups))).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are found by filters as they are shown', () => {
    const filters = (id: string) => [
      `groups.value eq "${id}"`,
      `groups eq "${id}"`,
      `groups.value ne "${id}"`,
      `not (groups.value eq "${id}")`,
      `groups[value eq "${id}" and type eq "direct"]`,
      `groups[value eq "${id}" and not (type eq "direct")]`,
      `groups[type eq "Indirect" and display ne "group 1"]`,
      'groups pr',
      'groups.type eq "indirect"',
      'groups.display co "3" or groups.display eq "GROUP 2"',
    ];
    const found = founding();
    fc.assert(
      fc.property(steps, fc.nat(4), (taken, index) => {
        const nesting = found();
        for (const step of taken) nesting.take(step);
        for (const text of filters(nesting.groups[index]?.id ?? '')) {
          const { sql, shown } = bothWays(nesting, text);
          expect(sql, text).toEqual(shown);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Somebody in Marketing, which is in Business, which is in Everybody. */
function chain() {
  const nesting = new Nesting(openDirectory());
  const [user] = nesting.users;
  if (!user) throw new Error('nobody is there');
  const create = (displayName: string, memberId: string): GroupRow => {
    const members = [{ value: memberId }];
    const { row } = nesting.directory.act((act) => createGroup(act, { displayName, members }));
    if (!row) throw new Error('nothing was created');
    return row;
  };
  const marketing = create('Marketing', user.id);
  const business = create('Business', marketing.id);
  return { ...nesting.directory, user, marketing, business, everyone: create('Everybody', business.id) };
}

describe('a user', () => {
  it('is answered with groups of both kinds, and its meta tells of them by the version alone', () => {
    const { act, db, user, marketing, business, everyone } = chain();
    const value = ({ id }: GroupRow, display: string, type: string) => ({
      value: id,
      $ref: `${base}/Groups/${id}`,
      display,
      type,
    });
    const shown = () => {
      const row = getUser(db, user.pk);
      return JSON.parse(row ? answerUser(db, row, base, projection).body : '{}');
    };
    const before = shown();
    expect(before.groups).toEqual([
      value(marketing, 'Marketing', 'direct'),
      value(business, 'Business', 'indirect'),
      value(everyone, 'Everybody', 'indirect'),
    ]);
    const Operations = [{ op: 'add', path: 'members', value: [{ value: user.id }] }];
    act((one) => patchGroup(one, everyone.id, { schemas: [patchSchema], Operations }));
    const after = shown();
    expect(after.groups.at(1)).toEqual(value(everyone, 'Everybody', 'direct'));
    const [{ version: was, ...meta }, { version: is, ...same }] = [before.meta, after.meta];
    expect(same).toEqual(meta);
    expect([was, is].map((version) => version.split('-', 1)[0])).toEqual(['W/"1', 'W/"1']);
    expect(is).not.toBe(was);
  });

  it('is not in what held a group that is deleted, and rules see by which way they are in the others', () => {
    const { act, db, user, marketing, business } = chain();
    const seen = describePerson(db, user.person_pk);
    expect([...(seen?.through.values() ?? [])]).toEqual([['Marketing'], ['Marketing', 'Business']]);
    const { touched, groups } = act((one) => removeGroup(one, business.id));
    expect(touched).toEqual(new Set([user.person_pk]));
    expect(groups).toHaveLength(2);
    expect(describePerson(db, user.person_pk)?.groups).toEqual([marketing.id]);
  });
});
