import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { difference, differenceInWords } from '../../electron/engine/directory/words.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

describe('what changed, on one line', () => {
  test.each<[string, JsonObject, JsonObject, string]>([
    [
      'what matters most comes first',
      { title: 'A', active: true },
      { active: false },
      'active true -> false, title A -> none',
    ],
    [
      'an extension by the names of its attributes',
      { [enterprise]: { department: 'Sales', costCenter: '7' } },
      { [enterprise]: { department: 'Support', costCenter: '7' } },
      'department Sales -> Support',
    ],
    ['an extension that was not there', {}, { [enterprise]: { department: 'Sales' } }, 'department none -> Sales'],
    [
      'a complex attribute by its sub-attributes',
      { name: { givenName: 'Ada', familyName: 'Byron' } },
      { name: { givenName: 'Ada', familyName: 'Lovelace' } },
      'name.familyName Byron -> Lovelace',
    ],
    [
      'a reference whole: its id says nothing',
      { [enterprise]: { manager: { value: '2819c223' } } },
      { [enterprise]: { manager: { value: '902c246b' } } },
      'manager changed',
    ],
    ['a reference that appears', { [enterprise]: {} }, { [enterprise]: { manager: { value: '1' } } }, 'manager added'],
    ['several values', { emails: [{ value: 'a@b' }] }, { emails: [{ value: 'c@d' }] }, 'emails changed'],
    ['values that go', { emails: [{ value: 'a@b' }] }, {}, 'emails removed'],
    [
      'three of many, and how many more',
      {},
      { title: 'Lead', [enterprise]: { department: 'Sales', division: 'North' }, nickName: 'A', locale: 'en' },
      'department none -> Sales, division none -> North, locale none -> en, 2 more',
    ],
  ])('%s', (_, before, after, words) => expect(differenceInWords(difference(before, after))).toBe(words));

  test('tells something exactly when something differs', () => {
    const leaf = fc.oneof(fc.string({ maxLength: 5 }), fc.boolean());
    const complex = fc.dictionary(fc.constantFrom('a', 'b', 'c'), leaf, { minKeys: 1 });
    const resource = fc.record({ title: leaf, name: complex, [enterprise]: complex }, { requiredKeys: [] });
    fc.assert(
      fc.property(resource, resource, (before, after) => {
        const changed = difference(before as JsonObject, after as JsonObject);
        const isSame = Object.keys(changed.before).length + Object.keys(changed.after).length === 0;
        expect(differenceInWords(changed) === '').toBe(isSame);
        expect(differenceInWords(changed)).not.toContain('urn:');
      }),
    );
  });
});
