import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { catchEscape } from '../../ui/caught-escape.ts';
import classes from './app-view.module.css';
import { words } from './words.ts';

export interface FormProps {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly busy: boolean;
  /** How many of its fields are wrong: when some begin to be, the first of them gets the focus. */
  readonly errors: number;
  /** Something in it was written and not saved yet: Esc does not leave it, nor what it stands in. */
  readonly isWritten: boolean;
  /** What Esc does while nothing was written; absent, it belongs to what the form stands in. */
  readonly onLeave?: () => void;
  readonly children: ReactNode;
}

/** A form: Enter submits it, Esc leaves it, and never throws away in silence what was written. */
export function Form({ label, onSubmit, busy, errors, isWritten, onLeave, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const before = useRef({ errors, busy });
  useEffect(() => {
    // Not when one of several was just mended: somebody still writes there.
    const isNews = before.current.busy || errors > before.current.errors;
    before.current = { errors, busy };
    if (errors > 0 && !busy && isNews) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors, busy]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    setHeld(false);
    return isWritten ? catchEscape(() => setHeld(true)) : undefined;
  }, [isWritten]);
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || isWritten || onLeave === undefined) return;
    event.preventDefault();
    onLeave();
  };
  return (
    <form ref={form} className={classes.form} aria-label={label} noValidate onSubmit={submit} onKeyDown={leaveOnEscape}>
      {children}
      <div role="status">
        {isHeld ? (
          <p ref={bringIntoSight} className={classes.quiet}>
            {words.held}
          </p>
        ) : null}
      </div>
    </form>
  );
}

const bringIntoSight = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });
