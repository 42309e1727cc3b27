import { z } from './z.ts';

/** What a file is picked for; decides the dialog's words and the endings it shows. */
export const FileKind = z.enum(['sqlite', 'csv', 'configuration']);
export type FileKind = z.infer<typeof FileKind>;

/** A text to be saved where the admin says, under a name that is only proposed. */
export const SavedText = z.object({ name: z.string().min(1).max(200), text: z.string().max(16_000_000) });
export type SavedText = z.infer<typeof SavedText>;
