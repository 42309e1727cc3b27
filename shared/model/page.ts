import { z } from './z.ts';

/** One page of a list: `next` is the cursor to ask for the following page, null at the end. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** ISO 8601 in UTC, as everything that crosses the contract. */
export const time = z.iso.datetime();

/** A text id; the store's integer keys never cross the contract. */
export const id = z.string().min(1).max(200);

/** A short text that a person wrote: a name, a reason. */
export const label = z.string().trim().min(1).max(200);
