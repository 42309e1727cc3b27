import type { Proof } from '../../shared/model/trace.ts';
import { StateMark } from './mark.tsx';
import classes from './proof-view.module.css';
import { ExactTime, RelativeTime } from './relative-time.tsx';
import { proofWords } from './state-words.ts';

export interface ProofViewProps {
  readonly proof: Proof;
  /** What was seen at other times, newest first. */
  readonly others?: readonly Proof[];
  /** Unfolded from the beginning. */
  readonly open?: boolean;
}

/**
 * Rule 9: of which kind a proof is and what was seen, on one line; unfolded, what was asked to see it, exactly when,
 * and what it does not cover.
 */
export function ProofView({ proof, others = [], open = false }: ProofViewProps) {
  const kind = proofWords[proof.kind];
  return (
    <details className={classes.proof} open={open} data-proof={proof.kind}>
      <summary>
        <StateMark shape={kind.shape} tone={kind.tone} loud={kind.loud ?? false}>
          {kind.word}
        </StateMark>
        <span className={classes.seen}>{proof.seen}</span>
        <span className={classes.when}>
          <RelativeTime at={proof.at} suffix=" ago" />
        </span>
      </summary>
      <dl>
        <dt>Means</dt>
        <dd>{kind.meaning}</dd>
        <dt>Asked</dt>
        <dd>{proof.asked}</dd>
        <dt>When</dt>
        <dd>
          <ExactTime at={proof.at} />
        </dd>
        <NotCovered left={proof.notCovered} />
        <OtherProofs proofs={others} />
      </dl>
    </details>
  );
}

/** The same within a list of facts that says the rest: what was asked, what was seen, what it does not cover. */
export function ProofFacts({ proof, others }: { readonly proof: Proof; readonly others: readonly Proof[] }) {
  return (
    <>
      <dt>Asked</dt>
      <dd>{proof.asked}</dd>
      <dt>Seen</dt>
      <dd>{proof.seen}</dd>
      <NotCovered left={proof.notCovered} />
      <OtherProofs proofs={others} />
    </>
  );
}

/** Rule 9: what was seen at other times; it is looked at again for 30 days. Nothing when there is none. */
function OtherProofs({ proofs }: { readonly proofs: readonly Proof[] }) {
  if (proofs.length === 0) return null;
  return (
    <>
      <dt>Also seen</dt>
      <dd>
        {proofs.map(({ kind, seen, at }) => (
          <div key={at}>
            {proofWords[kind].word}, <ExactTime at={at} />: {seen}
          </div>
        ))}
      </dd>
    </>
  );
}

/** What a proof says nothing of; `left` is empty when it says all. */
export function NotCovered({ left }: { readonly left: readonly string[] }) {
  return (
    <>
      <dt>Not covered</dt>
      <dd>{left.length === 0 ? 'nothing is left out' : left.join('; ')}</dd>
    </>
  );
}
