import { type ReactNode, useEffect, useId, useState } from 'react';
import type { Doing } from '../../state/ask.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import classes from './app-view.module.css';
import { words } from './words.ts';

export interface ConfirmProps {
  /** What follows from it, in sentences. */
  readonly consequence: ReactNode;
  readonly action: string;
  readonly danger?: boolean;
  /** What must be filled in first stands here. */
  readonly children?: ReactNode;
  /** null: cannot be done yet. */
  readonly onConfirm: (() => void) | null;
  readonly onCancel: () => void;
  readonly doing: Pick<Doing<never[]>, 'busy' | 'failure'>;
}

/**
 * Asks once more, in place: what follows from it, and the two ways on. It takes the focus, and gives it back; Esc leaves
 * everything as it is.
 */
export function Confirm({ consequence, action, danger = false, children, onConfirm, onCancel, doing }: ConfirmProps) {
  const text = useId();
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isLost = document.activeElement === document.body;
      if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot have the focus
    <div
      ref={focusOnce}
      role="group"
      aria-labelledby={text}
      tabIndex={-1}
      className={classes.confirm}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        onCancel();
      }}
    >
      <p id={text}>{consequence}</p>
      {children}
      <ButtonRow>
        <Button
          kind={danger ? 'danger' : 'primary'}
          disabled={doing.busy || onConfirm === null}
          onPress={() => onConfirm?.()}
        >
          {doing.busy ? words.working : action}
        </Button>
        <Button onPress={onCancel}>{words.leave}</Button>
      </ButtonRow>
      {doing.failure ? <FailureLine error={doing.failure} /> : null}
    </div>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();
