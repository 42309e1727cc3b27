import type { Trace, TraceAccount } from '../../../shared/model/trace.ts';
import { Diff } from '../../ui/diff.tsx';
import { Step, Waterfall } from '../../ui/waterfall.tsx';
import { ParkedDecision } from './parked-decision.tsx';
import { AccountTrace } from './trace-account.tsx';
import { decidedAt, isLoud, parkedTogether, traceSpan } from './trace-steps.ts';
import classes from './trace-view.module.css';
import { changeWords, count, outcomeWords, statusWords, words } from './words.ts';

/** Accounts that are shown open at once; more are one key press away. */
const openAccounts = 3;

/** The chain as one picture: request -> change -> decision -> operation -> attempt -> proof. */
export function TraceView({ trace }: { readonly trace: Trace }) {
  const { exchange, changes, accounts, accountCount } = trace;
  const span = traceSpan(trace);
  const outcome = outcomeWords[exchange.outcome];
  const together = parkedTogether(accounts);
  const isTogether = ({ parked }: TraceAccount) =>
    parked !== null && together.some(({ workItemId }) => workItemId === parked.workItemId);
  return (
    <div className={classes.trace}>
      <Waterfall label="Request and changes">
        <Step
          span={span}
          from={span.from}
          to={span.from + exchange.durationMs}
          shape={outcome.shape}
          tone={exchange.outcome === 'ok' ? 'quiet' : outcome.tone}
          loud={exchange.outcome !== 'ok'}
          kind="Request"
          title={`${exchange.source?.name ?? words.unknownSource} asked; answered ${exchange.status} ${statusWords[exchange.status] ?? outcome.word}`}
        >
          <p className={classes.detail}>
            <code>{`${exchange.method} ${exchange.path}`}</code>
            {exchange.notes > 0 ? <br /> : null}
            {exchange.notes > 0 ? words.deviations(exchange.notes) : ''}
          </p>
        </Step>
        {changes.map((change) => (
          <Step
            key={change.id}
            span={span}
            from={Date.parse(change.at)}
            shape="dot"
            tone="quiet"
            kind="Change"
            title={`${change.resourceType} ${change.label} ${changeWords[change.kind]}`}
          >
            {change.attributes.length > 0 && change.kind === 'updated' ? (
              <Diff attributes={change.attributes} brief />
            ) : null}
            {change.attributes.length > 0 && change.kind !== 'updated' ? (
              <p className={classes.detail}>{count(change.attributes.length, 'attribute')}; see Changes</p>
            ) : null}
            <Members verb="joined" names={change.membersAdded} whole={change.membersAddedCount} />
            <Members verb="left" names={change.membersRemoved} whole={change.membersRemovedCount} />
          </Step>
        ))}
      </Waterfall>
      {changes.length === 0 ? <p className={classes.nothing}>{words.noChange}</p> : null}
      {changes.length > 0 && accounts.length === 0 ? <p className={classes.nothing}>{words.noAccount}</p> : null}
      {together.map(({ workItemId, reason }) => (
        <Waterfall key={workItemId} label={words.parkedTogether}>
          <Step span={span} from={decidedAt(trace)} shape="hand" tone="warn" loud kind="Parked" title={reason}>
            <ParkedDecision workItemId={workItemId} />
          </Step>
        </Waterfall>
      ))}
      {accounts.map((account, index) => (
        <AccountTrace
          key={account.accountId}
          account={account}
          trace={trace}
          span={span}
          together={isTogether(account)}
          open={index < openAccounts || (isLoud(account) && !isTogether(account))}
        />
      ))}
      {accountCount > accounts.length ? (
        <p className={classes.nothing}>{words.moreAccounts(accounts.length, accountCount)}</p>
      ) : null}
    </div>
  );
}

interface MembersProps {
  readonly verb: string;
  readonly names: readonly string[];
  readonly whole: number;
}

function Members({ verb, names, whole }: MembersProps) {
  if (whole === 0) return null;
  const rest = whole - names.length;
  return (
    <p className={classes.detail}>
      {count(whole, 'member')} {verb}: {names.join(', ')}
      {rest > 0 ? ` and ${rest} more` : ''}
    </p>
  );
}
