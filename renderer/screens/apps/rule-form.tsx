import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useAnswer, useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import classes from './app-view.module.css';
import type { ConditionKind } from './condition.ts';
import { Form } from './form.tsx';
import { proposeName, type RuleDraft, type RuleErrors, readRule } from './rule-draft.ts';
import { conditionWords, words } from './words.ts';

const ruleParts = ['kind', 'department', 'groupId', 'expression', 'role', 'name'] as const;

const kinds: readonly ConditionKind[] = ['everybody', 'department', 'group', 'expression'];

export interface RuleFormProps {
  readonly app: AppDetail;
  readonly onEnd: () => void;
}

/** A rule in a plain form: who, which role. */
export function RuleForm({ app, onEnd }: RuleFormProps) {
  const { client } = useWorld();
  const [begun] = useState<RuleDraft>({
    kind: 'department',
    department: '',
    groupId: '',
    groupName: '',
    expression: '',
    role: app.roles.length === 1 ? (app.roles[0] ?? '') : '',
    name: '',
  });
  const [draft, setDraft] = useState(begun);
  const isWritten = ruleParts.some((part) => draft[part] !== begun[part]);
  const [errors, setErrors] = useState<RuleErrors>({});
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });
  const doing = useDoing(async () => {
    const read = readRule(draft);
    setErrors(read.ok ? {} : read.errors);
    if (!read.ok) return;
    await client.call('app.addRule', { id: app.id, rule: read.rule });
    onEnd();
  });
  // What the engine says of an expression belongs to the expression.
  const refused =
    doing.failure?.code === 'invalid' && draft.kind === 'expression' ? withoutPlace(doing.failure.message) : null;
  const expressionError = errors.expression ?? refused;
  const wrong = Object.keys(errors).length + (refused === null ? 0 : 1);
  return (
    <Form
      label={words.ruleAdd}
      onSubmit={() => void doing.run()}
      busy={doing.busy}
      errors={wrong}
      isWritten={isWritten}
      onLeave={onEnd}
    >
      <div className={classes.fields}>
        <SelectField
          label={words.ruleWhen}
          value={draft.kind}
          options={kinds.map((value) => ({ value, label: conditionWords[value] }))}
          onChange={(kind) => {
            setErrors({});
            doing.clear();
            change({ kind });
          }}
        />
        {draft.kind === 'department' ? (
          <DepartmentField draft={draft} onChange={change} error={errors.department ?? null} />
        ) : null}
        {draft.kind === 'group' ? <GroupField draft={draft} onChange={change} error={errors.groupId ?? null} /> : null}
        {draft.kind === 'expression' ? (
          <TextField
            label={words.ruleExpression}
            hint={words.ruleExpressionHint}
            mono
            multiline
            error={expressionError}
            value={draft.expression}
            onChange={(expression) => change({ expression })}
          />
        ) : null}
        {app.roles.length > 0 ? (
          <SelectField
            label={words.ruleRole}
            value={draft.role}
            error={errors.role ?? null}
            options={['', ...app.roles].map((role) => ({ value: role, label: role === '' ? words.ruleNoRole : role }))}
            onChange={(role) => change({ role })}
          />
        ) : (
          <TextField
            label={words.ruleRole}
            hint={words.ruleRoleHint}
            value={draft.role}
            error={errors.role ?? null}
            maxLength={200}
            onChange={(role) => change({ role })}
          />
        )}
        <TextField
          label={words.ruleName}
          hint={words.ruleNameHint}
          required={false}
          placeholder={proposeName(draft)}
          maxLength={200}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
      </div>
      {app.state === 'on' ? <p className={classes.quiet}>{words.mappingOn}</p> : null}
      <ButtonRow>
        <Button kind="primary" submits disabled={doing.busy}>
          {doing.busy ? words.working : words.ruleAddDo}
        </Button>
        <Button onPress={onEnd}>{words.cancel}</Button>
      </ButtonRow>
      {doing.failure && refused === null ? <FailureLine error={doing.failure} /> : null}
    </Form>
  );
}

/** The engine names the rule before its sentence; here it stands beside the rule's own field. */
const withoutPlace = (message: string): string => message.replace(/^rule .{1,200}?: (?=[A-Z“])/, '');

interface PartProps {
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
  readonly error: string | null;
}

function DepartmentField({ draft, onChange, error }: PartProps) {
  const people = useAnswer('person.list', { limit: 500 }, ['directory']);
  const departments = new Set(people.value?.items.map(({ department }) => department).filter((name) => name !== null));
  return (
    <TextField
      label={words.ruleDepartmentIs}
      hint={words.ruleDepartmentHint}
      suggestions={[...departments].sort()}
      error={error}
      value={draft.department}
      onChange={(department) => onChange({ department })}
    />
  );
}

function GroupField({ draft, onChange, error }: PartProps) {
  const [find, setFind] = useState('');
  const { value, failure } = useAnswer('group.list', { text: find, limit: 100 }, ['directory']);
  if (failure && value === null) return <FailureLine error={failure} />;
  const groups = value?.items ?? [];
  const isLong = value?.next != null || find !== '';
  // The chosen one stays chosen while others are looked for.
  const chosen = draft.groupId === '' || groups.some(({ id }) => id === draft.groupId) ? [] : [draft];
  const options = [
    { value: '', label: value !== null && groups.length === 0 && find === '' ? words.noGroups : words.ruleNoGroup },
    ...chosen.map(({ groupId, groupName }) => ({ value: groupId, label: groupName })),
    ...groups.map(({ id, name, members, source }) => ({ value: id, label: words.groupOption(name, members, source) })),
  ];
  return (
    <>
      {isLong ? <TextField label={words.ruleGroupFind} required={false} value={find} onChange={setFind} /> : null}
      <SelectField
        label={words.ruleGroupIs}
        hint={words.ruleGroupHint}
        error={error}
        value={draft.groupId}
        options={options}
        onChange={(groupId) =>
          onChange({ groupId, groupName: groups.find(({ id }) => id === groupId)?.name ?? draft.groupName })
        }
      />
    </>
  );
}
