import { useSystem } from '../../state/context.tsx';
import { CheckField, FileField, SelectField, TextField } from '../../ui/field.tsx';
import type { CsvDraft } from './draft.ts';
import { ColumnFields, delimiterOptions, FieldGroup, FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords, layoutWords } from './form-words.ts';
import { NameField, PathField, UserFields } from './user-fields.tsx';

const layoutOptions = (['column', 'rows', 'none'] as const).map((value) => ({ value, label: layoutWords[value] }));

/** Everything that is asked about an app that imports a CSV file. */
export function CsvFields(props: FieldsProps<CsvDraft>) {
  const { draft, onDraft } = props;
  const change = (part: Partial<CsvDraft>) => onDraft({ ...draft, ...part });
  return (
    <>
      <NameField {...props} />
      <FieldGroup title={formWords.sections.file}>
        <PathField {...props} />
        <FieldRow>
          <SelectField
            label={formWords.delimiter}
            value={draft.delimiter}
            options={delimiterOptions}
            onChange={(delimiter) => change({ delimiter })}
          />
        </FieldRow>
        <CheckField
          label={formWords.byteOrderMark}
          hint={formWords.byteOrderMarkHint}
          checked={draft.byteOrderMark}
          onChange={(byteOrderMark) => change({ byteOrderMark })}
        />
        <CheckField
          label={formWords.formulaSafe}
          hint={formWords.formulaSafeHint}
          checked={draft.formulaSafe}
          onChange={(formulaSafe) => change({ formulaSafe })}
        />
      </FieldGroup>
      <FieldGroup title={formWords.sections.users}>
        <UserFields {...props} />
      </FieldGroup>
      <ColumnFields {...props} />
      <RoleFields {...props} />
      <ExportFields {...props} />
    </>
  );
}

function RoleFields({ draft, onDraft, errors }: FieldsProps<CsvDraft>) {
  const change = (part: Partial<CsvDraft>) => onDraft({ ...draft, ...part });
  return (
    <FieldGroup title={formWords.sections.roles}>
      <FieldRow>
        <SelectField
          label={formWords.layout}
          value={draft.layout}
          options={layoutOptions}
          onChange={(layout) => change({ layout })}
        />
        {draft.layout === 'none' ? null : (
          <TextField
            label={formWords.rolesColumn}
            mono
            maxLength={128}
            value={draft.rolesColumn}
            error={errors.rolesColumn ?? null}
            onChange={(rolesColumn) => change({ rolesColumn })}
          />
        )}
        {draft.layout === 'column' ? (
          <TextField
            label={formWords.separator}
            mono
            maxLength={5}
            value={draft.separator}
            error={errors.separator ?? null}
            onChange={(separator) => change({ separator })}
          />
        ) : null}
      </FieldRow>
      {draft.layout === 'none' ? null : (
        <TextField
          label={formWords.knownRoles}
          hint={formWords.knownRolesHint}
          required={false}
          multiline
          maxLength={20_000}
          value={draft.knownRoles}
          onChange={(knownRoles) => change({ knownRoles })}
        />
      )}
    </FieldGroup>
  );
}

function ExportFields({ draft, onDraft, errors }: FieldsProps<CsvDraft>) {
  const { pickFile } = useSystem();
  const change = (part: Partial<CsvDraft>) => onDraft({ ...draft, ...part });
  return (
    <FieldGroup title={formWords.sections.export}>
      <CheckField
        label={formWords.hasExport}
        hint={formWords.hasExportHint}
        checked={draft.hasExport}
        onChange={(hasExport) => change({ hasExport })}
      />
      {draft.hasExport ? (
        <>
          <FileField
            label={formWords.exportFile}
            example="users-export.csv"
            choose={pickFile && (() => pickFile('csv'))}
            value={draft.exportFile}
            error={errors.exportFile ?? null}
            onChange={(exportFile) => change({ exportFile })}
          />
          <FieldRow>
            <SelectField
              label={formWords.exportDelimiter}
              value={draft.exportDelimiter}
              options={delimiterOptions}
              onChange={(exportDelimiter) => change({ exportDelimiter })}
            />
          </FieldRow>
        </>
      ) : null}
    </FieldGroup>
  );
}
