import type { PlannedAccount } from '../../shared/model/plan.ts';
import { Mark } from './mark.tsx';
import classes from './planned-account.module.css';

/** On the page of an app its name need not be said of each. */
export const withoutApp = (summary: string, app: string): string =>
  summary.endsWith(` in ${app}`) ? summary.slice(0, -` in ${app}`.length) : summary;

/** "Create ada@example.com; give ada@example.com the role editor": what would be done, on one line. */
export const operationsInWords = ({ operations, app }: PlannedAccount): string =>
  operations.map(({ summary }) => withoutApp(summary, app.name)).join('; ');

/** One account with what would be done, line by line, and what it waits for. */
export function PlannedAccountView({ account }: { readonly account: PlannedAccount }) {
  const { person, app, operations, why } = account;
  return (
    <section className={classes.account}>
      <h4>
        <bdi>{person.name}</bdi> in <bdi>{app.name}</bdi>
        {person.id === null ? <span className={classes.quiet}> (new)</span> : null}
      </h4>
      <ul>
        {operations.map((operation) => (
          <li key={`${operation.verb} ${operation.role}`}>
            <Mark shape={operation.held ? 'hand' : 'ring'} tone={operation.held ? 'warn' : 'quiet'} />
            <span>
              {withoutApp(operation.summary, app.name)}
              {operation.held ? <span className={classes.quiet}> (would wait)</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {why === null ? null : <p className={classes.quiet}>{why}</p>}
    </section>
  );
}
