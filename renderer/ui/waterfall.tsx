import type { ReactNode } from 'react';
import { Mark, type Shape, type Tone } from './mark.tsx';
import { formatExact, formatOffset } from './time.ts';
import classes from './waterfall.module.css';

/** The stretch of time that a waterfall draws, in ms since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface StepProps {
  readonly span: Span;
  /** When it began, and ended if it took time; ms since the epoch. */
  readonly from: number;
  readonly to?: number | null;
  readonly shape: Shape;
  readonly tone: Tone;
  /** What kind of step this is: "Request", "Proof". */
  readonly kind: string;
  readonly title: ReactNode;
  /** Loud: its box is filled, for what needs a person. */
  readonly loud?: boolean;
  readonly children?: ReactNode;
}

/** A chain of steps in time, top to bottom. */
export function Waterfall({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ol className={classes.waterfall} aria-label={label}>
      {children}
    </ol>
  );
}

/** One step: its offset, its mark on the spine, what it was, and its place in time as a bar. */
export function Step({ span, from, to = null, shape, tone, kind, title, loud = false, children }: StepProps) {
  const length = Math.max(1, span.to - span.from);
  const left = ((from - span.from) / length) * 100;
  const width = (((to ?? from) - from) / length) * 100;
  return (
    <li className={classes.step} data-tone={tone} data-loud={loud || undefined} data-kind={kind.toLowerCase()}>
      <span className={classes.offset} title={formatExact(from)}>
        {formatOffset(from - span.from)}
      </span>
      <span className={classes.spine}>
        <Mark shape={shape} tone={tone} />
      </span>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.kind}>{kind}</span>
          <span className={classes.title}>{title}</span>
          <span className={classes.lane} aria-hidden="true">
            <span className={classes.bar} style={{ left: `${left}%`, width: `max(3px, ${width}%)` }} />
          </span>
        </div>
        {children}
      </div>
    </li>
  );
}
