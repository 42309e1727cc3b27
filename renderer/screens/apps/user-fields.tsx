import { useSystem } from '../../state/context.tsx';
import { FileField, TextField } from '../../ui/field.tsx';
import type { Draft, FileDraft } from './draft.ts';
import { FieldGroup, FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords } from './form-words.ts';

/** What the app is called. */
export function NameField<D extends Draft>({ draft, onDraft, errors }: FieldsProps<D>) {
  return (
    <FieldGroup title={formWords.sections.app}>
      <FieldRow>
        <TextField
          label={formWords.name}
          hint={formWords.nameHint}
          value={draft.name}
          maxLength={200}
          error={errors.name ?? null}
          onChange={(name) => onDraft({ ...draft, name })}
        />
      </FieldRow>
    </FieldGroup>
  );
}

/** Where the app's file lies. */
export function PathField<D extends FileDraft>({ draft, onDraft, errors }: FieldsProps<D>) {
  const { pickFile } = useSystem();
  const isCsv = draft.kind === 'csv';
  return (
    <FileField
      label={isCsv ? formWords.csvFile : formWords.file}
      hint={isCsv ? formWords.csvFileHint : formWords.fileHint}
      example={isCsv ? 'users.csv' : 'app.db'}
      choose={pickFile && (() => pickFile(draft.kind))}
      value={draft.file}
      error={errors.file ?? null}
      onChange={(file) => onDraft({ ...draft, file })}
    />
  );
}

/** Who a user is there, and what says whether they may sign in. */
export function UserFields<D extends Draft>({ draft, onDraft, errors }: FieldsProps<D>) {
  const isCsv = draft.kind === 'csv';
  return (
    <>
      <FieldRow>
        <TextField
          label={formWords.login}
          mono
          maxLength={128}
          value={draft.login}
          error={errors.login ?? null}
          onChange={(login) => onDraft({ ...draft, login })}
        />
        <TextField
          label={formWords.id}
          hint={isCsv ? formWords.csvIdHint : formWords.idHint}
          required={!isCsv}
          mono
          maxLength={128}
          value={draft.id}
          error={errors.id ?? null}
          onChange={(id) => onDraft({ ...draft, id })}
        />
      </FieldRow>
      <FieldRow>
        <TextField
          label={formWords.activeColumn}
          hint={formWords.activeHint}
          mono
          maxLength={128}
          value={draft.activeColumn}
          error={errors.activeColumn ?? null}
          onChange={(activeColumn) => onDraft({ ...draft, activeColumn })}
        />
        <TextField
          label={formWords.on}
          mono
          value={draft.on}
          error={errors.on ?? null}
          onChange={(on) => onDraft({ ...draft, on })}
        />
        <TextField
          label={formWords.off}
          mono
          value={draft.off}
          error={errors.off ?? null}
          onChange={(off) => onDraft({ ...draft, off })}
        />
      </FieldRow>
    </>
  );
}
