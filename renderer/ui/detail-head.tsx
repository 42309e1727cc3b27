import type { ReactNode } from 'react';
import classes from './detail-head.module.css';

export interface DetailHeadProps {
  /** Whose detail it is; null while that is not known. */
  readonly title: ReactNode;
  /** Stands there instead while the title is not known. */
  readonly waiting?: string;
  readonly onClose: () => void;
  /** The pane's name for F6; absent, the head belongs to the pane that it stands in. */
  readonly pane?: string;
  /** It stays in sight while the detail scrolls under it. */
  readonly stays?: boolean;
  /** Under title and close button: state, facts, what can be done. */
  readonly children?: ReactNode;
}

/** The head of a detail: whose it is, and the way back to the list. */
export function DetailHead({ title, waiting = '', onClose, pane, stays = false, children }: DetailHeadProps) {
  return (
    <header className={classes.head} data-pane={pane} data-stays={stays || undefined}>
      {title === null ? <p className={classes.waiting}>{waiting}</p> : <h2 className={classes.title}>{title}</h2>}
      <CloseButton onClose={onClose} />
      {children}
    </header>
  );
}

/** Closes what it stands in the head of, as Esc does. */
export function CloseButton({ onClose }: { readonly onClose: () => void }) {
  return (
    <button type="button" className={classes.close} aria-label="Close (Esc)" title="Close (Esc)" onClick={onClose}>
      ×
    </button>
  );
}
