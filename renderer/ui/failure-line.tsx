import type { ContractErrorBody } from '../../shared/contract/error.ts';
import classes from './failure-line.module.css';
import { StateMark } from './mark.tsx';

/** Why what was just asked for was not done, beside what asked for it: what happened, what to do, an id to quote. */
export function FailureLine({ error }: { readonly error: ContractErrorBody }) {
  return (
    <div className={classes.failure} role="alert">
      <StateMark shape="cross" tone="bad">
        <strong>{error.message}</strong>
      </StateMark>
      <p>
        {error.affects} {error.fix} <code>{error.id}</code>
      </p>
    </div>
  );
}
