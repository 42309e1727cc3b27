import { type FormEvent, useState } from 'react';
import type { Channel, Notifications } from '../../../shared/model/notifications.ts';
import { useAnswer, useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { Button, ButtonRow, LinkButton } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { CheckField, SelectField, TextField } from '../../ui/field.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import classes from './setup.module.css';
import { draftOf, readTell, type TellDraft, type TellErrors } from './tell-draft.ts';
import { tellWords as own, words } from './words.ts';

/** Whether anybody is told, and the way to where that is said. */
export function TellLine() {
  const navigation = useNavigation();
  const { value } = useAnswer('notification.get', {}, ['configuration']);
  if (value === null) return null;
  const by = [...(value.email ? [own.byMail(value.email.to)] : []), ...(value.webhook ? [own.byHook] : [])];
  return (
    <section className={classes.section} aria-labelledby="tell-whom">
      <h2 id="tell-whom">{own.title}</h2>
      <p>
        <StateMark shape={by.length > 0 ? 'check' : 'hand'} tone={by.length > 0 ? 'good' : 'warn'}>
          {by.length > 0 ? own.told(by) : own.nobody}
        </StateMark>
      </p>
      <ButtonRow>
        <LinkButton href={navigation.href('setup', ['tell'])}>{own.action}</LinkButton>
      </ButtonRow>
    </section>
  );
}

/** Whom Footbridge tells of access that should be gone and is not. */
export function Tell() {
  const navigation = useNavigation();
  const { value, failure, ask } = useAnswer('notification.get', {}, []);
  return (
    <section>
      <p className={classes.back}>
        <a className={classes.link} href={navigation.href('setup')}>
          {words.back}
        </a>
      </p>
      <h2>{own.title}</h2>
      <p className={classes.quiet}>{own.text}</p>
      {failure && value === null ? <ErrorState error={failure} retry={ask} /> : null}
      {value === null ? null : <TellForm saved={value} />}
    </section>
  );
}

function TellForm({ saved }: { readonly saved: Notifications }) {
  const { client } = useWorld();
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [errors, setErrors] = useState<TellErrors>({});
  const [said, setSaid] = useState<string | null>(null);
  const set = (change: Partial<TellDraft>) => {
    setSaid(null);
    setDraft({ ...draft, ...change });
  };
  /** What is written, when all of it is right; else the errors are shown. */
  const read = () => {
    const found = readTell(draft);
    setErrors(found.ok ? {} : found.errors);
    return found.ok ? found.value : null;
  };
  const saving = useDoing(async (notifications: Notifications) => {
    await client.call('notification.set', notifications);
    setSaid(own.saved);
  });
  const testing = useDoing(async (channel: Channel, notifications: Notifications) => {
    const { answer } = await client.call('notification.test', { channel, notifications });
    setSaid(own.tested(answer));
  });
  const isBusy = saving.busy || testing.busy;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const notifications = read();
    setSaid(null);
    testing.clear();
    if (notifications !== null && !isBusy) void saving.run(notifications);
  };
  const test = (channel: Channel) => {
    const notifications = read();
    setSaid(null);
    saving.clear();
    if (notifications !== null && !isBusy) void testing.run(channel, notifications);
  };
  const text = (field: Exclude<keyof TellDraft, 'mail' | 'hook' | 'security'>, required = true) => ({
    label: own.fields[field],
    value: draft[field],
    error: errors[field] ?? null,
    required,
    mono: true,
    onChange: (value: string) => set({ [field]: value }),
  });
  const failure = saving.failure ?? testing.failure;
  return (
    <form className={classes.tell} aria-label={own.title} noValidate onSubmit={submit}>
      <CheckField label={own.mail} checked={draft.mail} onChange={(mail) => set({ mail })} />
      {draft.mail ? (
        <div className={classes.channel}>
          <TextField {...text('host')} />
          <TextField {...text('port')} numeric />
          <SelectField
            label={own.fields.security}
            value={draft.security}
            options={own.securities}
            error={errors.security ?? null}
            onChange={(security) => set({ security })}
          />
          <TextField {...text('user', false)} />
          <TextField {...text('passwordFile', false)} hint={own.fileHint} />
          <TextField {...text('from')} />
          <TextField {...text('to')} />
          <ButtonRow>
            <Button disabled={isBusy} onPress={() => test('email')}>
              {own.testMail}
            </Button>
          </ButtonRow>
        </div>
      ) : null}
      <CheckField label={own.hook} checked={draft.hook} onChange={(hook) => set({ hook })} />
      {draft.hook ? (
        <div className={classes.channel}>
          <TextField {...text('url')} hint={own.urlHint} />
          <TextField {...text('secretFile', false)} hint={own.secretHint} />
          <ButtonRow>
            <Button disabled={isBusy} onPress={() => test('webhook')}>
              {own.testHook}
            </Button>
          </ButtonRow>
        </div>
      ) : null}
      <ButtonRow>
        <Button kind="primary" submits disabled={isBusy}>
          {saving.busy ? own.saving : own.save}
        </Button>
      </ButtonRow>
      <div role="status">{said === null ? (testing.busy ? own.testing : null) : said}</div>
      {failure ? <FailureLine error={failure} /> : null}
    </form>
  );
}
