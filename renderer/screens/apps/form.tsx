import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import classes from './app-view.module.css';

export interface FormProps {
  readonly label: string;
  readonly onSubmit: () => void;
  readonly busy: boolean;
  /** How many of its fields are wrong: when some begin to be, the first of them gets the focus. */
  readonly errors: number;
  readonly children: ReactNode;
}

/** A form: Enter submits it, Esc does not throw away what was written. */
export function Form({ label, onSubmit, busy, errors, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (errors > 0 && !busy) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors, busy]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy) onSubmit();
  };
  const keepOnEscape = (event: KeyboardEvent) => {
    if (event.key === 'Escape') event.preventDefault();
  };
  return (
    <form ref={form} className={classes.form} aria-label={label} noValidate onSubmit={submit} onKeyDown={keepOnEscape}>
      {children}
    </form>
  );
}
