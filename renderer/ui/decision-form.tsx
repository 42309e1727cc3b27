import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { WorkDecision } from '../../shared/model/work.ts';
import { Button, ButtonRow } from './button.tsx';
import classes from './decision-form.module.css';
import { decisionWords } from './decision-words.ts';

/** How one work item is decided. */
export interface Deciding {
  /** The reason as far as it was written, here or wherever else the item is shown. */
  readonly readReason: () => string;
  readonly keepReason: (reason: string) => void;
  /**
   * Settles with null when it was taken, else with what the engine said.
   *
   * @param personIds for whom alone; without: for everybody whom the item names
   */
  readonly onDecide: (
    decision: WorkDecision,
    reason: string,
    personIds?: readonly string[],
  ) => Promise<ContractErrorBody | null>;
}

export interface DecisionFormProps {
  readonly decisions: readonly WorkDecision[];
  readonly deciding: Deciding;
  /** For whom it is decided, where not for everybody: "3 of 12 people". */
  readonly whom?: string | undefined;
}

/**
 * The decisions that a work item offers; each asks for a reason before it is taken. Esc goes back to the decisions; what
 * was written of the reason is there again with the next.
 */
export function DecisionForm({ decisions, deciding, whom }: DecisionFormProps) {
  const { readReason, keepReason, onDecide } = deciding;
  const [chosen, setChosen] = useState<WorkDecision | null>(null);
  const [left, setLeft] = useState<WorkDecision | null>(null);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const field = useId();
  const named = (decision: WorkDecision) =>
    whom === undefined ? decisionWords[decision] : `${decisionWords[decision]} (${whom})`;
  const tooShort = reason.trim().length < 3;

  const choose = (decision: WorkDecision) => {
    setReason(readReason());
    setFailure(null);
    setChosen(decision);
  };

  if (chosen === null) {
    return (
      <ButtonRow>
        {decisions.map((decision) => (
          // Where its form is gone, the focus is where the form came from.
          <Button key={decision} small ref={decision === left ? focusOnce : undefined} onPress={() => choose(decision)}>
            {named(decision)}
          </Button>
        ))}
      </ButtonRow>
    );
  }

  const leave = () => {
    setLeft(chosen);
    setChosen(null);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (tooShort || sending) return;
    setSending(true);
    const refused = await onDecide(chosen, reason.trim());
    setSending(false);
    setFailure(refused);
    if (refused === null) leave();
  };

  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };

  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} onKeyDown={leaveOnEscape}>
      <label htmlFor={field}>{named(chosen)}. Your reason, for the audit log (3 characters or more):</label>
      <input
        // Esc is answered here: a drawer around the form stays.
        data-mantine-stop-propagation
        id={field}
        className={classes.field}
        value={reason}
        maxLength={1_000}
        autoComplete="off"
        // The admin has just pressed the button that this field belongs to.
        ref={focusOnce}
        onChange={({ target }) => {
          setReason(target.value);
          keepReason(target.value);
        }}
      />
      <ButtonRow>
        <Button kind="primary" small submits keepsEscape disabled={tooShort || sending}>
          {sending ? 'Sending' : named(chosen)}
        </Button>
        <Button small keepsEscape onPress={leave}>
          Cancel
        </Button>
      </ButtonRow>
      {failure ? (
        <p role="alert" className={classes.failure}>
          {failure.message} {failure.fix}
        </p>
      ) : null}
    </form>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();
