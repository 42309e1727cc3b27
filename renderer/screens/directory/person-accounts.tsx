import type { Assignment, PersonAccount, PersonDetail } from '../../../shared/model/person.ts';
import type { Operation } from '../../../shared/model/trace.ts';
import { useNavigation } from '../../state/context.tsx';
import { ProofView } from '../../ui/proof-view.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import { accountWords, attemptWords, operationWords } from '../../ui/state-words.ts';
import classes from './accounts.module.css';
import { closureOf } from './leaving.ts';
import { assignmentWords, words } from './words.ts';

/** What somebody has in each app, why, and what was seen of it. */
export function PersonAccounts({ person }: { readonly person: PersonDetail }) {
  if (person.accounts.length === 0)
    return (
      <p className={classes.quiet}>
        {words.noAccounts} {person.state === 'active' ? words.noAccountsRules : ''}
      </p>
    );
  return (
    <ul className={classes.accounts}>
      {person.accounts.map((account) => (
        <Account
          key={account.id}
          account={account}
          unfolded={person.state !== 'active' && closureOf(account) !== 'open'}
        />
      ))}
    </ul>
  );
}

interface AccountProps {
  readonly account: PersonAccount;
  /** The proof shows all it has: on the page of a leaver, where it proves that the account is closed. */
  readonly unfolded: boolean;
}

function Account({ account, unfolded }: AccountProps) {
  const navigation = useNavigation();
  const { app, login, state, wanted, roles, waiting, latest } = account;
  return (
    <li className={classes.account} data-account={app.name}>
      <div className={classes.head}>
        <a className={classes.app} href={navigation.href('apps', [app.id])}>
          <bdi>{app.name}</bdi>
        </a>
        <StateOf word={accountWords[state]} />
        <span className={classes.login}>
          {login === null ? words.noLogin : <bdi className={classes.mono}>{login}</bdi>}
        </span>
        <span className={classes.wanted}>
          {wanted ? words.wanted : words.notWanted}
          {app.state === 'observing' ? `; ${words.observing}` : ''}
        </span>
      </div>
      {waiting === null ? null : (
        <p className={classes.waiting} data-tone={accountWords[state].tone}>
          <Sentence text={waiting} />
        </p>
      )}
      <Roles app={app.name} roles={roles} />
      {latest === null ? (
        <p className={classes.quiet}>{words.nothingDone}</p>
      ) : (
        <Latest operation={latest} unfolded={unfolded} />
      )}
    </li>
  );
}

function Roles({ app, roles }: { readonly app: string; readonly roles: readonly Assignment[] }) {
  if (roles.length === 0) return <p className={classes.quiet}>{words.noRoles}</p>;
  return (
    <ul className={classes.roles} aria-label={words.roles(app)}>
      {roles.map((assignment) => (
        <li key={`${assignment.role} ${assignment.ruleId}`} data-state={assignment.state}>
          <span className={classes.role}>
            <strong>{assignment.role}</strong> <StateOf word={assignmentWords[assignment.state]} />
            <span className={classes.when}>
              <RelativeTime at={assignment.since} suffix=" ago" />
            </span>
          </span>
          <span className={classes.why}>{assignment.reason}</span>
        </li>
      ))}
    </ul>
  );
}

/** The newest thing that was done, and what was seen of it; a refusal in the app's own words. */
function Latest({ operation, unfolded }: { readonly operation: Operation; readonly unfolded: boolean }) {
  const last = operation.attempts.at(-1);
  const isRefused = last !== undefined && last.outcome !== 'done' && last.outcome !== 'already so';
  return (
    <div className={classes.latest}>
      <p className={classes.summary}>
        {operation.summary} {operation.proof === null ? <StateOf word={operationWords[operation.state]} /> : null}{' '}
        <span className={classes.when}>
          <RelativeTime at={operation.finishedAt ?? operation.createdAt} suffix=" ago" />
        </span>
      </p>
      {isRefused ? (
        <p className={classes.refusal} data-tone={attemptWords[last.outcome].tone}>
          <strong>{words.attempt(last.number, attemptWords[last.outcome].word)}</strong> {last.message}
        </p>
      ) : null}
      {operation.proof ? (
        <ProofView
          proof={operation.proof}
          others={operation.earlier}
          open={unfolded || operation.proof.kind === 'contradicted'}
        />
      ) : null}
    </div>
  );
}
