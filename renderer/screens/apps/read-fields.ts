import type { Target } from '../../../shared/model/app.ts';
import type { CsvDraft, PostgresDraft, SqliteDraft } from './draft.ts';

/** A field of the form, by its name in the draft; of a further column `column-<key>`; `whole` is the form itself. */
export type FieldName =
  | Exclude<keyof SqliteDraft | keyof CsvDraft | keyof PostgresDraft, 'columns' | 'kind'>
  | `column-${number}`
  | 'whole';
export type FieldErrors = Partial<Record<FieldName, string>>;

export type ReadDraft =
  | { readonly ok: true; readonly name: string; readonly target: Target }
  | { readonly ok: false; readonly errors: FieldErrors };

/** `1` is the number, as a database keeps it. */
export const storedValue = (text: string): string | number =>
  /^(0|-?[1-9][0-9]{0,14})$/.test(text.trim()) ? Number(text) : text.trim();
