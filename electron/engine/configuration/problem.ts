import type { ConfigurationProblem } from '../../../shared/model/configuration.ts';
import { z } from '../../../shared/model/z.ts';
import { didYouMean } from '../mapping/suggest.ts';

type Path = readonly PropertyKey[];

/** `apps[2].rules[0].when`, `apps[0].target.users.columns["e-mail"]`; the file itself is the empty path. */
export const pathInWords = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const name = String(part);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) return `${text}[${JSON.stringify(name)}]`;
    return text === '' ? name : `${text}.${name}`;
  }, '');

export const problemAt = (path: Path, message: string): ConfigurationProblem => ({
  path: pathInWords(path),
  message,
});

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'boolean') return String(value);
  if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) return 'one too large to be kept';
  return kinds[typeof value] ?? typeof value;
}

/** What in a value does not fit the schema, each in a sentence of ours. */
export function problemsOf(error: z.ZodError, value: unknown): ConfigurationProblem[] {
  return error.issues
    .filter((issue) => issue.code !== 'unrecognized_keys')
    .map((issue) => problemAt(issue.path, sentence(issue, valueAt(value, issue.path))));
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, part) => (Object(inner) as Record<PropertyKey, unknown>)[part], value);

function sentence(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return needed(kinds[issue.expected] ?? issue.expected, value);
    case 'invalid_value':
      return oneOf(issue.values, value);
    case 'invalid_union':
      if (issue.discriminator !== undefined && 'options' in issue) return oneOf(issue.options as unknown[], value);
      return needed(anyOf(issue.errors), value);
    case 'too_small':
      if (issue.origin === 'string') return 'This must not be empty.';
      return `This is at least ${issue.minimum}, not ${String(value)}.`;
    case 'too_big':
      if (issue.origin === 'string') return `This has at most ${issue.maximum} characters.`;
      if (issue.origin === 'array') return `There are at most ${issue.maximum} of these.`;
      return `This is at most ${issue.maximum}, not ${String(value)}.`;
    case 'invalid_key':
      return issue.issues.map((inner) => sentence(inner, issue.path.at(-1))).join(' ');
    default:
      return issue.message;
  }
}

/** What each choice of a union is, in words: "a text or a number". */
function anyOf(choices: readonly (readonly z.core.$ZodIssue[])[]): string {
  const names = choices.flatMap(([first]) => (first?.code === 'invalid_type' ? (kinds[first.expected] ?? []) : []));
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

const needed = (what: string, value: unknown): string =>
  value === undefined ? `This is missing; ${what} is needed.` : `This is ${what}, not ${kindOf(value)}.`;

function oneOf(values: readonly unknown[], value: unknown): string {
  const choices = values.map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)));
  const what = choices.length === 1 ? `This is always ${choices[0]}` : `This is one of ${choices.join(', ')}`;
  if (value === undefined) return `This is missing. ${what}.`;
  const hint = typeof value === 'string' ? didYouMean(value, choices) : '';
  const shown = typeof value === 'object' ? kindOf(value) : JSON.stringify(value).slice(0, 80);
  return `${what}, not ${shown}.${hint}`;
}

/** How many mistakes are told at once. */
export const TOLD = 100;

/** The first of many, without asking for the rest. */
export function firstOf<T>(all: Iterable<T>, most: number): T[] {
  const found: T[] = [];
  for (const one of all) {
    if (found.length === most) break;
    found.push(one);
  }
  return found;
}

/**
 * Keys that the schema does not know, wherever they stand: a misspelt key would otherwise mean its default. One by one,
 * since a file may have very many.
 */
export function* unknownKeys(
  schema: z.core.$ZodType,
  value: unknown,
  path: Path = [],
): Generator<ConfigurationProblem, void> {
  if (schema instanceof z.ZodArray) {
    if (Array.isArray(value))
      for (const [index, one] of value.entries()) yield* unknownKeys(schema.element, one, [...path, index]);
  } else if (schema instanceof z.ZodObject) {
    yield* unknownKeysOf(schema, value, path);
  } else if (schema instanceof z.ZodDiscriminatedUnion) {
    const { discriminator, options } = schema.def;
    const kind = (Object(value) as Record<string, unknown>)[discriminator];
    const option = options.find(
      (one) => one instanceof z.ZodObject && z.safeParse(one.shape[discriminator], kind).success,
    );
    if (option !== undefined) yield* unknownKeys(option, value, path);
  } else if (schema instanceof z.ZodRecord) {
    // The one key that no object of ours can have: it would be left out in silence.
    if (Object.hasOwn(Object(value), '__proto__'))
      yield problemAt([...path, '__proto__'], 'Nothing can be called “__proto__”.');
  } else if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    yield* unknownKeys(schema.def.innerType, value, path);
  }
}

function* unknownKeysOf(schema: z.ZodObject, value: unknown, path: Path): Generator<ConfigurationProblem, void> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  const known = Object.keys(schema.shape);
  for (const [key, inner] of Object.entries(value)) {
    const part = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    if (part !== undefined) yield* unknownKeys(part, inner, [...path, key]);
    else
      yield problemAt(
        [...path, key],
        `There is no “${key.slice(0, 80)}” here.${didYouMean(key, known)} Known: ${known.join(', ')}.`,
      );
  }
}
