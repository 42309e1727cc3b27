import type { Operation, Proof, Trace, TraceAccount } from '../../../shared/model/trace.ts';
import { StateMark } from '../../ui/mark.tsx';
import { ProofFacts } from '../../ui/proof-view.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { otherProofs, standingProof } from '../../ui/standing-proof.ts';
import { accountWords, attemptWords, operationWords, proofWords } from '../../ui/state-words.ts';
import toned from '../../ui/toned.module.css';
import { type Span, Step, Waterfall } from '../../ui/waterfall.tsx';
import { ParkedDecision } from './parked-decision.tsx';
import { decidedAt } from './trace-steps.ts';
import classes from './trace-view.module.css';
import { decisionWords, words } from './words.ts';

export interface AccountTraceProps {
  readonly account: TraceAccount;
  readonly trace: Trace;
  readonly span: Span;
  readonly open: boolean;
  /** What parks it parks others as well, and is shown once above them all. */
  readonly together: boolean;
}

/** One account that the request touched: what was decided, what was done about it, what was seen. */
export function AccountTrace({ account, trace, span, open, together }: AccountTraceProps) {
  const state = accountWords[account.state];
  const decided = decidedAt(trace);
  return (
    <details className={classes.account} open={open} data-account={account.accountId}>
      <summary>
        <span className={classes.who}>
          {account.person.name} in {account.app.name}
        </span>
        <StateMark shape={state.shape} tone={state.tone} loud={state.loud ?? false}>
          {words.now} {state.word}
        </StateMark>
      </summary>
      {account.app.state === 'observing' ? <p className={classes.nothing}>{words.observing}</p> : null}
      <Waterfall label={`${account.person.name} in ${account.app.name}`}>
        {account.decisions.map((decision) => {
          const effect = decisionWords[decision.effect];
          return (
            <Step
              key={`${decision.role} ${decision.ruleId}`}
              span={span}
              from={decided}
              shape={effect.shape}
              tone={effect.tone}
              loud={effect.loud ?? false}
              kind="Decision"
              title={`Role ${decision.role} ${effect.word}`}
            >
              <p className={classes.detail}>{decision.reason}</p>
            </Step>
          );
        })}
        {account.parked && !together ? (
          <Step span={span} from={decided} shape="hand" tone="warn" loud kind="Parked" title={account.parked.reason}>
            <ParkedDecision workItemId={account.parked.workItemId} />
          </Step>
        ) : null}
        {account.operations.map((operation) => (
          <OperationSteps key={operation.id} operation={operation} span={span} />
        ))}
        {account.waiting === null ? null : (
          <Step
            span={span}
            from={span.to}
            shape="ring"
            tone="quiet"
            kind="Waiting"
            title={<Sentence text={account.waiting} />}
          />
        )}
      </Waterfall>
    </details>
  );
}

function OperationSteps({ operation, span }: { readonly operation: Operation; readonly span: Span }) {
  const state = operationWords[operation.state];
  const standing = standingProof(operation);
  return (
    <>
      <Step
        span={span}
        from={Date.parse(operation.createdAt)}
        to={operation.finishedAt === null ? null : Date.parse(operation.finishedAt)}
        shape={state.shape}
        tone={state.tone === 'good' ? 'quiet' : state.tone}
        kind="Operation"
        title={
          <>
            {operation.summary}{' '}
            <StateMark shape={state.shape} tone={state.tone} loud={state.loud ?? false}>
              {state.word}
            </StateMark>
          </>
        }
      >
        {operation.causes > 1 ? <p className={classes.detail}>{words.causes(operation.causes)}</p> : null}
      </Step>
      {operation.attempts.map((attempt) => {
        const outcome = attemptWords[attempt.outcome];
        return (
          <Step
            key={attempt.id}
            span={span}
            from={Date.parse(attempt.startedAt)}
            to={attempt.finishedAt === null ? null : Date.parse(attempt.finishedAt)}
            shape={outcome.shape}
            tone={outcome.tone === 'good' ? 'quiet' : outcome.tone}
            kind="Attempt"
            title={`${attempt.number}: ${outcome.word}`}
          >
            {attempt.message === '' ? null : <p className={classes.detail}>{attempt.message}</p>}
          </Step>
        );
      })}
      {standing ? <ProofStep proof={standing} others={otherProofs(operation)} span={span} /> : null}
    </>
  );
}

/** Rule 9: what was asked, what was seen, and what that does not cover. */
function ProofStep(props: { readonly proof: Proof; readonly others: readonly Proof[]; readonly span: Span }) {
  const { proof, others, span } = props;
  const kind = proofWords[proof.kind];
  return (
    <Step
      span={span}
      from={Date.parse(proof.at)}
      shape={kind.shape}
      tone={kind.tone}
      loud={kind.loud ?? false}
      kind="Proof"
      title={
        <span className={toned.toned} data-tone={kind.tone}>
          <strong>{capitalise(kind.word)}</strong>: {kind.meaning}
        </span>
      }
    >
      <dl className={classes.facts}>
        <ProofFacts proof={proof} others={others} />
      </dl>
    </Step>
  );
}

const capitalise = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
