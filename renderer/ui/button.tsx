import type { ReactNode, Ref } from 'react';
import classes from './button.module.css';

/** primary: the next step, once a view; danger: takes something away; quiet: looks like a link. */
export type ButtonKind = 'plain' | 'primary' | 'danger' | 'quiet';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly kind?: ButtonKind;
  /** Absent on a button that submits its form. */
  readonly onPress?: () => void;
  readonly submits?: boolean;
  /** Cannot be pressed now; it keeps its place in the tab order, so that the focus is not lost while it works. */
  readonly disabled?: boolean;
  /** Names it where its own words do not tell it from others: "Remove the rule Editors". */
  readonly label?: string;
  readonly title?: string;
  /** In small print, where it belongs to one item of several. */
  readonly small?: boolean;
  /** Esc is answered by what it stands in: a drawer around that stays. */
  readonly keepsEscape?: boolean;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/** A button in the clothes of this window. */
export function Button({
  children,
  kind = 'plain',
  onPress,
  submits = false,
  disabled = false,
  label,
  title,
  small = false,
  keepsEscape = false,
  ref,
}: ButtonProps) {
  return (
    <button
      ref={ref}
      type={submits ? 'submit' : 'button'}
      className={classes.button}
      data-kind={kind}
      data-small={small || undefined}
      data-mantine-stop-propagation={keepsEscape || undefined}
      aria-label={label}
      aria-disabled={disabled || undefined}
      title={title}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}

export interface LinkButtonProps {
  readonly children: ReactNode;
  readonly href: string;
  readonly kind?: ButtonKind;
}

/** A link that is the next step: it looks like a button and opens like a link. */
export function LinkButton({ children, href, kind = 'plain' }: LinkButtonProps) {
  return (
    <a className={classes.button} data-kind={kind} href={href}>
      {children}
    </a>
  );
}

/** A button within a sentence: it looks like a link, and is none, since it leads nowhere. */
export function TextButton({ children, onPress }: { readonly children: ReactNode; readonly onPress: () => void }) {
  return (
    <button type="button" className={classes.text} onClick={onPress}>
      {children}
    </button>
  );
}

/** Buttons beside each other; they wrap where room is short. */
export function ButtonRow({ children }: { readonly children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}
