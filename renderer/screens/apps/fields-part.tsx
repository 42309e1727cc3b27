import type { ReactNode } from 'react';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import classes from './add-app.module.css';
import type { ColumnDraft, Delimiter, Draft } from './draft.ts';
import { delimiterWords, formWords, meaningWords } from './form-words.ts';
import type { FieldErrors } from './read-fields.ts';
import { meanings } from './usual.ts';

export interface FieldsProps<D extends Draft> {
  readonly draft: D;
  readonly onDraft: (draft: D) => void;
  readonly errors: FieldErrors;
}

/** Fields that belong together, under what they are about. */
export function FieldGroup({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className={classes.group}>
      <legend>{title}</legend>
      <div className={classes.groupFields}>{children}</div>
    </fieldset>
  );
}

/** Fields beside each other where there is room. */
export function FieldRow({ children }: { readonly children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];
export const delimiterOptions = delimiters.map((value) => ({ value, label: delimiterWords[value] }));

const holdsOptions = ([...meanings, 'other'] as const).map((value) => ({ value, label: meaningWords[value] }));

/** The further columns of a user: each with what it holds. */
export function ColumnFields<D extends Draft>({ draft, onDraft, errors }: FieldsProps<D>) {
  const set = (columns: readonly ColumnDraft[]) => onDraft({ ...draft, columns });
  const change = (key: number, part: Partial<ColumnDraft>) =>
    set(draft.columns.map((column) => (column.key === key ? { ...column, ...part } : column)));
  return (
    <FieldGroup title={formWords.sections.columns}>
      <p className={classes.quiet}>{formWords.columnsHint}</p>
      {draft.columns.map(({ key, holds, column }) => (
        <div key={key} className={classes.column}>
          <TextField
            label={formWords.column}
            mono
            value={column}
            maxLength={128}
            error={errors[`column-${key}`] ?? null}
            onChange={(name) => change(key, { column: name })}
          />
          <SelectField
            label={formWords.holds}
            value={holds}
            options={holdsOptions}
            onChange={(meaning) => change(key, { holds: meaning })}
          />
          <Button
            label={formWords.removeColumn(column)}
            onPress={() => set(draft.columns.filter((each) => each.key !== key))}
          >
            {formWords.remove}
          </Button>
        </div>
      ))}
      <ButtonRow>
        <Button onPress={() => set([...draft.columns, nextColumn(draft.columns)])}>{formWords.addColumn}</Button>
      </ButtonRow>
    </FieldGroup>
  );
}

/** A new line of the form, for the first thing that no other line holds. */
function nextColumn(columns: readonly ColumnDraft[]): ColumnDraft {
  const holds = meanings.find((meaning) => columns.every((column) => column.holds !== meaning)) ?? 'other';
  return { key: Math.max(0, ...columns.map(({ key }) => key)) + 1, holds, column: '' };
}
