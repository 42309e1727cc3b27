import type { ReactNode } from 'react';
import classes from './mark.module.css';

/** The shapes that a state can have. Each stays recognisable without its colour. */
export type Shape = 'check' | 'diamond' | 'cross' | 'ring' | 'pause' | 'hand' | 'unequal' | 'dash' | 'dot' | 'key';
export type Tone = 'good' | 'quiet' | 'warn' | 'bad';

const drawings: Record<Shape, ReactNode> = {
  check: <path d="M2.2 6.4 4.9 9 9.8 3.2" />,
  diamond: <path d="M6 1.2 10.8 6 6 10.8 1.2 6ZM6 3.8v2.8M6 8.2v.1" />,
  cross: <path d="M2.5 2.5l7 7M9.5 2.5l-7 7" />,
  ring: <path d="M6 1.3a4.7 4.7 0 1 1 0 9.4 4.7 4.7 0 0 1 0-9.4ZM6 3.6V6l1.7 1.2" />,
  pause: <path d="M4 2.2v7.6M8 2.2v7.6" />,
  hand: <path d="M6 1.2 11 10.4H1ZM6 4.6v2.6M6 8.8v.1" />,
  unequal: <path d="M2 4.3h8M2 7.7h8M8.2 1.6 3.8 10.4" />,
  dash: <path d="M3.5 6h5" />,
  dot: <path d="M6 4.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Z" />,
  key: <path d="M4 8a2.3 2.3 0 1 0 0-.1M6 6.9 10.6 2.3M8.6 4.3l1.6 1.6" />,
};

/** A state's shape in its tone. It says nothing by itself: the word beside it does. */
export function Mark({ shape, tone = 'quiet' }: { readonly shape: Shape; readonly tone?: Tone }) {
  return (
    <svg className={classes.mark} data-tone={tone} viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {drawings[shape]}
    </svg>
  );
}

export interface StateMarkProps {
  readonly shape: Shape;
  readonly tone: Tone;
  /** Loud: filled, for what needs a person. */
  readonly loud?: boolean;
  readonly children: ReactNode;
}

/** Shape, word and colour together. */
export function StateMark({ shape, tone, loud = false, children }: StateMarkProps) {
  return (
    <span className={classes.state} data-tone={tone} data-loud={loud || undefined}>
      <Mark shape={shape} tone={tone} />
      {children}
    </span>
  );
}
