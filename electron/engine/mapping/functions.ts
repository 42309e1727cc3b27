import type { Environment } from '@marcbachmann/cel-js';
import { RE2JS } from 're2js';
import { limits } from './limits.ts';

/** One function that expressions may call, as the editor explains it. */
export interface ExpressionFunction {
  readonly name: string;
  readonly usage: string;
  readonly meaning: string;
}

/**
 * Every function there is. Text functions are null-safe: asked about an absent text, a question is answered no,
 * a size is 0, and a text stays absent.
 */
export const expressionFunctions: readonly ExpressionFunction[] = [
  { name: 'lower', usage: 'lower(user.userName)', meaning: 'The text in lower case.' },
  { name: 'upper', usage: 'upper(user.userName)', meaning: 'The text in upper case.' },
  { name: 'trim', usage: 'trim(user.title)', meaning: 'The text without blanks at its ends.' },
  {
    name: 'coalesce',
    usage: 'coalesce(user.displayName, user.userName)',
    meaning: 'The first of two to six values that is not absent.',
  },
  {
    name: 'primary',
    usage: 'primary(user.emails)',
    meaning: 'The value of the primary element of a list, else of the first; absent when the list is empty.',
  },
  { name: 'join', usage: 'join(user.emails.map(e, e.value), ", ")', meaning: 'The texts of a list as one text.' },
  { name: 'contains', usage: 'user.title.contains("Lead")', meaning: 'Whether a text contains another.' },
  { name: 'startsWith', usage: 'user.title.startsWith("Head")', meaning: 'Whether a text begins with another.' },
  { name: 'endsWith', usage: 'user.userName.endsWith("@example.com")', meaning: 'Whether a text ends with another.' },
  {
    name: 'matches',
    usage: 'user.title.matches("(?i)lead|head")',
    meaning: 'Whether a pattern in RE2 syntax occurs in a text; ^ and $ tie it to the ends.',
  },
  { name: 'size', usage: 'size(user.emails)', meaning: 'The number of characters of a text or of elements of a list.' },
  { name: 'substring', usage: 'user.userName.substring(0, 1)', meaning: 'The part from one position up to another.' },
  { name: 'indexOf', usage: 'user.userName.indexOf("@")', meaning: 'The position of a text in another, else -1.' },
  { name: 'string', usage: 'string(user.active)', meaning: 'A value as text.' },
  { name: 'int', usage: 'int(user.employeeNumber)', meaning: 'A text or number as a whole number.' },
  { name: 'double', usage: 'double(user.costCenter)', meaning: 'A text or number as a number with fractions.' },
];

/** Functions with a loop in them: `list.exists(variable, condition)`. */
export const loops: ReadonlySet<string> = new Set(['exists', 'exists_one', 'all', 'filter', 'map']);

/** Names that the language uses for functions of ours where its own of that name may not be replaced. */
export const replacements: ReadonlyMap<string, string> = new Map([
  ['matches', 'matchesPattern'],
  ['join', 'joinTexts'],
]);

/** An error whose message is written for the admin. */
export class ComputationError extends Error {}

/** A pattern of linear time, compiled once. */
export interface Pattern {
  readonly expression: RE2JS;
  readonly size: number;
}

/**
 * Compiles a pattern in RE2 syntax.
 *
 * @throws ComputationError with a sentence when it is malformed or too large
 */
export function compilePattern(source: string): Pattern {
  if (source.length > limits.pattern) {
    throw new ComputationError(`A pattern has at most ${limits.pattern} characters.`);
  }
  let expression: RE2JS;
  try {
    expression = RE2JS.compile(source);
  } catch (error) {
    const detail = error instanceof Error ? error.message.replace('error parsing regexp: ', '') : '';
    throw new ComputationError(`This is not a pattern in RE2 syntax: ${detail}.`);
  }
  const size = expression.programSize();
  if (size > limits.patternProgram) {
    throw new ComputationError('This pattern is too large; use smaller repeat counts.');
  }
  return { expression, size };
}

function search(pattern: Pattern | undefined, text: string): boolean {
  if (pattern === undefined) throw new ComputationError('this pattern was not compiled');
  if (pattern.size * text.length > limits.patternWork) {
    throw new ComputationError('the text is too long for this pattern');
  }
  return pattern.expression.test(text);
}

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined;

function join(list: readonly unknown[], separator: string): string {
  const texts: string[] = [];
  let length = 0;
  for (const element of list) {
    if (isAbsent(element)) continue;
    if (typeof element === 'object') throw new ComputationError('join takes a list of texts');
    const text = String(element);
    length += text.length + separator.length;
    if (length > limits.boundText) throw new ComputationError('the joined text is too long');
    texts.push(text);
  }
  return texts.join(separator);
}

function primary(list: readonly unknown[]): unknown {
  const elements = list.filter((element) => !isAbsent(element));
  const first = elements[0];
  if (first === undefined) return null;
  if (typeof first !== 'object') return first;
  const chosen = elements.find((element) => Object(element).primary === true) ?? first;
  return Object(chosen).value ?? null;
}

function coalesce(...values: readonly unknown[]): unknown {
  return values.find((value) => !isAbsent(value)) ?? null;
}

/**
 * Teaches the language our functions.
 *
 * @param patterns what matches finds its compiled pattern in
 */
export function registerFunctions(environment: Environment, patterns: ReadonlyMap<string, Pattern>): void {
  const register = (signature: string, handler: (...values: never[]) => unknown): void => {
    environment.registerFunction(signature, handler, { async: false });
  };
  const texts: Record<string, (text: string) => string> = {
    lower: (text) => text.toLowerCase(),
    upper: (text) => text.toUpperCase(),
    trim: (text) => text.trim(),
  };
  for (const [name, handler] of Object.entries(texts)) {
    // dyn, not string: the result may be null, and what is done with it must look.
    register(`${name}(string): dyn`, handler);
    register(`${name}(null): dyn`, () => null);
    if (name !== 'trim') register(`string.${name}(): dyn`, handler);
    register(`null.${name}(): dyn`, () => null);
  }
  for (const name of ['contains', 'startsWith', 'endsWith']) {
    register(`string.${name}(null): bool`, () => false);
    register(`null.${name}(string): bool`, () => false);
    register(`null.${name}(null): bool`, () => false);
  }
  register('string.matchesPattern(string): bool', (text: string, source: string) => search(patterns.get(source), text));
  register('null.matchesPattern(string): bool', () => false);
  register('size(null): int', () => 0n);
  register('null.size(): int', () => 0n);
  register('list.joinTexts(): string', (list: readonly unknown[]) => join(list, ''));
  register('list.joinTexts(string): string', join);
  register('join(list): string', (list: readonly unknown[]) => join(list, ''));
  register('join(list, string): string', join);
  register('primary(list): dyn', primary);
  for (let count = 2; count <= 6; count++) {
    register(`coalesce(${Array(count).fill('dyn').join(', ')}): dyn`, coalesce);
  }
}
