import type { ResolvedFilter } from './filter.ts';

/** More comparisons than this that no index answers are not asked of every resource: 20 take a second of 50,000 users. */
export const readingAtMost = 20;

/** What the store looks up by an index when it is compared by `eq`; `value`s of lists are, too. */
const lookedUp: ReadonlySet<string> = new Set(['id', 'externalId', 'userName', 'displayName']);

/**
 * How many comparisons of a filter are asked of every resource, each of which must be read for them: all but those by
 * `eq` that an index answers. A value path that names its `value` is asked of the few that have it.
 */
export function readingTerms(filter: ResolvedFilter): number {
  switch (filter.kind) {
    case 'and':
    case 'or':
    case 'not':
      return filter.filters.reduce((sum, part) => sum + readingTerms(part), 0);
    case 'value path':
      return filter.path.multiValued && namesValue(filter.filter) ? 0 : readingTerms(filter.filter);
    case 'present':
      return 1;
    case 'compare':
      return isLookUp(filter) ? 0 : 1;
  }
}

const isLookUp = ({ operator, path, value }: Extract<ResolvedFilter, { kind: 'compare' }>): boolean =>
  operator === 'eq' && typeof value === 'string' && (lookedUp.has(path.key) || path.subAttribute === 'value');

const namesValue = (filter: ResolvedFilter): boolean =>
  filter.kind === 'and'
    ? filter.filters.some(namesValue)
    : filter.kind === 'compare' &&
      filter.operator === 'eq' &&
      typeof filter.value === 'string' &&
      filter.path.key.endsWith('.value');
