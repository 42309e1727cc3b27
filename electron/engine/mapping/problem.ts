import { limits } from './limits.ts';
import type { ExpressionProblem } from './types.ts';

/** A place in an expression: zero-based offsets. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Gathers the mistakes of one expression. */
export class Problems {
  readonly found: ExpressionProblem[] = [];
  readonly #where: string;

  constructor(where: string) {
    this.#where = where;
  }

  add(range: Range, message: string): void {
    this.found.push({ where: this.#where, message, start: range.start, end: Math.max(range.start, range.end) });
  }
}

interface LanguageError {
  readonly code: string;
  readonly summary: string;
  readonly range: Range | undefined;
}

/** The parts of an error of the expression language; null for any other. */
export function languageError(error: unknown): LanguageError | null {
  if (!(error instanceof Error) || !('code' in error) || !('summary' in error)) return null;
  const { code, summary } = error;
  if (typeof code !== 'string' || typeof summary !== 'string') return null;
  const range = 'range' in error ? error.range : undefined;
  const known = typeof range === 'object' && range !== null && 'start' in range && 'end' in range ? range : undefined;
  const start = Number(known?.start);
  const end = Number(known?.end);
  return { code, summary, range: Number.isFinite(start) && Number.isFinite(end) ? { start, end } : undefined };
}

const tokens: Record<string, string> = {
  EOF: 'the end',
  LPAREN: '“(”',
  RPAREN: '“)”',
  LBRACKET: '“[”',
  RBRACKET: '“]”',
  LBRACE: '“{”',
  RBRACE: '“}”',
  IDENTIFIER: 'a name',
  COMMA: '“,”',
  COLON: '“:”',
  DOT: '“.”',
  QUESTION: '“?”',
  NUMBER: 'a number',
  STRING: 'a text',
};

/** The language's names for its types and functions in the admin's words. */
function inWords(summary: string): string {
  return summary
    .replace(/\b[A-Z]{3,}\b/g, (token) => tokens[token] ?? token.toLowerCase())
    .replace(/User_(\w+)/g, 'user.$1')
    .replace(/list<[^>]*>+|\blist\b/g, 'a list')
    .replace(/\bdyn(<[^>]*>)?/g, 'an attribute')
    .replaceAll('matchesPattern', 'matches')
    .replaceAll('joinTexts', 'join');
}

/** What is wrong with an expression that cannot be read or does not fit together, and what to write instead. */
export function sentence({ code, summary }: LanguageError): string {
  switch (code) {
    case 'unexpected_character':
      return summary.includes('=')
        ? 'A single = means nothing here; write == to compare.'
        : `${inWords(summary)} cannot stand here. Texts stand in "quotes".`;
    case 'limit_exceeded':
      return `The expression is too large: at most ${limits.nodes} parts, ${limits.depth} levels and ${limits.listLiteral} values in a list; braces are not used.`;
    case 'no_such_overload':
      return `These do not fit together: ${inWords(summary.replace('no such overload: ', ''))}.`;
    case 'no_matching_overload':
      return `This function does not take these values: ${inWords(summary.replace('found no matching overload for ', '').replaceAll("'", ''))}.`;
    case 'invalid_logical_operand':
    case 'invalid_condition_type':
      return `Yes or no is needed here, such as user.title == "Lead": ${inWords(summary)}.`;
    case 'incompatible_ternary_branches':
      return 'Both outcomes of ? : must be of the same kind, such as two texts.';
    default:
      return `The expression cannot be read here: ${inWords(summary)}.`;
  }
}

/** Why an expression could not be computed for a person: without any value, the reason adds the person's own. */
export function computationFailure(code: string): string {
  switch (code) {
    case 'no_such_overload':
    case 'no_matching_overload':
      return 'the values do not fit together';
    case 'invalid_logical_operand':
    case 'invalid_condition_type':
      return 'a yes or no is needed there';
    case 'division_by_zero':
    case 'modulo_by_zero':
      return 'it divides by zero';
    case 'numeric_overflow':
      return 'the number is too large';
    case 'index_out_of_bounds':
    case 'index_out_of_range':
      return 'there is nothing at that position';
    case 'int_conversion_error':
    case 'double_conversion_error':
      return 'the text is not a number';
    default:
      return 'it cannot be computed';
  }
}
