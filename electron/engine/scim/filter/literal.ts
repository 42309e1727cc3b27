import { parseDateTime } from '../../../../shared/kit/instant.ts';
import { spaceInDateTime } from '../dialect/query.ts';
import { type Reading, understand } from '../dialect/reading.ts';
import { booleanAsText, numberAsText, textAsNumber } from '../dialect/value.ts';
import { quote, scimError } from '../error.ts';
import type { Literal, Operator, ResolvedAttribute } from './filter.ts';

const ordering: ReadonlySet<Operator> = new Set(['gt', 'ge', 'lt', 'le']);
const within: ReadonlySet<Operator> = new Set(['co', 'sw', 'ew']);

/**
 * The literal of a comparison in the attribute's own type, dateTimes in milliseconds.
 *
 * @throws ScimError invalidFilter when the operator does not fit the type (RFC 7644 §3.4.2.2, table 3) or the literal
 *   cannot be read as one of that type
 */
export function resolveLiteral(path: ResolvedAttribute, operator: Operator, sent: Literal, reading: Reading): Literal {
  if (sent === null) {
    if (operator === 'eq' || operator === 'ne') return null;
    throw scimError.invalidFilter(
      `“${path.key} ${operator} null” says nothing. Compare with a value, or use eq or ne.`,
    );
  }
  switch (path.type) {
    case 'boolean':
      if (ordering.has(operator) || within.has(operator)) throw unfit(path, operator, 'eq, ne or pr');
      return typeof sent === 'boolean'
        ? sent
        : (understand(booleanAsText, sent, path.key, reading) ?? unreadable(path, sent));
    case 'dateTime': {
      if (within.has(operator)) throw unfit(path, operator, 'eq, ne, gt, ge, lt, le or pr');
      if (typeof sent !== 'string') return unreadable(path, sent);
      const plus = understand(spaceInDateTime, sent, path.key, reading);
      return parseDateTime(plus ?? sent) ?? unreadable(path, sent);
    }
    case 'integer':
    case 'decimal':
      if (within.has(operator)) throw unfit(path, operator, 'eq, ne, gt, ge, lt, le or pr');
      return typeof sent === 'number'
        ? sent
        : (understand(numberAsText, sent, path.key, reading) ?? unreadable(path, sent));
    case 'binary':
      if (ordering.has(operator)) throw unfit(path, operator, 'eq, ne, co, sw, ew or pr');
      return text(path, sent, reading);
    default:
      return text(path, sent, reading);
  }
}

function text(path: ResolvedAttribute, sent: string | number | boolean, reading: Reading): string {
  return typeof sent === 'string' ? sent : (understand(textAsNumber, sent, path.key, reading) ?? String(sent));
}

function unfit(path: ResolvedAttribute, operator: Operator, instead: string) {
  return scimError.invalidFilter(
    `“${operator}” cannot be asked of ${path.key}, which is a ${path.type}. Use ${instead}.`,
  );
}

const examples = {
  boolean: 'true or false',
  dateTime: 'a time such as "2026-01-31T08:00:00Z"',
  integer: 'a number',
  decimal: 'a number',
};

function unreadable(path: ResolvedAttribute, sent: Literal): never {
  const instead = path.type in examples ? examples[path.type as keyof typeof examples] : 'another value';
  throw scimError.invalidFilter(`${path.key} is a ${path.type}; ${quote(String(sent))} is none. Send ${instead}.`);
}
