import { invalid } from './refuse.ts';

/** What a page goes on after: the values of its last row that the list is ordered by. */
type Place = readonly (string | number)[];

/** A cursor is opaque to callers: they hand back what they were given. */
const writeCursor = (place: Place): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * Reads a cursor that a list of this shape has given.
 *
 * @param shape what each value must be, such as `['string', 'number']`
 * @returns null when there is none: the first page
 * @throws ContractError `invalid` for anything that is no such cursor
 */
export function readCursor(cursor: string | undefined, shape: readonly ('string' | 'number')[]): Place | null {
  if (cursor === undefined) return null;
  const place = parse(cursor);
  const fits =
    Array.isArray(place) &&
    place.length === shape.length &&
    place.every((value, index) => typeof value === shape[index]);
  if (!fits)
    throw invalid(
      'The page that was asked for is none of this list.',
      'Nothing was changed.',
      'Ask for the first page, and go on with the “next” that it gives.',
    );
  return place as Place;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}

/**
 * One page of what was asked for with one row more than the limit.
 *
 * @param placeOf the values of a row that the list is ordered by
 */
export function pageOf<Row, Item>(
  found: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Place,
  describe: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(describe),
    next: found.length > limit && last !== undefined ? writeCursor(placeOf(last)) : null,
  };
}
