import { TextField } from '../../ui/field.tsx';
import type { PostgresDraft, SqliteDraft, TablesDraft } from './draft.ts';
import { FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords } from './form-words.ts';

type WithTables = SqliteDraft | PostgresDraft;

interface NameFieldProps<D extends WithTables> extends FieldsProps<D> {
  readonly part: keyof TablesDraft;
}

function TableNameField<D extends WithTables>({ draft, onDraft, errors, part }: NameFieldProps<D>) {
  return (
    <TextField
      label={formWords[part]}
      mono
      maxLength={128}
      value={draft[part]}
      error={errors[part] ?? null}
      onChange={(value) => onDraft({ ...draft, [part]: value })}
    />
  );
}

/** The table that the users are in. */
export function UsersTableField<D extends WithTables>(props: FieldsProps<D>) {
  return <TableNameField {...props} part="usersTable" />;
}

/** The tables of roles, and of who has which. */
export function RoleTableFields<D extends WithTables>(props: FieldsProps<D>) {
  return (
    <>
      <FieldRow>
        <TableNameField {...props} part="rolesTable" />
        <TableNameField {...props} part="rolesId" />
        <TableNameField {...props} part="rolesName" />
      </FieldRow>
      <FieldRow>
        <TableNameField {...props} part="userRolesTable" />
        <TableNameField {...props} part="userRolesUser" />
        <TableNameField {...props} part="userRolesRole" />
      </FieldRow>
    </>
  );
}
