import type { ReactNode } from 'react';
import classes from './spoken.module.css';

export interface SpokenProps {
  readonly children: ReactNode;
  /** `h1` names the place; `span` when absent. */
  readonly as?: 'span' | 'h1';
  /** What changes in it is said when the reader pauses. */
  readonly polite?: boolean;
}

/** For those who hear the page; the others see the same otherwise. */
export function Spoken({ children, as: Element = 'span', polite = false }: SpokenProps) {
  return (
    <Element className={classes.spoken} aria-live={polite ? 'polite' : undefined}>
      {children}
    </Element>
  );
}
