import { type FormEvent, type KeyboardEvent, useId, useState } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { Button, ButtonRow } from './button.tsx';
import classes from './decision-form.module.css';

export interface ReleaseFormProps {
  readonly label: string;
  /** Whom it is about, for those who hear the button and do not see where it stands. */
  readonly whom: string;
  readonly doing: {
    readonly busy: boolean;
    readonly failure: ContractErrorBody | null;
    /** @returns whether it was done */
    readonly run: (reason: string) => Promise<boolean>;
    readonly clear: () => void;
  };
}

/** One act that asks for a reason before it is done; Esc leaves everything as it is. */
export function ReleaseForm({ label, whom, doing }: ReleaseFormProps) {
  const [reason, setReason] = useState<string | null>(null);
  const [isLeft, setLeft] = useState(false);
  const field = useId();
  const leave = () => {
    doing.clear();
    setLeft(true);
    setReason(null);
  };
  if (reason === null)
    return (
      <ButtonRow>
        <Button small ref={isLeft ? focusOnce : undefined} label={`${label}: ${whom}`} onPress={() => setReason('')}>
          {label}
        </Button>
      </ButtonRow>
    );
  const isTooShort = reason.trim().length < 3;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isTooShort || doing.busy) return;
    if (await doing.run(reason.trim())) leave();
  };
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    leave();
  };
  return (
    <form className={classes.form} onSubmit={(event) => void submit(event)} onKeyDown={leaveOnEscape}>
      <label htmlFor={field}>
        {label}: <bdi>{whom}</bdi>. Your reason, for the audit log (3 characters or more):
      </label>
      <input
        // Esc is answered here: a drawer around the form stays.
        data-mantine-stop-propagation
        id={field}
        className={classes.field}
        value={reason}
        maxLength={1_000}
        autoComplete="off"
        ref={focusOnce}
        onChange={({ target }) => setReason(target.value)}
      />
      <ButtonRow>
        <Button kind="primary" small submits keepsEscape disabled={isTooShort || doing.busy}>
          {doing.busy ? 'Sending' : label}
        </Button>
        <Button small keepsEscape onPress={leave}>
          Cancel
        </Button>
      </ButtonRow>
      {doing.failure ? (
        <p role="alert" className={classes.failure}>
          {doing.failure.message} {doing.failure.fix}
        </p>
      ) : null}
    </form>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();
