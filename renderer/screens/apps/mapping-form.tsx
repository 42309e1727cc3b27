import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { TextField } from '../../ui/field.tsx';
import classes from './app-view.module.css';
import { Form } from './form.tsx';
import {
  attributesOf,
  draftMappings,
  errorsByAttribute,
  loginAttribute,
  type MappingDraft,
  readMappings,
} from './mapping-draft.ts';
import { OpenedInPlace } from './opened-in-place.tsx';
import { usualExpressions } from './usual.ts';
import { words } from './words.ts';

/** What fills each attribute: to read, and to change in a plain form. */
export function MappingSection({ app }: { readonly app: AppDetail }) {
  const [isEditing, setEditing] = useState(false);
  return (
    <section className={classes.section}>
      <h3>{words.mapping}</h3>
      <p className={classes.quiet}>{words.mappingText}</p>
      {isEditing ? null : <MappingTable app={app} />}
      <OpenedInPlace action={words.mappingEdit} isOpen={isEditing} onOpen={() => setEditing(true)}>
        <MappingForm app={app} onEnd={() => setEditing(false)} />
      </OpenedInPlace>
    </section>
  );
}

function MappingTable({ app }: { readonly app: AppDetail }) {
  const inForce = new Map(app.snapshot.mappings.map(({ attribute, expression }) => [attribute, expression]));
  return (
    <dl className={classes.mapping}>
      {attributesOf(app).map((attribute) => (
        <div key={attribute}>
          <dt>{attribute}</dt>
          <dd>
            <span aria-hidden="true">← </span>
            {inForce.has(attribute) ? (
              <code>{inForce.get(attribute)}</code>
            ) : (
              <span className={classes.quiet}>{words.unmapped}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface MappingFormProps {
  readonly app: AppDetail;
  readonly onEnd: () => void;
}

function MappingForm({ app, onEnd }: MappingFormProps) {
  const { client } = useWorld();
  const [begun] = useState<MappingDraft>(() => draftMappings(app));
  const [draft, setDraft] = useState(begun);
  const [isLoginMissing, setLoginMissing] = useState(false);
  const attributes = attributesOf(app);
  const doing = useDoing(async () => {
    await client.call('app.setMappings', { id: app.id, mappings: readMappings(draft) });
    onEnd();
  });
  const errors: Readonly<Record<string, string>> = {
    ...(doing.failure ? errorsByAttribute(doing.failure.message, attributes) : {}),
    ...(isLoginMissing ? { [loginAttribute]: words.loginMissing } : {}),
  };
  const isPlaced = Object.keys(errors).length > 0;
  const save = () => {
    const isMissing = draft[loginAttribute]?.trim() === '';
    setLoginMissing(isMissing);
    if (isMissing) doing.clear();
    else void doing.run();
  };
  const inForce = new Set(app.snapshot.mappings.map(({ attribute }) => attribute));
  const isWritten = attributes.some((attribute) => draft[attribute] !== begun[attribute]);
  return (
    <Form
      label={words.mapping}
      onSubmit={save}
      busy={doing.busy}
      errors={Object.keys(errors).length}
      isWritten={isWritten}
      onLeave={onEnd}
    >
      <p className={classes.quiet}>{words.mappingHint}</p>
      <div className={classes.fields}>
        {attributes.map((attribute) => (
          <TextField
            key={attribute}
            label={attribute}
            mono
            required={attribute === loginAttribute}
            suggestions={usualExpressions}
            error={errors[attribute] ?? null}
            {...(!inForce.has(attribute) && draft[attribute] !== '' ? { hint: words.mappingSuggested } : {})}
            value={draft[attribute] ?? ''}
            onChange={(expression) => setDraft({ ...draft, [attribute]: expression })}
          />
        ))}
      </div>
      {app.state === 'on' ? <p className={classes.quiet}>{words.mappingOn}</p> : null}
      <ButtonRow>
        <Button kind="primary" submits disabled={doing.busy}>
          {doing.busy ? words.working : words.mappingSave}
        </Button>
        <Button onPress={onEnd}>{words.cancel}</Button>
      </ButtonRow>
      {doing.failure && !isPlaced ? <FailureLine error={doing.failure} /> : null}
    </Form>
  );
}
