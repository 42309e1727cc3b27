import type { ExchangeFilter, Outcome } from '../../shared/model/exchange.ts';

/** The admin's filter; `sourceId` and `resourceType` null are all. */
export interface ListFilter {
  readonly outcomes: readonly Outcome[];
  readonly sourceId: string | null;
  readonly resourceType: 'User' | 'Group' | null;
  readonly changesOnly: boolean;
  readonly text: string;
}

export const noFilter: ListFilter = { outcomes: [], sourceId: null, resourceType: null, changesOnly: false, text: '' };

export const isFiltered = (filter: ListFilter): boolean =>
  filter.outcomes.length > 0 ||
  filter.sourceId !== null ||
  filter.resourceType !== null ||
  filter.changesOnly ||
  filter.text.trim() !== '';

/** The filter as the contract wants it: what is not narrowed is left out. */
export function toExchangeFilter(filter: ListFilter): Partial<ExchangeFilter> {
  const { outcomes, sourceId, resourceType, changesOnly, text } = filter;
  return {
    outcomes: [...outcomes],
    changesOnly,
    text: text.trim(),
    ...(sourceId === null ? {} : { sourceId }),
    ...(resourceType === null ? {} : { resourceType }),
  };
}
