import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { TextField } from '../../ui/field.tsx';
import classes from './app-view.module.css';
import { Form } from './form.tsx';
import { words } from './words.ts';

const wholeNumber = (text: string, most: number): number | null =>
  /^\d{1,7}$/.test(text.trim()) && Number(text) <= most ? Number(text) : null;

/** From how many people one cause may take access before it is parked (rule 7). */
export function GuardForm({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const [people, setPeople] = useState(String(app.guard.people));
  const [percent, setPercent] = useState(String(app.guard.percent));
  const [isTried, setTried] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const limit = { people: wholeNumber(people, 1_000_000), percent: wholeNumber(percent, 100) };
  const doing = useDoing(async () => {
    setTried(true);
    setSaved(false);
    if (limit.people === null || limit.percent === null) return;
    await client.call('app.setGuard', { id: app.id, people: limit.people, percent: limit.percent });
    setSaved(true);
  });
  const peopleError = isTried && limit.people === null ? words.guardNoPeople : null;
  const percentError = isTried && limit.percent === null ? words.guardNoPercent : null;
  const isWritten = people !== String(app.guard.people) || percent !== String(app.guard.percent);
  const wrong = [peopleError, percentError].filter((error) => error !== null).length;
  return (
    <section className={classes.section}>
      <h3>{words.guard}</h3>
      <p className={classes.quiet}>
        {words.guardText} {words.guardNow(app.guard.people, app.guard.percent)}
      </p>
      <Form
        label={words.guard}
        onSubmit={() => void doing.run()}
        busy={doing.busy}
        errors={wrong}
        isWritten={isWritten}
      >
        <div className={classes.numbers}>
          <TextField
            label={words.guardPeople}
            numeric
            maxLength={7}
            value={people}
            error={peopleError}
            onChange={setPeople}
          />
          <TextField
            label={words.guardPercent}
            numeric
            maxLength={3}
            value={percent}
            error={percentError}
            onChange={setPercent}
          />
        </div>
        <ButtonRow>
          <Button submits disabled={doing.busy}>
            {words.guardSave}
          </Button>
          <span role="status">{isSaved ? words.guardSaved : ''}</span>
        </ButtonRow>
        {doing.failure ? <FailureLine error={doing.failure} /> : null}
      </Form>
    </section>
  );
}
