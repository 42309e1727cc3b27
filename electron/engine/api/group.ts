import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { groupsForAdmin } from '../store/group.ts';
import type { ApiContext } from './context.ts';

/** Groups of every source, by the id that rules pin. */
export function listGroups(context: ApiContext, input: ParsedInput<'group.list'>): Output<'group.list'> {
  const after = input.cursor === undefined ? 0 : Number.parseInt(input.cursor, 10) || 0;
  const found = groupsForAdmin(context.db, after, input.text, input.limit + 1);
  const items = found.slice(0, input.limit);
  const last = items.at(-1);
  return {
    items: items.map(({ id, name, source, members }) => ({ id, name, source, members })),
    next: found.length > input.limit && last ? String(last.pk) : null,
  };
}
