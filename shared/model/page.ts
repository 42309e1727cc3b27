import { z } from './z.ts';

/** One page of a list: `next` is the cursor to ask for the following page, null at the end. */
export const page = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });

/** ISO 8601 in UTC, as everything that crosses the contract. */
export const time = z.iso.datetime();

/** A text id; the store's integer keys never cross the contract. */
export const id = z.string().min(1).max(200);

/** Half of a character (a lone surrogate) cannot be kept: it would come back as another text. */
const isWhole = (text: string): boolean => text.isWellFormed();
const inHalves = 'This has half of a character in it.';

/** A short text that a person wrote: a name, a reason. */
export const label = z.string().trim().min(1).max(200).refine(isWhole, inHalves);

/** A text of an identity provider's, as it sends it. */
export const foreignText = z.string().min(1).refine(isWhole, inHalves);

/** A name in a target: of a table, a column, an attribute. */
export const identifier = z
  .string()
  .min(1)
  .max(128)
  .refine((name) => !name.includes('\u0000'), 'A table or column name has no NUL character.');

export const absolutePath = z
  .string()
  .max(4096)
  .refine(
    (file) => /^(\/|[A-Za-z]:[\\/]|\\\\)/.test(file) && !file.includes('\u0000'),
    'Give the absolute path of a file.',
  );
