import type { ReactNode } from 'react';
import { type Shape, StateMark, type Tone } from './mark.tsx';
import classes from './steps.module.css';

export interface StepsProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** A checklist, in the order in which it is gone through. */
export function Steps({ label, children }: StepsProps) {
  return (
    <ol className={classes.steps} aria-label={label}>
      {children}
    </ol>
  );
}

export interface ListedStepProps {
  readonly shape: Shape;
  readonly tone: Tone;
  /** The state's word: "done", "waiting", "not met". */
  readonly word: string;
  /** Loud: filled, for what went wrong. */
  readonly loud?: boolean;
  readonly title: ReactNode;
  /** What was seen, in sentences. */
  readonly children?: ReactNode;
}

/** One item: its state as shape and word, what it is, and what is said of it. */
export function ListedStep({ shape, tone, word, loud = false, title, children }: ListedStepProps) {
  return (
    <li className={classes.step} data-loud={loud || undefined} data-tone={tone}>
      <span className={classes.state}>
        <StateMark shape={shape} tone={tone} loud={loud}>
          {word}
        </StateMark>
      </span>
      <div className={classes.body}>
        <strong className={classes.title}>{title}</strong>
        {children}
      </div>
    </li>
  );
}
