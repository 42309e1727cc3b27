import type { Rule } from '../../../shared/model/app.ts';
import type { ConfigurationApp, ConfigurationProblem } from '../../../shared/model/configuration.ts';
import { didYouMean } from '../mapping/suggest.ts';
import type { Compilation, CompiledSnapshot } from '../mapping/types.ts';
import type { Ids } from '../ports.ts';
import type { Workshop } from '../provisioning/apps.ts';
import type { SnapshotBody } from '../store/app.ts';
import { inOrder } from './current.ts';
import { problemAt } from './problem.ts';

/**
 * The mappings and rules of a file as the store keeps them. A rule that is there keeps its id, so that what it gave
 * keeps its reason; so does one that was edited under its name.
 *
 * @param pinned an expression with its groups by their ids
 */
export function bodyOf(
  app: ConfigurationApp,
  pinned: (expression: string) => string,
  now: SnapshotBody | null,
  ids: Ids,
): SnapshotBody {
  const wanted = app.rules.map(({ name, role, when }) => ({ name, role, when: pinned(when) }));
  const left = [...(now?.rules ?? [])];
  const known = new Map<number, string>();
  const keep = (isSame: (one: Rule, rule: Omit<Rule, 'id'>) => boolean): void => {
    for (const [index, rule] of wanted.entries()) {
      const at = known.has(index) ? -1 : left.findIndex((one) => isSame(one, rule));
      const [found] = at < 0 ? [] : left.splice(at, 1);
      if (found) known.set(index, found.id);
    }
  };
  keep(sameRule);
  keep((one, rule) => one.name === rule.name);
  return inOrder({
    mappings: app.mappings.map(({ attribute, expression }) => ({ attribute, expression: pinned(expression) })),
    rules: wanted.map((rule, index) => ({ ...rule, id: known.get(index) ?? ids.next() })),
  });
}

export const sameRule = (one: Omit<Rule, 'id'>, other: Omit<Rule, 'id'>): boolean =>
  one.name === other.name && one.role === other.role && one.when === other.when;

/** Rules that are new or edited and give a role that the target has not. Those in force may outlive their role. */
export function roleProblems(
  index: number,
  app: ConfigurationApp,
  body: SnapshotBody,
  now: SnapshotBody | null,
  roles: readonly string[],
): ConfigurationProblem[] {
  if (roles.length === 0) return [];
  return body.rules.flatMap((rule, at) => {
    if (roles.includes(rule.role) || now?.rules.some((one) => sameRule(one, rule))) return [];
    const some = `It has ${roles.slice(0, 20).join(', ')}.`;
    const message = `${app.name} has no role “${rule.role}”.${didYouMean(rule.role, roles)} ${some}`;
    return [problemAt(['apps', index, 'rules', at, 'role'], message)];
  });
}

type Compiled =
  | { readonly ok: true; readonly snapshot: CompiledSnapshot }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Compiles mappings and rules; each mistake is told at its place in the file. */
export function compileBody(
  compile: Workshop['compile'],
  index: number,
  body: SnapshotBody,
  attributes: readonly string[],
): Compiled {
  const compilation = compile(body, attributes);
  if (compilation.ok) return compilation;
  // Rules may share a name: numbered, their problems can be told apart.
  const numbered = compile(
    { ...body, rules: body.rules.map((rule, at) => ({ ...rule, name: String(at) })) },
    attributes,
  );
  return { ok: false, problems: located(index, body, numbered) };
}

function located(index: number, body: SnapshotBody, compilation: Compilation): ConfigurationProblem[] {
  if (compilation.ok) return [];
  return compilation.problems.map(({ where, message }) => {
    const space = where.indexOf(' ');
    const [what, which] = [where.slice(0, space), where.slice(space + 1)];
    if (what === 'rule') return problemAt(['apps', index, 'rules', Number(which), 'when'], message);
    const at = body.mappings.findLastIndex(({ attribute }) => attribute === which);
    return problemAt(['apps', index, 'mappings', ...(at < 0 ? [] : [at])], message);
  });
}
