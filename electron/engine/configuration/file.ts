import { Configuration, type ConfigurationProblem } from '../../../shared/model/configuration.ts';
import { problemsOfExtensions } from '../scim/schema.ts';
import { findJsonFault, placeInWords } from './json.ts';
import { firstOf, problemAt, problemsOf, TOLD, unknownKeys } from './problem.ts';

export type ReadFile =
  | { readonly ok: true; readonly file: Configuration }
  | { readonly ok: false; readonly problems: readonly ConfigurationProblem[] };

/** Reads the text of a configuration file: its form alone, nothing about what it names. */
export function readFile(text: string): ReadFile {
  // Some editors put a byte order mark before what they save.
  const json = text.replace(/^\uFEFF/, '');
  const fault = findJsonFault(json);
  if (fault !== null) return { ok: false, problems: [{ path: placeInWords(json, fault.at), message: fault.message }] };
  const value: unknown = JSON.parse(json);
  const unknown = firstOf(unknownKeys(Configuration, value), TOLD);
  const parsed = Configuration.safeParse(value);
  const problems = [...unknown, ...(parsed.success ? [] : problemsOf(parsed.error, value))];
  if (!parsed.success || problems.length > 0) return { ok: false, problems: problems.slice(0, TOLD) };
  const within = contradictions(parsed.data);
  return within.length > 0 ? { ok: false, problems: within.slice(0, TOLD) } : { ok: true, file: parsed.data };
}

/** What does not go together. Names are compared without regard to case, as everywhere; keys are what they are. */
function contradictions(file: Configuration): ConfigurationProblem[] {
  const named = (list: 'sources' | 'apps') =>
    repeated<{ readonly name: string }>(file[list], ({ name }) => name.toLowerCase()).map(([first, again, { name }]) =>
      problemAt([list, again, 'name'], `There are two ${list} named “${name}”; ${list}[${first}] is the other.`),
    );
  const keys = repeated(file.groups, ({ key }) => key).map(([first, again, { key }]) =>
    problemAt(['groups', again, 'key'], `The key “${key}” is taken by groups[${first}].`),
  );
  const groups = repeated(file.groups, ({ source, displayName, externalId }) =>
    JSON.stringify([source.toLowerCase(), externalId ?? displayName.toLowerCase(), externalId === null]),
  ).map(([first, again]) => problemAt(['groups', again], `This is the same group as groups[${first}]; keep one.`));
  const extensions = problemsOfExtensions(file.schemaExtensions).map(({ path, message }) =>
    problemAt(['schemaExtensions', ...path], message),
  );
  return [...extensions, ...named('sources'), ...named('apps'), ...keys, ...groups];
}

/** What says the same as something before it: both places, and the thing. */
function repeated<T>(all: readonly T[], sameness: (one: T) => string): (readonly [number, number, T])[] {
  const seen = new Map<string, number>();
  return all.flatMap((one, index) => {
    const same = sameness(one);
    const first = seen.get(same);
    if (first !== undefined) return [[first, index, one] as const];
    seen.set(same, index);
    return [];
  });
}

const byName = (left: { readonly name: string }, right: { readonly name: string }): number =>
  compare(left.name, right.name);
const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** The one text of a configuration: stable order, every default written out, two spaces, a newline at the end. */
export function writeFile(configuration: Configuration): string {
  // Parsing puts keys into the schema's order and fills in what older rows of the store may lack.
  const { $schema: _, ...whole } = Configuration.parse(configuration);
  const ordered = {
    ...whole,
    schemaExtensions: whole.schemaExtensions.toSorted((left, right) => compare(left.id, right.id)),
    sources: whole.sources.toSorted(byName),
    groups: whole.groups.toSorted((left, right) => compare(left.key, right.key)),
    apps: whole.apps.toSorted(byName),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}
