import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { describeHeldRemoval } from '../provisioning/removal.ts';
import { listHeldRemovals } from '../store/removal.ts';
import type { ApiContext } from './context.ts';
import { pageOf, readCursor } from './cursor.ts';

/** What is to be taken from people and is not yet, those held longest first (rule 8). */
export function listHeld(context: ApiContext, input: ParsedInput<'removal.listHeld'>): Output<'removal.listHeld'> {
  const place = readCursor(input.cursor, ['number', 'number']);
  const after = place === null ? null : ([Number(place[0]), Number(place[1])] as const);
  const found = listHeldRemovals(context.db, after, input.limit + 1);
  return pageOf(
    found,
    input.limit,
    (row) => [row.removal_since, row.pk],
    (row) => describeHeldRemoval(context, row),
  );
}
