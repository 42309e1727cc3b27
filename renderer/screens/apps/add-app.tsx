import { useEffect, useRef, useState } from 'react';
import type { ConnectionTest } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import classes from './add-app.module.css';
import { useArrival } from './arrival.ts';
import { CsvFields } from './csv-fields.tsx';
import { type Draft, newDrafts } from './draft.ts';
import { Form } from './form.tsx';
import { formWords, kindWords } from './form-words.ts';
import { PostgresFields } from './postgres-fields.tsx';
import { readDraft } from './read-draft.ts';
import type { FieldErrors } from './read-fields.ts';
import { SqliteFields } from './sqlite-fields.tsx';
import { TestSteps } from './test-steps.tsx';
import { words } from './words.ts';

export interface AddAppProps {
  readonly draft: Draft;
  readonly onDraft: (draft: Draft) => void;
  /** The app is there: the draft has done its work. */
  readonly onAdded: () => void;
}

interface Tried {
  /** The draft that was tried. */
  readonly draft: Draft;
  readonly tested: ConnectionTest;
}

/** The form for a new app: filled in, tried step by step, added. Nothing of it is lost when a try fails. */
export function AddApp({ draft, onDraft, onAdded }: AddAppProps) {
  const { client } = useWorld();
  const navigation = useNavigation();
  const place = useRef<HTMLElement>(null);
  useArrival(place);
  const [tried, setTried] = useState<Tried | null>(null);
  const [errors, setErrors] = useState<FieldErrors>({});
  const read = (): ReturnType<typeof readDraft> => {
    const outcome = readDraft(draft);
    setErrors(outcome.ok ? {} : outcome.errors);
    return outcome;
  };
  const trying = useDoing(async () => {
    const outcome = read();
    if (!outcome.ok) return;
    adding.clear();
    setTried(null);
    setTried({ draft, tested: await client.call('app.test', { target: outcome.target }) });
  });
  const adding = useDoing(async () => {
    const outcome = read();
    if (!outcome.ok) return;
    const { id } = await client.call('app.add', { name: outcome.name, target: outcome.target });
    onAdded();
    navigation.go('apps', [id, 'rules'], 'replace');
  });
  // What a try said pushes the buttons down; they stay in sight, and it above them.
  const buttons = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tried !== null) buttons.current?.scrollIntoView({ block: 'nearest' });
  }, [tried]);
  const isBusy = trying.busy || adding.busy;
  // A name does not change what a try finds.
  const isFresh = tried !== null && sameTarget(tried.draft, draft);
  const isReady = isFresh && tried.tested.ok;
  const wrong = Object.keys(errors).length;
  const change = (changed: Draft) => {
    onDraft(changed);
    // Each sentence goes as soon as it holds no more; new ones come with the next try.
    if (wrong > 0) setErrors(stillWrong(errors, changed));
  };
  const kind = kindWords[draft.kind];
  const fields =
    draft.kind === 'csv' ? (
      <CsvFields draft={draft} onDraft={change} errors={errors} />
    ) : draft.kind === 'postgres' ? (
      <PostgresFields draft={draft} onDraft={change} errors={errors} />
    ) : (
      <SqliteFields draft={draft} onDraft={change} errors={errors} />
    );
  return (
    <section ref={place} className={classes.page} aria-label={kind.add} data-pane="form" tabIndex={-1}>
      <p className={classes.way}>
        <a href={navigation.href('apps', ['new'])}>{formWords.back}</a>
      </p>
      <h2>{kind.add}</h2>
      <p className={classes.quiet}>
        {kind.proof} {formWords.intro}
      </p>
      <Form
        label={kind.add}
        busy={isBusy}
        errors={wrong}
        isWritten={draft !== newDrafts[draft.kind]}
        onSubmit={() => void (isReady ? adding.run() : trying.run())}
      >
        {fields}
        <div role="status" className={classes.outcome}>
          {trying.busy ? <p className={classes.quiet}>{formWords.testing}</p> : null}
          {wrong > 0 ? (
            <StateMark shape="cross" tone="bad">
              {errors.whole ?? formWords.mistakes(wrong)}
            </StateMark>
          ) : null}
          {tried ? (
            <>
              <TestSteps tested={tried.tested} />
              <p>{outcomeSentence(tried.tested, isFresh)}</p>
            </>
          ) : null}
        </div>
        {trying.failure ? <FailureLine error={trying.failure} /> : null}
        {adding.failure ? <FailureLine error={adding.failure} /> : null}
        <div ref={buttons} className={classes.buttons}>
          <ButtonRow>
            <Button
              kind={isReady ? 'plain' : 'primary'}
              submits={!isReady}
              disabled={isBusy}
              {...(isReady ? { onPress: () => void trying.run() } : {})}
            >
              {trying.busy ? formWords.testing : formWords.test}
            </Button>
            <Button
              kind={isReady ? 'primary' : 'plain'}
              submits={isReady}
              disabled={isBusy || !isReady}
              title={isReady ? '' : formWords.tryFirst}
            >
              {adding.busy ? formWords.adding : formWords.add}
            </Button>
            <span className={classes.quiet}>{isReady ? '' : formWords.testHint}</span>
          </ButtonRow>
        </div>
      </Form>
    </section>
  );
}

function outcomeSentence({ ok, roles }: ConnectionTest, isFresh: boolean): string {
  if (!isFresh) return formWords.stale;
  if (!ok) return formWords.failed;
  return `${formWords.tested} ${roles.length === 0 ? formWords.noRoles : words.rolesAre(roles)}.`;
}

const sameTarget = (one: Draft, other: Draft): boolean =>
  one === other || JSON.stringify({ ...one, name: '' }) === JSON.stringify({ ...other, name: '' });

function stillWrong(errors: FieldErrors, draft: Draft): FieldErrors {
  const now = readDraft(draft);
  if (now.ok) return {};
  return Object.fromEntries(Object.entries(now.errors).filter(([name]) => name in errors));
}
