import { renderAttributePath } from '../attribute-path.ts';
import type { Compare, Filter, Present } from './filter.ts';

/** The text of a filter; parseFilter reads exactly the same filter from it. */
export function renderFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'or':
      return filter.filters
        .map((part) => (part.kind === 'or' ? `(${renderFilter(part)})` : renderFilter(part)))
        .join(' or ');
    case 'and':
      return filter.filters
        .map((part) => (part.kind === 'or' || part.kind === 'and' ? `(${renderFilter(part)})` : renderFilter(part)))
        .join(' and ');
    case 'not':
      return filter.filters.map((part) => `not (${renderFilter(part)})`).join('');
    case 'value path': {
      const path = `${renderAttributePath(filter.path)}[${renderFilter(filter.filter)}]`;
      return filter.comparison === null ? path : `${path}.${renderTerm(filter.comparison)}`;
    }
    default:
      return renderTerm(filter);
  }
}

function renderTerm(term: Compare | Present): string {
  const path = renderAttributePath(term.path);
  return term.kind === 'present' ? `${path} pr` : `${path} ${term.operator} ${JSON.stringify(term.value)}`;
}
