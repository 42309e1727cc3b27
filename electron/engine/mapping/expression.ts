import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import { BindingError } from './bind.ts';
import { Checker } from './check.ts';
import { expressionInWords, factInWords, membershipInWords } from './explain.ts';
import { ComputationError, type Pattern } from './functions.ts';
import { limits } from './limits.ts';
import { kindOf, type Read } from './path.ts';
import type { PersonInView } from './person.ts';
import { computationFailure, languageError, Problems, sentence } from './problem.ts';
import type { AttributeShape } from './schema.ts';
import type { ExpressionProblem, PinnedGroup } from './types.ts';

/** What evaluating says: a value, or why there is none. */
export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly doubt: string };

/** A checked expression, ready to be evaluated for any person. */
export interface Expression {
  readonly source: string;
  readonly reads: readonly Read[];
  readonly groups: readonly PinnedGroup[];
  /** What its value is always: `bool`, `string`, `int`, `double`, `null`; `dyn` when it depends on the person. */
  readonly type: string;
  evaluate(person: PersonInView): Outcome;
  /** The expression with the values it met: `user.department == "Marketing" (department is Marketing)`. */
  explain(person: PersonInView): string;
}

/** What expressions are compiled in. */
export interface Language {
  readonly environment: Environment;
  readonly shapes: ReadonlyMap<string, AttributeShape>;
  /** Compiled patterns, filled while expressions are checked. */
  readonly patterns: Map<string, Pattern>;
}

export type CompiledExpression =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problems: readonly ExpressionProblem[] };

function parse(language: Language, source: string, problems: Problems): ParseResult | null {
  const whole = { start: 0, end: source.length };
  if (source.length > limits.expression) {
    problems.add(whole, `An expression has at most ${limits.expression} characters.`);
    return null;
  }
  try {
    return language.environment.parse(source);
  } catch (error) {
    const known = languageError(error);
    // Anything else is the parser's own stack: nested deeper than any sensible expression.
    if (known === null) problems.add(whole, 'The expression is nested too deeply.');
    else problems.add(known.range ?? whole, sentence(known));
    return null;
  }
}

/**
 * Parses and checks one expression: names, functions, types and sizes. Never throws for what an expression says.
 *
 * @param where what the expression belongs to, for the problems: `rule Editors`
 */
export function compileExpression(language: Language, source: string, where: string): CompiledExpression {
  const problems = new Problems(where);
  const refused = (): CompiledExpression => ({ ok: false, problems: problems.found });
  const run = parse(language, source, problems);
  if (run === null) return refused();
  const checker = new Checker(language.shapes, problems);
  checker.check(run.ast);
  if (problems.found.length > 0) return refused();
  const { usage } = checker;
  for (const [text, pattern] of usage.patterns) language.patterns.set(text, pattern);
  const checked = run.check();
  if (!checked.valid) {
    const known = languageError(checked.error);
    problems.add(known?.range ?? run.ast, known === null ? 'The expression does not fit together.' : sentence(known));
    return refused();
  }
  const kind = kindOf(run.ast, { shapes: language.shapes, variables: new Map(), inLoop: false });
  const type =
    checked.type === 'dyn' && kind === 'yes or no'
      ? 'bool'
      : checked.type === 'dyn' && kind === 'text'
        ? 'string'
        : checked.type;
  const reads = [...usage.reads.values()];
  const groups = usage.groups.toSorted((left, right) => left.range.start - right.range.start);
  const loop = { nodes: usage.loopNodes, longestLiteral: usage.longestLiteral };
  return {
    ok: true,
    expression: {
      source,
      reads,
      groups,
      type: type ?? 'dyn',
      evaluate: (person) => evaluate(run, reads, groups, loop, person),
      explain: (person) => explain(source, reads, groups, person),
    },
  };
}

interface Loop {
  readonly nodes: number;
  readonly longestLiteral: number;
}

function evaluate(
  run: ParseResult,
  reads: readonly Read[],
  groups: readonly PinnedGroup[],
  loop: Loop,
  person: PersonInView,
): Outcome {
  const doubt = (reason: string): Outcome => ({ ok: false, doubt: reason });
  try {
    let elements = loop.longestLiteral;
    let longestText = 0;
    for (const { root } of reads) {
      const bound = person.bind(root);
      elements = Math.max(elements, bound.elements);
      longestText = Math.max(longestText, bound.longestText);
    }
    for (const { id } of groups) {
      if (!person.directory.hasGroup(id)) return doubt(absence(person.directory.groupName(id), id));
    }
    if (groups.length > 0 && person.groups.length > limits.boundList) {
      return doubt(`the person is in more than ${limits.boundList} groups`);
    }
    if (loop.nodes * elements * Math.ceil(longestText / 256) > limits.loopWork) {
      return doubt('there is too much data in the lists that it goes through');
    }
    return { ok: true, value: run({ user: person.user, groups: person.groups }) };
  } catch (error) {
    if (error instanceof BindingError || error instanceof ComputationError) return doubt(error.message);
    const known = languageError(error);
    return doubt(known === null ? 'it cannot be computed' : computationFailure(known.code));
  }
}

/** A group that has a name but is not there is awaited: its source has not sent it yet (rule 6). */
const absence = (name: string | null, id: string): string =>
  name === null
    ? `the group ${id}, which it names, does not exist any more`
    : `the group “${name}”, which it names, has not been sent yet`;

function explain(source: string, reads: readonly Read[], groups: readonly PinnedGroup[], person: PersonInView): string {
  const facts = reads.map((read) => factInWords(read.path, person.value(read)));
  for (const id of new Set(groups.map((group) => group.id))) {
    const name = person.directory.hasGroup(id) ? person.directory.groupName(id) : null;
    if (name !== null) facts.push(membershipInWords(name, person.groups.includes(id), person.through(id)));
  }
  const text = expressionInWords(source, groups, person.directory);
  return facts.length === 0 ? text : `${text} (${facts.join(', ')})`;
}
