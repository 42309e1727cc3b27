import { describe, expect, it } from 'vitest';
import { compileSnapshot } from '../../electron/engine/mapping/compile.ts';
import { compileOne, context } from './company.ts';

/** The first problem as `offending text | sentence`. */
function problem(kind: 'when' | 'value', source: string): string {
  const compiled = compileOne(kind, source);
  if ('evaluate' in compiled) return 'accepted';
  const [first] = compiled;
  return first === undefined ? 'nothing' : `${source.slice(first.start, first.end)} | ${first.message}`;
}

describe('a mistake in a condition is told when it is saved', () => {
  it.each([
    ['user.departmnt == "x"', 'user.departmnt | user has no attribute “departmnt”. Did you mean department?'],
    ['user.Department == "x"', 'user.Department | user has no attribute “Department”. Did you mean department?'],
    ['user.xyzzy == "x"', 'user.xyzzy | user has no attribute “xyzzy”.'],
    [
      'user.name.famlyName == "x"',
      /^user\.name\.famlyName \| user\.name has no “famlyName”.*Did you mean familyName\?$/,
    ],
    ['user.name == "x"', /^user\.name \| user\.name has parts; name one: user\.name\.formatted/],
    ['user.title.text == "x"', /user\.title has no parts/],
    ['user.emails.value == "x"', /user\.emails is a list; use primary\(user\.emails\)/],
    ['user.emails == "x"', /does not take lists/],
    ['user == "x"', /user is the whole person/],
    ['department == "x"', /^department \| There is no “department” here\. Did you mean user\.department\?/],
    ['usr.department == "x"', /Did you mean user\?/],
    ['user.department = "x"', /^= \| .*write == to compare/],
    ['user.department == ', /the end/],
    ['user.department == “x”', /cannot stand here/],
    ['user.department', /^user\.department \| A condition yields yes or no/],
    ['"Marketing"', /A condition yields yes or no/],
    ['user.active == "true"', /compares yes or no with text/],
    ['user.department == 7', /compares text with number/],
    ['user.grade in [1, 2] && user.department in [1]', /compares text with number/],
    ['user.department < 3', /compares text with number/],
    ['user.emails.exists(e, e.tpe == "work")', /^e\.tpe \| e has no “tpe”.*Did you mean type\?/],
    ['user.emails.exists(user, true)', /“user” has a meaning already/],
    ['user.emails.exists(e, user.roles.exists(r, r.value == e.value))', /cannot stand inside another loop/],
    ['user.emails.exists(e, primary(user.roles) == e.value)', /cannot be gone through again/],
    ['user.emails.exists(e)', /where e stands for each element/],
    ['user.title.exists(c, c == "x")', /goes through a list/],
    ['user.title in groups', /Name the group by its id/],
    ['groups.exists(g, g == "x")', /asked for one group at a time/],
    ['size(groups) > 3', /asked for one group at a time/],
    ['"x" in "xyz"', /looks for a value in a list/],
    ['has(user.title)', /has is not used/],
    ['user.title.contain("x")', /no function “contain”. Did you mean contains\?/],
    ['timestamp("2020-01-01T00:00:00Z") == null', /no function “timestamp”/],
    ['cel.bind(x, true, x)', /There is no “cel” here|no function “bind”/],
    ['dyn(true)', /no function “dyn”/],
    ['type(user.title) == string', /no function “type”|There is no “string” here/],
    ['user.title.matches(user.nickName)', /written as a text/],
    ['user.title.matches("(a")', /^"\(a" \| This is not a pattern in RE2 syntax/],
    ['user.title.matches("(?=a)")', /not a pattern in RE2 syntax/],
    ['user.title.matches("((a{30}){30}){1}")', /pattern is too large/],
    ['user["title"] == "x"', /Only an element of a list/],
    ['{"a": 1}.a == 1', /too large|do not use/],
    ['[["a"]] == [["a"]]', /A list holds no other lists/],
    ['b"x" == b"x"', /Write a text/],
    ['1u == 1u', /Write a text/],
    ['user.__proto__ == null', /no attribute “__proto__”|cannot be read/],
    ['user.constructor == null', /no attribute “constructor”/],
    ['user.emails.exists(e, e.constructor == null)', /e has no “constructor”/],
    ['__proto__ == null', /cannot be read/],
    ['primary(user.addresses) == "x"', /addresses have no value of their own/],
    ['', /the end/],
  ])('%s', (source, expected) => {
    const found = problem('when', source);
    if (typeof expected === 'string') expect(found).toBe(expected);
    else expect(found).toMatch(expected);
  });

  it.each([
    ['user.emails', /pick one of the list/],
    ['user.emails.map(e, e.value)', /pick one of the list/],
    ['user.name', /has parts/],
    ['user.active ? "a" : 3', /same kind/],
    ['["a"] + ["b"]', /does not take lists/],
  ])('of a mapping: %s', (source, expected) => {
    expect(problem('value', source)).toMatch(expected);
  });

  it('names every mistake of a draft with its place', () => {
    const compilation = compileSnapshot(
      {
        mappings: [
          { attribute: 'mial', expression: 'user.userName' },
          { attribute: 'mail', expression: 'user.nothing' },
          { attribute: 'mail', expression: 'user.userName' },
        ],
        rules: [{ id: '1', name: 'Editors', role: 'editor', when: 'user.title' }],
      },
      context,
    );
    expect(compilation.ok ? [] : compilation.problems.map(({ where, message }) => `${where}: ${message}`)).toEqual([
      'mapping mial: The target has no attribute “mial”; it takes login, mail, fullName. Did you mean mail?',
      'mapping mail: “mail” is mapped twice; keep one of the two.',
      'mapping login: There is no mapping for login; without one no account can be named. Add one, such as user.userName.',
      'mapping mail: user has no attribute “nothing”.',
      'rule Editors: A condition yields yes or no, such as user.department == "Marketing".',
    ]);
  });
});
