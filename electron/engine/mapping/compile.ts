import { Environment } from '@marcbachmann/cel-js';
import type { Mapping, Rule } from '../../../shared/model/app.ts';
import { declareUser } from './bind.ts';
import { compileExpression, type Expression, type Language, type Outcome } from './expression.ts';
import { type Pattern, registerFunctions } from './functions.ts';
import { limits } from './limits.ts';
import { PersonInView } from './person.ts';
import { Problems } from './problem.ts';
import { type AttributeShape, nameable } from './schema.ts';
import { didYouMean } from './suggest.ts';
import type {
  AttributeValue,
  AttributeVerdict,
  Compilation,
  CompiledSnapshot,
  ExpressionProblem,
  RoleVerdict,
} from './types.ts';

/** What a snapshot is compiled for. */
export interface CompileContext {
  /** The attributes that the target can take; `login` is always one. */
  readonly attributes: readonly string[];
  /** The attributes of the SCIM core User and its schema extensions. */
  readonly user: readonly AttributeShape[];
}

const valueTypes: ReadonlySet<string> = new Set(['string', 'int', 'double', 'bool', 'null', 'dyn']);

/**
 * Compiles and checks a set of mappings and rules.
 *
 * @returns the snapshot, or every mistake in it with its place; never throws for what an expression says
 */
export function compileSnapshot(
  draft: { readonly mappings: readonly Mapping[]; readonly rules: readonly Rule[] },
  context: CompileContext,
): Compilation {
  const patterns = new Map<string, Pattern>();
  const environment = new Environment({
    // A list of texts may hold an attribute that is absent.
    homogeneousAggregateLiterals: false,
    limits: {
      maxAstNodes: limits.nodes,
      maxDepth: limits.depth,
      maxListElements: limits.listLiteral,
      maxMapEntries: 0,
      maxCallArguments: 8,
    },
  });
  registerFunctions(environment, patterns);
  const { binders, User } = declareUser(environment, context.user);
  const shapes = new Map(nameable(context.user).map((shape) => [shape.name, shape]));
  const language: Language = { environment, shapes, patterns };

  const problems: ExpressionProblem[] = [...attributeProblems(draft.mappings, context.attributes)];
  const compile = (source: string, where: string, needed: 'condition' | 'value'): Expression | null => {
    const compiled = compileExpression(language, source, where);
    if (!compiled.ok) {
      problems.push(...compiled.problems);
      return null;
    }
    const problem = typeProblem(compiled.expression.type, needed);
    if (problem === null) return compiled.expression;
    problems.push({ where, message: problem, start: 0, end: source.length });
    return null;
  };
  const mappings: [Mapping, Expression][] = [];
  for (const mapping of draft.mappings) {
    const expression = compile(mapping.expression, `mapping ${mapping.attribute}`, 'value');
    if (expression !== null) mappings.push([mapping, expression]);
  }
  const rules: [Rule, Expression][] = [];
  for (const rule of draft.rules) {
    const expression = compile(rule.when, `rule ${rule.name}`, 'condition');
    if (expression !== null) rules.push([rule, expression]);
  }
  if (problems.length > 0) return { ok: false, problems };

  const expressions = [...mappings, ...rules].map(([, expression]) => expression);
  const snapshot: CompiledSnapshot = {
    mappings: draft.mappings,
    rules: draft.rules,
    pinnedGroups: new Set(expressions.flatMap(({ groups }) => groups.map(({ id }) => id))),
    inputs: new Set(expressions.flatMap(({ reads }) => reads.map(({ path }) => path))),
    evaluate(person, directory) {
      const view = new PersonInView(person, directory, binders, User);
      return {
        roles: rules.map(([rule, expression]) => judge(rule, expression, view)),
        attributes: mappings.map(([mapping, expression]) => compute(mapping, expression, view)),
      };
    },
  };
  return { ok: true, snapshot };
}

function attributeProblems(mappings: readonly Mapping[], attributes: readonly string[]): readonly ExpressionProblem[] {
  const found: ExpressionProblem[] = [];
  const known = new Set(['login', ...attributes]);
  const seen = new Set<string>();
  for (const { attribute, expression } of mappings) {
    const problems = new Problems(`mapping ${attribute}`);
    const whole = { start: 0, end: expression.length };
    if (!known.has(attribute)) {
      const hint = didYouMean(attribute, known);
      problems.add(whole, `The target has no attribute “${attribute}”; it takes ${[...known].join(', ')}.${hint}`);
    }
    if (seen.has(attribute)) problems.add(whole, `“${attribute}” is mapped twice; keep one of the two.`);
    seen.add(attribute);
    found.push(...problems.found);
  }
  if (!seen.has('login')) {
    const message =
      'There is no mapping for login; without one no account can be named. Add one, such as user.userName.';
    found.push({ where: 'mapping login', message, start: 0, end: 0 });
  }
  return found;
}

function typeProblem(type: string, needed: 'condition' | 'value'): string | null {
  if (needed === 'value') {
    return valueTypes.has(type)
      ? null
      : 'A mapping yields one text, number, yes or no; pick one of the list with primary or join.';
  }
  return type === 'bool' || type === 'dyn'
    ? null
    : 'A condition yields yes or no, such as user.department == "Marketing".';
}

function judge(rule: Rule, expression: Expression, person: PersonInView): RoleVerdict {
  const outcome = expression.evaluate(person);
  const about = { role: rule.role, rule: { id: rule.id, name: rule.name } };
  const text = expression.explain(person);
  if (outcome.ok && typeof outcome.value === 'boolean') {
    return { ...about, verdict: outcome.value ? 'yes' : 'no', reason: `rule “${rule.name}”: ${text}` };
  }
  const why = outcome.ok ? 'it yields neither yes nor no' : outcome.doubt;
  return { ...about, verdict: 'doubt', reason: `rule “${rule.name}” cannot be told, ${why}: ${text}` };
}

function compute(mapping: Mapping, expression: Expression, person: PersonInView): AttributeVerdict {
  const { attribute } = mapping;
  const doubt = (why: string): AttributeVerdict => {
    return { attribute, ok: false, reason: `${attribute} cannot be computed, ${why}: ${expression.explain(person)}` };
  };
  const outcome = targetValue(expression.evaluate(person));
  if (!outcome.ok) return doubt(outcome.doubt);
  const { value } = outcome;
  if (attribute === 'login' && (typeof value !== 'string' || value.trim() === '')) {
    return doubt('a login is a text that is not empty');
  }
  return { attribute, ok: true, value };
}

function targetValue(outcome: Outcome): { ok: true; value: AttributeValue } | { ok: false; doubt: string } {
  if (!outcome.ok) return outcome;
  const { value } = outcome;
  switch (typeof value) {
    case 'string':
      return value.length <= limits.boundText ? { ok: true, value } : { ok: false, doubt: 'the text is too long' };
    case 'boolean':
      return { ok: true, value };
    case 'number':
      return Number.isFinite(value) ? { ok: true, value } : { ok: false, doubt: 'the number is not finite' };
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number)
        ? { ok: true, value: number }
        : { ok: false, doubt: 'the number is too large' };
    }
    default:
      return value === null ? { ok: true, value } : { ok: false, doubt: 'it yields no single value' };
  }
}
