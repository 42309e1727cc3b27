import type { ReactNode } from 'react';
import { useNavigation } from '../../state/context.tsx';
import { useArrival } from './arrival.ts';
import classes from './setup.module.css';

export interface StepProps {
  readonly title: string;
  /** The words of the way back, and where it leads within Set-up. */
  readonly back: string;
  readonly backTo: readonly string[];
  /** What gets the focus when the step is come to, as a selector. */
  readonly first: string;
  readonly children: ReactNode;
}

/** One step of the way: back, what it is, and what is to be done in it. */
export function Step({ title, back, backTo, first, children }: StepProps) {
  const navigation = useNavigation();
  const arrival = useArrival<HTMLElement>(first);
  return (
    <section className={classes.step} ref={arrival}>
      <p className={classes.back}>
        <a className={classes.link} href={navigation.href('setup', [...backTo])}>
          {back}
        </a>
      </p>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
