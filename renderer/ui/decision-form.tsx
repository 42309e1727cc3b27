import { type FormEvent, useId, useState } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { WorkDecision } from '../../shared/model/work.ts';
import classes from './decision-form.module.css';
import { decisionWords } from './decision-words.ts';

export interface DecisionFormProps {
  readonly decisions: readonly WorkDecision[];
  /** Settles with null when it was taken, else with what the engine said. */
  readonly onDecide: (decision: WorkDecision, reason: string) => Promise<ContractErrorBody | null>;
}

/** The decisions that a work item offers; each asks for a reason before it is taken. */
export function DecisionForm({ decisions, onDecide }: DecisionFormProps) {
  const [chosen, setChosen] = useState<WorkDecision | null>(null);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const field = useId();
  const tooShort = reason.trim().length < 3;

  if (chosen === null) {
    return (
      <div className={classes.buttons}>
        {decisions.map((decision) => (
          <button key={decision} type="button" className={classes.button} onClick={() => setChosen(decision)}>
            {decisionWords[decision]}
          </button>
        ))}
      </div>
    );
  }

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (tooShort || sending) return;
    setSending(true);
    const refused = await onDecide(chosen, reason.trim());
    setSending(false);
    setFailure(refused);
    if (refused === null) {
      setChosen(null);
      setReason('');
    }
  };

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)}>
      <label htmlFor={field}>{decisionWords[chosen]}. Your reason, for the audit log (3 characters or more):</label>
      <input
        id={field}
        className={classes.field}
        value={reason}
        maxLength={1_000}
        autoComplete="off"
        // The admin has just pressed the button that this field belongs to.
        ref={focusOnce}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setChosen(null);
        }}
      />
      <div className={classes.buttons}>
        <button type="submit" className={classes.primary} aria-disabled={tooShort || sending}>
          {sending ? 'Sending' : decisionWords[chosen]}
        </button>
        <button type="button" className={classes.button} onClick={() => setChosen(null)}>
          Cancel
        </button>
      </div>
      {failure ? (
        <p role="alert" className={classes.failure}>
          {failure.message} {failure.fix}
        </p>
      ) : null}
    </form>
  );
}

const focusOnce = (element: HTMLInputElement | null): void => element?.focus();
