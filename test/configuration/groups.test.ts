import { describe, expect, test } from 'vitest';
import { groupsNamedIn, renameGroups } from '../../electron/engine/mapping/groups.ts';

describe('the groups that an expression names', () => {
  const cases: readonly (readonly [expression: string, names: readonly string[], renamed: string])[] = [
    ['"a" in groups', ['a'], '"A" in groups'],
    ["'a' in groups", ['a'], '"A" in groups'],
    ['("a") in groups', ['a'], '("A") in groups'],
    ['user.title == "a"', [], 'user.title == "a"'],
    ['user.title == "a" && "a" in groups', ['a'], 'user.title == "a" && "A" in groups'],
    ['user.title in ["a"] || !("a" in groups)', ['a'], 'user.title in ["a"] || !("A" in groups)'],
    [
      '"b" in groups || "a" in groups || "b" in groups',
      ['b', 'a', 'b'],
      '"B" in groups || "A" in groups || "B" in groups',
    ],
    [
      'user.emails.exists(e, e.value == "a" && "a" in groups)',
      ['a'],
      'user.emails.exists(e, e.value == "a" && "A" in groups)',
    ],
    ['"a" in groups ? "a" : "b"', ['a'], '"A" in groups ? "a" : "b"'],
    ['"\\u0061" in groups', ['a'], '"A" in groups'],
    ['user.title == "\\"a\\" in groups"', [], 'user.title == "\\"a\\" in groups"'],
    ['user.title == "é€😀" && "a" in groups', ['a'], 'user.title == "é€😀" && "A" in groups'],
    ['"a" in', [], '"a" in'],
    ['user.title in groups', [], 'user.title in groups'],
  ];
  test.each(cases)('%s', (expression, names, renamed) => {
    expect(groupsNamedIn(expression).map(({ id }) => id)).toEqual(names);
    expect(renameGroups(expression, (id) => id.toUpperCase())).toBe(renamed);
    expect(renameGroups(expression, () => null)).toBe(expression);
  });
});
