import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attributesOf, createEmptied, lost, withHeld } from '../../electron/engine/directory/emptied.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';

const SOURCE = 1;
const MINUTE = 60_000;
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

/** Notes people by number as having lost what is named like them. @returns who is newly in doubt */
const watch = () => {
  const emptied = createEmptied();
  return {
    loses: (personPk: number, now: number, { path = 'title', source = SOURCE, value = `t${personPk}` } = {}) =>
      emptied.note(source, path, { personPk, value }, now).map((former) => `${former.personPk} ${former.value}`),
    regains: (personPk: number) => emptied.forget(SOURCE, 'title', personPk),
  };
};

describe('attributes that go empty', () => {
  it('of one and of two people are a wish', () => {
    const { loses } = watch();
    expect([loses(1, 0), loses(2, 0), loses(2, 1)]).toEqual([[], [], []]);
  });

  it('of three are doubt about all of them, each asked about once', () => {
    const { loses } = watch();
    expect([loses(1, 0), loses(2, 0)]).toEqual([[], []]);
    expect(loses(3, 0)).toEqual(['1 t1', '2 t2', '3 t3']);
    expect(loses(4, 0)).toEqual(['4 t4']);
  });

  it('are counted within ten minutes', () => {
    const { loses } = watch();
    loses(1, 0);
    loses(2, 9 * MINUTE);
    expect(loses(3, 10 * MINUTE + 1)).toEqual([]);
    expect(loses(4, 11 * MINUTE)).toEqual(['2 t2', '3 t3', '4 t4']);
  });

  it('are counted for each source and attribute by itself', () => {
    const { loses } = watch();
    loses(1, 0);
    loses(2, 0, { path: 'userType' });
    loses(3, 0, { source: 2 });
    expect(loses(4, 0)).toEqual([]);
  });

  it('and come back are counted no more, and their former value is not theirs any more', () => {
    const { loses, regains } = watch();
    loses(1, 0);
    loses(2, 0);
    regains(1);
    expect(loses(3, 0)).toEqual([]);
    expect(loses(1, 0, { value: 'newer' })).toEqual(['2 t2', '3 t3', '1 newer']);
  });
});

/** Something that happens to one of five people's titles. */
const happening = fc.record({
  what: fc.constantFrom('loses', 'regains', 'leaves'),
  personPk: fc.nat({ max: 4 }),
  minutes: fc.nat({ max: 6 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer One> ? One : never;

describe('what is undone', () => {
  it('has never been', () => {
    const some = fc.array(happening, { maxLength: 12 });
    fc.assert(
      fc.property(some, some, some, (before, undone, after) => {
        const told = (stories: readonly (readonly [readonly Happening[], boolean])[]) => {
          const emptied = createEmptied();
          let now = 0;
          return stories.flatMap(([story, stays]) => {
            const start = now;
            const forget = emptied.mark();
            const doubts = story.map(({ what, personPk, minutes }) => {
              now += minutes * MINUTE;
              if (what === 'regains') emptied.forget(SOURCE, 'title', personPk);
              if (what === 'leaves') emptied.forgetPerson(SOURCE, personPk);
              if (what !== 'loses') return [];
              const former = { personPk, value: `t${personPk}` };
              return emptied.note(SOURCE, 'title', former, now).map((one) => one.personPk);
            });
            if (stays) {
              emptied.keep();
              return doubts.map((people) => people.toSorted());
            }
            forget();
            now = start;
            return [];
          });
        };
        const withIt = told([
          [before, true],
          [undone, false],
          [after, true],
        ]);
        expect(withIt).toEqual(
          told([
            [before, true],
            [after, true],
          ]),
        );
      }),
    );
  });
});

const name = fc.constantFrom('title', 'emails', 'userType', `${enterprise}:department`, `${enterprise}:costCenter`);
const user = fc.dictionary(name, fc.constantFrom<string[]>('a', 'b'), { noNullPrototype: true }).map((paths) => {
  let resource: JsonObject = { schemas: [enterprise], id: '1', userName: 'ada', active: true };
  for (const [path, value] of Object.entries(paths)) resource = withHeld(resource, path, value);
  return resource;
});

describe('what a user has lost', () => {
  it('put back gives everything that was there', () => {
    fc.assert(
      fc.property(user, user, (before, after) => {
        const gone = lost(before, after);
        const whole = gone.reduce((all, { path, value }) => withHeld(all, path, value), after);
        expect(lost(before, whole)).toEqual([]);
        // And nothing else was touched.
        const paths = new Set(gone.map(({ path }) => path));
        const others = attributesOf(whole).filter(({ path }) => !paths.has(path));
        expect(others).toEqual(attributesOf(after));
      }),
    );
  });

  it.each<[string, JsonObject, JsonObject, string[]]>([
    ['an attribute', { title: 'Lead' }, {}, ['title']],
    [
      'one of an extension',
      { [enterprise]: { department: 'Sales', costCenter: '1' } },
      { [enterprise]: { costCenter: '1' } },
      [`${enterprise}:department`],
    ],
    ['the whole extension', { [enterprise]: { department: 'Sales' } }, {}, [`${enterprise}:department`]],
    ['another value is no loss', { title: 'Lead' }, { title: 'Clerk' }, []],
    ['what names a user is not watched', { displayName: 'Ada', externalId: '7', active: true }, {}, []],
  ])('%s', (_case, before, after, paths) => {
    expect(lost(before, after).map(({ path }) => path)).toEqual(paths);
  });
});
