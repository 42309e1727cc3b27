import { fold } from '../../../shared/kit/fold.ts';
import type { ExchangeCondition } from '../store/exchange.ts';

const operators = { '>=': '>=', '<=': '<=', '>': '>', '<': '<', '=': '=' } as const;

/**
 * The filter line of Activity: words that must all occur in summary, path or method, and `status:>=400`,
 * `path:/Groups`, `method:PATCH`, `user:ada` for one place. A part that is not of these forms is a word.
 */
export function conditionsOfText(text: string): ExchangeCondition[] {
  return text
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => {
      const colon = part.indexOf(':');
      const field = colon < 0 ? null : fieldCondition(part.slice(0, colon).toLowerCase(), part.slice(colon + 1));
      return field ?? contains("e.summary || ' ' || e.path || ' ' || e.method", part);
    });
}

function fieldCondition(field: string, value: string): ExchangeCondition | null {
  if (value === '') return null;
  switch (field) {
    case 'status':
      return statusCondition(value);
    case 'path':
      return contains('e.path', value);
    case 'method':
      return { sql: 'e.method = ?', parameters: [value.toUpperCase()] };
    case 'user':
      return contains('e.summary', value);
    default:
      return null;
  }
}

function statusCondition(value: string): ExchangeCondition | null {
  const operator = (Object.keys(operators) as (keyof typeof operators)[]).find((one) => value.startsWith(one)) ?? null;
  const number = Number(operator === null ? value : value.slice(operator.length));
  if (!Number.isInteger(number)) return null;
  return { sql: `e.status ${operator === null ? '=' : operators[operator]} ?`, parameters: [number] };
}

const contains = (place: string, word: string): ExchangeCondition => ({
  sql: `instr(fold(${place}), ?) > 0`,
  parameters: [fold(word)],
});
