import { fold } from '../../../../shared/kit/fold.ts';
import { parseDateTime } from '../../../../shared/kit/instant.ts';
import { compareText, isObject, type JsonObject, type JsonValue } from '../json.ts';
import type { ResolvedAttribute, ResolvedCompare, ResolvedFilter } from './filter.ts';

/**
 * Whether a resource matches a filter (RFC 7644 §3.4.2.2). This is the meaning; SQL made from a filter must agree.
 *
 * Unassigned, null and an empty list are one state (RFC 7643 §2.5), in which an attribute's value is null. So `ne` with
 * any value is true of an unassigned attribute (null is not that value), `eq null` is the opposite of `pr`, `ne null` is
 * `pr`, and every other operator is false. Of a multi-valued attribute some value must match; `ne` too asks for some
 * value that differs, not for all. An empty text is no presence (`pr`: "a non-empty value").
 *
 * @param resource a canonical resource with `id` and `meta`, or inside a value path one value
 */
export function evaluateFilter(filter: ResolvedFilter, resource: JsonObject): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.filters.every((part) => evaluateFilter(part, resource));
    case 'or':
      return filter.filters.some((part) => evaluateFilter(part, resource));
    case 'not':
      return !filter.filters.some((part) => evaluateFilter(part, resource));
    case 'value path':
      return valuesAt(filter.path, resource).some(
        (value) => isJsonObject(value) && evaluateFilter(filter.filter, value),
      );
    case 'present':
      return valuesAt(filter.path, resource).some(isPresent);
    case 'compare':
      return evaluateCompare(filter, resource);
  }
}

function evaluateCompare({ path, operator, value: literal }: ResolvedCompare, resource: JsonObject): boolean {
  const values = valuesAt(path, resource);
  if (literal === null) return values.some(isPresent) === (operator === 'ne');
  return values.some((value) => {
    const order = compareWith(value, literal, path);
    switch (operator) {
      case 'eq':
        return order === 0;
      case 'ne':
        return order !== 0;
      case 'gt':
        return order !== undefined && order > 0;
      case 'ge':
        return order !== undefined && order >= 0;
      case 'lt':
        return order !== undefined && order < 0;
      case 'le':
        return order !== undefined && order <= 0;
      default: {
        if (typeof value !== 'string' || typeof literal !== 'string') return false;
        const text = path.caseExact ? value : fold(value);
        if (operator === 'co') return text.includes(literal);
        return operator === 'sw' ? text.startsWith(literal) : text.endsWith(literal);
      }
    }
  });
}

/** Negative, zero or positive; undefined when there is nothing to compare. */
function compareWith(
  value: JsonValue | undefined,
  literal: string | number | boolean,
  path: ResolvedAttribute,
): number | undefined {
  if (typeof value === 'string' && typeof literal === 'string') {
    return compareText(path.caseExact ? value : fold(value), literal);
  }
  if (path.type === 'dateTime' && typeof value === 'string' && typeof literal === 'number') {
    const instant = parseDateTime(value);
    return instant === undefined ? undefined : instant - literal;
  }
  if (typeof value === 'number' && typeof literal === 'number') return value - literal;
  return value === literal ? 0 : undefined;
}

/** Every value that a path leads to; one undefined when it leads nowhere. */
function valuesAt(path: ResolvedAttribute, resource: JsonObject): readonly (JsonValue | undefined)[] {
  let value: JsonValue | undefined = resource;
  for (const step of path.steps) value = memberOf(value, step);
  if (!path.multiValued) return [value];
  if (!Array.isArray(value) || value.length === 0) return [undefined];
  const { subAttribute } = path;
  return subAttribute === null ? value : value.map((item: JsonValue) => memberOf(item, subAttribute));
}

function memberOf(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return isObject(value);
}

function isPresent(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
