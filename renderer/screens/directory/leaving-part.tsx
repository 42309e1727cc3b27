import type { PersonDetail } from '../../../shared/model/person.ts';
import { useNavigation } from '../../state/context.tsx';
import { Mark } from '../../ui/mark.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import classes from './detail.module.css';
import { Part } from './detail.tsx';
import { describeLeaving, type Leaving, readLeaving } from './leaving.ts';
import { words } from './words.ts';

/** What an auditor asks about somebody who left: the four times of rule 9, what was seen, and what no proof covers. */
export function LeavingPart({ person }: { readonly person: PersonDetail }) {
  const navigation = useNavigation();
  const leaving = readLeaving(person);
  if (leaving === null) return null;
  const { received, provedAt, notCovered } = leaving;
  return (
    <Part title={words.leaving}>
      <p className={classes.verdict} data-verdict={verdict(leaving)}>
        <Verdict leaving={leaving} />
        {describeLeaving(leaving)}
      </p>
      <dl className={classes.facts}>
        <dt>{words.endOfEmployment}</dt>
        <dd className={classes.quiet}>{words.endUnknown}</dd>
        <dt>{words.disabledAtIdp}</dt>
        <dd className={classes.quiet}>{words.disabledUnknown}</dd>
        <dt>{words.received}</dt>
        <dd>
          {received === null ? (
            <span className={classes.quiet}>{words.receivedUnknown}</span>
          ) : (
            <ExactTime at={received.at} />
          )}{' '}
          {received?.exchangeId ? (
            <a href={navigation.href('activity', [received.exchangeId])}>{words.showRequest}</a>
          ) : null}
        </dd>
        <dt>{words.proved}</dt>
        <dd>
          {provedAt === null ? (
            <span className={classes.quiet}>{words.provedNotYet}</span>
          ) : (
            <ExactTime at={provedAt} />
          )}
        </dd>
        {person.accounts.length > 0 ? (
          <>
            <dt>{words.notCovered}</dt>
            <dd>{notCovered.length === 0 ? words.nothingUncovered : notCovered.join('; ')}</dd>
          </>
        ) : null}
      </dl>
    </Part>
  );
}

const verdict = ({ closures }: Leaving): 'open' | 'doubtful' | 'closed' =>
  closures.open.length > 0
    ? 'open'
    : closures.unproved.length + closures['handed over'].length > 0
      ? 'doubtful'
      : 'closed';

function Verdict({ leaving }: { readonly leaving: Leaving }) {
  switch (verdict(leaving)) {
    case 'open':
      return <Mark shape="cross" tone="bad" />;
    case 'doubtful':
      return <Mark shape="ring" tone="warn" />;
    case 'closed':
      return <Mark shape="check" tone="good" />;
  }
}
