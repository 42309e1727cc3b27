import { z } from './z.ts';

/** What a file is picked for; decides the dialog's words and the endings it shows. */
export const FileKind = z.enum(['sqlite', 'csv', 'configuration']);
export type FileKind = z.infer<typeof FileKind>;

/** A text to be saved where the admin says, under a name that is only proposed. */
export const SavedText = z.object({ name: z.string().min(1).max(200), text: z.string().max(16_000_000) });
export type SavedText = z.infer<typeof SavedText>;

/** What became of a text that was to be saved; of a download a page hears no more than that it was handed over. */
export type Saved =
  | { readonly kind: 'saved'; readonly path: string }
  | { readonly kind: 'downloaded'; readonly name: string }
  | { readonly kind: 'declined' };
