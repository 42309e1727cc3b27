import { type FormEvent, useId, useState } from 'react';
import type { RequestPlan } from '../../../shared/model/plan.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { withArrows } from '../../ui/arrows.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { PlannedAccountView } from '../../ui/planned-account.tsx';
import classes from './dry-run.module.css';
import { outcomeWords, statusWords, dryRunWords as words } from './words.ts';

const methods = ['POST', 'PUT', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];
export const isRehearsable = (method: string): method is Method => methods.some((one) => one === method);

export interface DryRunProps {
  readonly sourceId: string;
  readonly method: Method;
  readonly path: string;
  readonly body: string;
}

/** What a request like this one would come to now; it can be changed before. Nothing of it is done. */
export function DryRun({ sourceId, method, path, body }: DryRunProps) {
  const { client } = useWorld();
  const [text, setText] = useState(() => laidOut(body));
  const [place, setPlace] = useState(path);
  const [plan, setPlan] = useState<RequestPlan | null>(null);
  const field = useId();
  const doing = useDoing(async () => {
    setPlan(null);
    setPlan(await client.call('plan.request', { sourceId, method, path: place, body: text }));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!doing.busy) void doing.run();
  };
  return (
    <details className={classes.dryRun}>
      <summary>{words.title}</summary>
      <form onSubmit={submit} aria-label={words.title}>
        <p className={classes.quiet}>{words.hint}</p>
        <label htmlFor={`${field}-path`}>{words.path(method)}</label>
        <input
          id={`${field}-path`}
          value={place}
          maxLength={4000}
          autoComplete="off"
          spellCheck={false}
          required
          onChange={({ target }) => setPlace(target.value)}
        />
        {method === 'DELETE' ? null : (
          <>
            <label htmlFor={field}>{words.body}</label>
            <textarea
              id={field}
              value={text}
              rows={8}
              spellCheck={false}
              onChange={({ target }) => setText(target.value)}
            />
          </>
        )}
        <ButtonRow>
          <Button kind="primary" small submits disabled={doing.busy}>
            {doing.busy ? words.running : words.run}
          </Button>
        </ButtonRow>
        {doing.failure ? <FailureLine error={doing.failure} /> : null}
      </form>
      <div role="status">{plan === null ? null : <Result plan={plan} />}</div>
    </details>
  );
}

function Result({ plan }: { readonly plan: RequestPlan }) {
  const outcome = outcomeWords[plan.status < 400 ? 'ok' : plan.status < 500 ? 'refused' : 'failed'];
  const rest = plan.total.accounts - plan.accounts.length;
  return (
    <div className={classes.result}>
      <p>
        <StateMark shape={outcome.shape} tone={outcome.tone}>
          {plan.status} {statusWords[plan.status] ?? outcome.word}
        </StateMark>{' '}
        {withArrows(plan.summary)}
      </p>
      {plan.notes.map((note) => (
        <p key={note} className={classes.quiet}>
          {note}
        </p>
      ))}
      <p>{plan.total.sentence}</p>
      {plan.questions.map(({ title, affects }) => (
        <p key={title}>
          <StateMark shape="hand" tone="warn">
            {words.asks}
          </StateMark>{' '}
          {title} {affects}
        </p>
      ))}
      {plan.accounts.map((account, index) => (
        <PlannedAccountView key={`${account.app.id} ${account.person.id ?? index}`} account={account} />
      ))}
      {rest > 0 ? <p className={classes.quiet}>{words.more(rest)}</p> : null}
    </div>
  );
}

/** JSON as one edits it; what is no JSON stays as it came. */
function laidOut(body: string): string {
  try {
    return body === '' ? '' : JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
