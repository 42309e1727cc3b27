import type { SqliteDraft } from './draft.ts';
import { ColumnFields, FieldGroup, FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords } from './form-words.ts';
import { RoleTableFields, UsersTableField } from './table-fields.tsx';
import { NameField, PathField, UserFields } from './user-fields.tsx';

/** Everything that is asked about an app on a SQLite file. */
export function SqliteFields(props: FieldsProps<SqliteDraft>) {
  return (
    <>
      <NameField {...props} />
      <FieldGroup title={formWords.sections.file}>
        <PathField {...props} />
      </FieldGroup>
      <FieldGroup title={formWords.sections.users}>
        <FieldRow>
          <UsersTableField {...props} />
        </FieldRow>
        <UserFields {...props} />
      </FieldGroup>
      <ColumnFields {...props} />
      <FieldGroup title={formWords.sections.roles}>
        <RoleTableFields {...props} />
      </FieldGroup>
    </>
  );
}
