import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { count, difference, differenceInWords, nameOf } from '../../electron/engine/directory/words.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

it.each<[JsonObject, string]>([
  [{ displayName: 'Ada Lovelace', userName: 'ada' }, 'Ada Lovelace'],
  [{ displayName: ' ', name: { formatted: 'Countess Ada' }, userName: 'ada' }, 'Countess Ada'],
  [{ name: { givenName: 'Ada', familyName: 'Lovelace' }, userName: 'ada' }, 'Ada Lovelace'],
  [{ name: { familyName: 'Lovelace' } }, 'Lovelace'],
  [{ userName: 'ada' }, 'ada'],
  [{}, 'a user without a name'],
])('%j is called %s', (user, name) => expect(nameOf(user)).toBe(name));

it.each<[JsonObject, JsonObject, string]>([
  [{ active: true }, { active: false }, 'active true -> false'],
  [{ title: 'a' }, {}, 'title a -> none'],
  [{}, { title: 'a' }, 'title none -> a'],
  [{}, { emails: [{ value: 'a@x' }] }, 'emails added'],
  [{ emails: [{ value: 'a@x' }] }, {}, 'emails removed'],
  [{ emails: [{ value: 'a@x' }] }, { emails: [] }, 'emails changed'],
  [{ [enterprise]: { department: 'a' } }, { [enterprise]: { department: 'b' } }, 'department a -> b'],
  [
    { title: 'a', active: true, userName: 'ada', nickName: 'x', userType: 'y' },
    { title: 'b', active: false, userName: 'ada.l', nickName: 'z', userType: 'w' },
    'active true -> false, userName ada -> ada.l, nickName x -> z, 2 more',
  ],
  [{ title: 'x'.repeat(100) }, {}, `title ${'x'.repeat(60)} -> none`],
])('from %j to %j is “%s”', (before, after, words) => {
  expect(differenceInWords(difference(before, after))).toBe(words);
});

it('counts in words', () =>
  expect([count(0, 'member'), count(1, 'member'), count(2, 'person', 'people')]).toEqual([
    '0 members',
    '1 member',
    '2 people',
  ]));

describe('the difference of two resources', () => {
  const user = fc.dictionary(
    fc.constantFrom('title', 'emails', 'active', 'userType'),
    fc.oneof(fc.string(), fc.boolean(), fc.constantFrom({ value: 'a' }, [{ value: 'a' }], [])),
    { noNullPrototype: true },
  ) as fc.Arbitrary<JsonObject>;

  it('is nothing between a resource and itself, and the reverse the other way round', () => {
    fc.assert(
      fc.property(user, user, (a, b) => {
        expect(difference(a, structuredClone(a))).toEqual({ before: {}, after: {} });
        const [forth, back] = [difference(a, b), difference(b, a)];
        expect([forth.before, forth.after]).toEqual([back.after, back.before]);
      }),
    );
  });

  it('holds what was and what is, and says nothing of id and schemas', () => {
    const before = { schemas: ['a'], id: '1', title: 'x', active: true };
    expect(difference(before, { schemas: ['b'], id: '2', active: true })).toEqual({
      before: { title: 'x' },
      after: {},
    });
    expect(difference(null, before)).toEqual({ before: {}, after: { title: 'x', active: true } });
  });
});
