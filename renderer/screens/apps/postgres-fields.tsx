import { type TlsMode, tlsModes } from '../../../shared/model/postgres-target.ts';
import { CheckField, FileField, SelectField, TextField } from '../../ui/field.tsx';
import type { PostgresDraft } from './draft.ts';
import { ColumnFields, FieldGroup, FieldRow, type FieldsProps } from './fields-part.tsx';
import { formWords, tlsWords } from './form-words.ts';
import { RoleTableFields, UsersTableField } from './table-fields.tsx';
import { NameField, UserFields } from './user-fields.tsx';

/** Everything that is asked about an app in a PostgreSQL database. */
export function PostgresFields(props: FieldsProps<PostgresDraft>) {
  const { draft, onDraft, errors } = props;
  return (
    <>
      <NameField {...props} />
      <FieldGroup title={formWords.sections.server}>
        <ServerFields {...props} />
      </FieldGroup>
      <FieldGroup title={formWords.sections.encryption}>
        <EncryptionFields {...props} />
      </FieldGroup>
      <FieldGroup title={formWords.sections.users}>
        <FieldRow>
          <TextField
            label={formWords.schema}
            hint={formWords.schemaHint}
            mono
            maxLength={128}
            value={draft.schema}
            error={errors.schema ?? null}
            onChange={(schema) => onDraft({ ...draft, schema })}
          />
          <UsersTableField {...props} />
        </FieldRow>
        <UserFields {...props} />
      </FieldGroup>
      <ColumnFields {...props} />
      <FieldGroup title={formWords.sections.roles}>
        <CheckField
          label={formWords.hasRoles}
          hint={formWords.hasRolesHint}
          checked={draft.hasRoles}
          onChange={(hasRoles) => onDraft({ ...draft, hasRoles })}
        />
        {draft.hasRoles ? <RoleTableFields {...props} /> : null}
      </FieldGroup>
    </>
  );
}

function ServerFields({ draft, onDraft, errors }: FieldsProps<PostgresDraft>) {
  const field = (name: 'host' | 'database' | 'user', hint?: string) => (
    <TextField
      label={formWords[name]}
      hint={hint}
      mono
      maxLength={name === 'host' ? 1024 : 128}
      value={draft[name]}
      error={errors[name] ?? null}
      onChange={(value) => onDraft({ ...draft, [name]: value })}
    />
  );
  return (
    <>
      <FieldRow>
        {field('host', formWords.hostHint)}
        <TextField
          label={formWords.port}
          numeric
          maxLength={5}
          value={draft.port}
          error={errors.port ?? null}
          onChange={(port) => onDraft({ ...draft, port })}
        />
      </FieldRow>
      <FieldRow>
        {field('database')}
        {field('user', formWords.userHint)}
      </FieldRow>
      <FileField
        label={formWords.passwordFile}
        hint={formWords.passwordFileHint}
        required={false}
        example="crm.password"
        value={draft.passwordFile}
        error={errors.passwordFile ?? null}
        onChange={(passwordFile) => onDraft({ ...draft, passwordFile })}
      />
    </>
  );
}

const tlsOptions: readonly { readonly value: TlsMode; readonly label: string }[] = tlsModes.map((value) => ({
  value,
  label: tlsWords[value],
}));

function EncryptionFields({ draft, onDraft, errors }: FieldsProps<PostgresDraft>) {
  const file = (name: 'ca' | 'certificate' | 'key', hint: string) => (
    <FileField
      label={formWords[name]}
      hint={hint}
      required={false}
      example={`${name}.pem`}
      value={draft[name]}
      error={errors[name] ?? null}
      onChange={(value) => onDraft({ ...draft, [name]: value })}
    />
  );
  return (
    <>
      <FieldRow>
        <SelectField
          label={formWords.tls}
          value={draft.tls}
          options={tlsOptions}
          error={errors.tls ?? null}
          onChange={(tls) => onDraft({ ...draft, tls })}
        />
      </FieldRow>
      {draft.tls === 'off' ? null : (
        <>
          {file('ca', formWords.caHint)}
          {file('certificate', formWords.certificateHint)}
          {file('key', formWords.keyHint)}
        </>
      )}
    </>
  );
}
