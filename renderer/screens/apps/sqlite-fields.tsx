import { TextField } from '../../ui/field.tsx';
import type { SqliteDraft } from './draft.ts';
import { ColumnFields, FieldGroup, FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords } from './form-words.ts';
import { NameField, PathField, UserFields } from './user-fields.tsx';

type NamePart =
  | 'usersTable'
  | 'rolesTable'
  | 'rolesId'
  | 'rolesName'
  | 'userRolesTable'
  | 'userRolesUser'
  | 'userRolesRole';

/** Everything that is asked about an app on a SQLite file. */
export function SqliteFields(props: FieldsProps<SqliteDraft>) {
  const { draft, onDraft, errors } = props;
  const nameField = (name: NamePart) => (
    <TextField
      label={formWords[name]}
      mono
      maxLength={128}
      value={draft[name]}
      error={errors[name] ?? null}
      onChange={(value) => onDraft({ ...draft, [name]: value })}
    />
  );
  return (
    <>
      <NameField {...props} />
      <FieldGroup title={formWords.sections.file}>
        <PathField {...props} />
      </FieldGroup>
      <FieldGroup title={formWords.sections.users}>
        <FieldRow>{nameField('usersTable')}</FieldRow>
        <UserFields {...props} />
      </FieldGroup>
      <ColumnFields {...props} />
      <FieldGroup title={formWords.sections.roles}>
        <FieldRow>
          {nameField('rolesTable')}
          {nameField('rolesId')}
          {nameField('rolesName')}
        </FieldRow>
        <FieldRow>
          {nameField('userRolesTable')}
          {nameField('userRolesUser')}
          {nameField('userRolesRole')}
        </FieldRow>
      </FieldGroup>
    </>
  );
}
