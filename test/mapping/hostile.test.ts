import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSnapshot } from '../../electron/engine/mapping/compile.ts';
import type { PersonContext } from '../../electron/engine/mapping/types.ts';
import { processorMs, processorMsOnce } from '../support/processor.ts';
import { ada, compileOne, context, decide, directory, nobody } from './company.ts';

/** Longest that compiling and evaluating any one expression may take, in milliseconds of the processor. */
const allowed = 50;

const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const huge: PersonContext = {
  user: {
    title: `${'a'.repeat(65_535)}!`,
    displayName: 'b'.repeat(65_536),
    grade: 3,
    emails: Array.from({ length: 1_000 }, (_, index) => ({ value: `${index}@example.com`, type: 'work' })),
    [enterprise]: { department: 'Marketing' },
  },
  groups: Array.from({ length: 1_000 }, (_, index) => `g-${index}`),
};

function evaluateFor(people: readonly PersonContext[], source: string): void {
  for (const kind of ['when', 'value'] as const) {
    const result = compileOne(kind, source);
    if ('evaluate' in result) for (const person of people) result.evaluate(person, directory);
  }
}

const repeat = (text: string, times: number, between: string): string => Array(times).fill(text).join(between);

describe('a hostile expression', () => {
  it.each([
    ['a catastrophic pattern', 'user.title.matches("(a+)+$")'],
    ['a pattern of nested repeats', 'user.title.matches("(a{0,20}){20}$")'],
    ['a pattern in a loop', 'user.emails.exists(e, user.title.matches("(a|aa)+$"))'],
    ['nested loops', 'user.emails.all(a, user.emails.all(b, user.emails.all(c, a.value != "" || b.value != c.value)))'],
    ['a large loop body', `user.emails.all(e, ${repeat('e.value.contains(user.title)', 60, ' || ')})`],
    ['long texts in a loop', `user.emails.all(e, (${repeat('user.title', 12, ' + ')}).contains(e.value))`],
    ['long texts joined', `(${repeat('user.title', 200, ' + ')}).contains("b")`],
    ['join of long texts', `join(user.emails.map(e, user.title + user.displayName), user.title)`],
    ['a huge list', `user.title in [${repeat('"x"', 1_300, ',')}]`],
    ['a huge text', `user.title == "${'x'.repeat(4_000)}"`],
    ['an expression beyond its bound', `user.title == "${'x'.repeat(1_000_000)}"`],
    ['deep parentheses', `${'('.repeat(2_000)}true${')'.repeat(2_000)}`],
    ['deep negation', `${'!'.repeat(4_000)}true`],
    ['a deep choice', `${repeat('true ?', 800, ' ')} 1`],
    ['a long sum', repeat('1', 2_000, '+')],
    ['lists added up', repeat('user.emails', 200, '+')],
    ['multiplied numbers', repeat('999999999', 100, '*')],
    ['groups in groups', repeat('"g-1" in groups', 100, ' && ')],
    ['prototype names', 'user.__proto__.constructor("return 1")()'],
    ['a constructor', 'user.constructor.constructor("return 1")'],
    ['an indexed prototype', 'user["__proto__"] == user["constructor"]'],
    ['a NUL', 'user.title == "\u0000"'],
    ['a lone surrogate', 'user.title == "\ud800"'],
  ])('%s ends soon', (_name, source) => {
    expect(processorMs(() => evaluateFor([ada, nobody, huge], source))).toBeLessThan(allowed);
  });

  it.each([
    ['a+ of a text of 64 KiB that does not match', 'user.title.matches("^(a+)+$")', 'no'],
    ['and one that does', 'user.title.matches("(a+)+!$")', 'yes'],
  ])('pattern: %s', (_name, source, verdict) => {
    expect(decide(source, huge)).toBe(verdict);
  });

  it('does not see what a resource inherits or hides', () => {
    const person = { user: JSON.parse('{"__proto__": {"title": "Lead"}, "constructor": "x"}'), groups: [] };
    expect(decide('user.title == null', person)).toBe('yes');
    const inherited = { user: Object.create({ title: 'Lead' }), groups: [] };
    expect(decide('user.title == null', inherited)).toBe('yes');
  });
});

const leaf = fc.constantFrom(
  ...[
    'user.title',
    'user.department',
    'user.active',
    'user.grade',
    'user.name.givenName',
    'user.emails',
    'groups',
    'user',
  ],
  ...['"Marketing"', '""', '7', '1.5', 'true', 'null', '[]', '["a", "b"]', 'user.nothing', 'e', '"g-all" in groups'],
  ...['"g-deleted" in groups', 'primary(user.emails)', 'user.emails[0].value', '9223372036854775807', '-1'],
);
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const part = tie('expression');
  const infix = fc.constantFrom('==', '!=', '<', '>=', '+', '-', '*', '/', '%', '&&', '||', 'in');
  const method = fc.constantFrom('contains', 'startsWith', 'matches', 'join', 'size', 'lower', 'substring', 'trim');
  const call = fc.constantFrom(
    'lower',
    'trim',
    'size',
    'primary',
    'coalesce',
    'int',
    'string',
    'has',
    'dyn',
    'duration',
  );
  const loop = fc.constantFrom('exists', 'all', 'filter', 'map', 'exists_one');
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(part, infix, part).map(([left, operator, right]) => `(${left} ${operator} ${right})`),
      fc.tuple(part, method, part).map(([receiver, name, argument]) => `${receiver}.${name}(${argument})`),
      fc.tuple(call, part, part).map(([name, first, second]) => `${name}(${first}, ${second})`),
      fc.tuple(call, part).map(([name, argument]) => `${name}(${argument})`),
      fc.tuple(part, loop, part).map(([receiver, name, body]) => `${receiver}.${name}(e, ${body})`),
      fc.tuple(part, part, part).map(([condition, yes, no]) => `(${condition} ? ${yes} : ${no})`),
      part.map((operand) => `!${operand}`),
    ),
  };
});
/** Conditions that are accepted, with and without doubt in them. */
const { condition: wellFormed } = fc.letrec<{ condition: string }>((tie) => {
  const part = tie('condition');
  return {
    condition: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        ...[
          'user.active',
          'user.department == "Marketing"',
          'user.title == null',
          'user.grade > 5',
          '"g-all" in groups',
        ],
        ...['user.title < "M"', 'user.emails[1].type == "work"', 'user.title.matches("a+$")', 'int(user.title) == 1'],
        ...['user.emails.exists(e, e.value < "i")', 'user.emails.all(e, e.primary)', 'size(user.emails) % 2 == 0'],
        ...['primary(user.emails).endsWith(".com")', 'coalesce(user.active, user.title)', 'true', 'false'],
      ),
      fc
        .tuple(part, fc.constantFrom('&&', '||', '==', '!='), part)
        .map(([left, infix, right]) => `(${left} ${infix} ${right})`),
      fc.tuple(part, part, part).map(([when, yes, no]) => `(${when} ? ${yes} : ${no})`),
      part.map((operand) => `!(${operand})`),
    ),
  };
});
const anything = fc.oneof(
  expression,
  wellFormed,
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .tuple(expression, fc.nat(80), fc.string({ maxLength: 3 }))
    .map(([text, at, noise]) => text.slice(0, at) + noise + text.slice(at)),
);

describe('any expression', () => {
  it('never throws, is evaluated the same twice, and ends soon', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anything, (source) => {
        for (const kind of ['when', 'value'] as const) {
          const result = compileOne(kind, source);
          if (!('evaluate' in result)) {
            for (const { message, start, end } of result) {
              expect(message.length).toBeGreaterThan(10);
              expect(start >= 0 && end >= start && end <= source.length).toBe(true);
            }
            continue;
          }
          accepted++;
          for (const person of [ada, nobody, huge]) {
            expect(result.evaluate(person, directory)).toEqual(result.evaluate(person, directory));
          }
        }
        const evaluate = () => evaluateFor([ada, nobody, huge], source);
        if (processorMsOnce(evaluate) > allowed) expect(processorMs(evaluate)).toBeLessThan(allowed);
      }),
      { numRuns: 600 },
    );
    expect(accepted, 'the generator must reach evaluation').toBeGreaterThan(200);
  });

  it('gives a role or a value only where nothing is in doubt', () => {
    fc.assert(
      fc.property(fc.oneof(wellFormed, expression), (condition) => {
        const compilation = compileSnapshot(
          {
            mappings: [{ attribute: 'login', expression: 'user.userName' }],
            rules: [
              { id: '1', name: 'plain', role: 'a', when: condition },
              { id: '2', name: 'not', role: 'b', when: `!(${condition})` },
              { id: '3', name: 'with doubt', role: 'c', when: `(${condition}) && user.title < "a"` },
              { id: '4', name: 'gone', role: 'd', when: `(${condition}) && "g-deleted" in groups` },
            ],
          },
          context,
        );
        if (!compilation.ok) return;
        for (const person of [ada, nobody]) {
          const [plain, not, withDoubt, gone] = compilation.snapshot.evaluate(person, directory).roles;
          const opposite = { yes: 'no', no: 'yes', doubt: 'doubt' } as const;
          expect(not?.verdict).toBe(opposite[plain?.verdict ?? 'doubt']);
          expect(withDoubt?.verdict, 'title is absent for both').not.toBe('yes');
          expect(gone?.verdict).toBe('doubt');
        }
      }),
      { numRuns: 600 },
    );
  });
});

describe('the cost per person', () => {
  it('of 10 mappings and 10 rules stays within 200 µs', () => {
    const names = Array.from({ length: 8 }, (_, index) => `a${index}`);
    const attributes = ['login', 'mail', ...names];
    const values = ['lower(user.userName)', 'primary(user.emails)', 'user.name.givenName + " " + user.name.familyName'];
    const conditions = [
      'user.department == "Marketing"',
      '"g-marketing" in groups',
      'user.emails.exists(e, e.value.endsWith("@example.com"))',
      'user.displayName.matches("(?i)lovelace$")',
      'user.title.contains("Lead") || user.department in ["Sales", "Marketing"]',
    ];
    const compilation = compileSnapshot(
      {
        mappings: attributes.map((attribute, index) => ({ attribute, expression: values[index % 3] ?? '' })),
        rules: Array.from({ length: 10 }, (_, index) => {
          return { id: `${index}`, name: `rule ${index}`, role: 'r', when: conditions[index % 5] ?? '' };
        }),
      },
      { attributes, user: context.user },
    );
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    const { snapshot } = compilation;
    const evaluateThousand = () => {
      for (let person = 0; person < 1_000; person++) snapshot.evaluate(ada, directory);
    };
    evaluateThousand();
    const microseconds = processorMs(evaluateThousand);
    expect(microseconds).toBeLessThan(200);
  });
});
