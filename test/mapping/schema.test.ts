import { describe, expect, it } from 'vitest';
import { compileSnapshot } from '../../electron/engine/mapping/compile.ts';
import { personShapes } from '../../electron/engine/mapping/schema.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { directory } from './company.ts';

const { User } = resourceTypes;
const user = personShapes(User.attributes, User.extensions);
const compile = (when: string) =>
  compileSnapshot(
    {
      mappings: [{ attribute: 'login', expression: 'user.userName' }],
      rules: [{ id: '1', name: 'r', role: 'r', when }],
    },
    { attributes: [], user },
  );

describe('the SCIM schemas', () => {
  it('every attribute and sub-attribute is bound for a person of whom nothing is known', () => {
    const paths = user.flatMap(({ name, type, multiValued, subAttributes = [] }) => {
      if (multiValued) return [`size(user.${name}) == 0`];
      if (type !== 'complex') return [`user.${name} == null`];
      return subAttributes.filter((sub) => sub.name !== '$ref').map((sub) => `user.${name}.${sub.name} == null`);
    });
    expect(paths.length).toBeGreaterThan(30);
    for (const path of paths) {
      const compilation = compile(path);
      const roles = compilation.ok
        ? compilation.snapshot.evaluate({ user: {}, groups: [] }, directory).roles
        : compilation;
      expect(roles, path).toMatchObject([{ verdict: 'yes' }]);
    }
  });

  it.each([
    ['user.department == "x" && user.manager.value == "x" && user.meta.created == null', true],
    ['user.emails.exists(e, e.type == "work" && e.primary == true)', true],
    ['user.password == "x"', false],
    ['user.groups.exists(g, g.value == "x")', false],
  ])('%s is readable: %s', (when, readable) => {
    expect(compile(when).ok).toBe(readable);
  });
});
