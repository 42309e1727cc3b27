import type { TimelineEntry } from '../../../shared/model/person.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import { withArrows } from '../../ui/arrows.ts';
import { Button } from '../../ui/button.tsx';
import { Mark, type Shape, type Tone } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { attemptWords, proofWords } from '../../ui/state-words.ts';
import toned from '../../ui/toned.module.css';
import classes from './timeline.module.css';
import { timelineWords, words } from './words.ts';

const keyOf = ({ id }: TimelineEntry): string => id;

/** What happened to somebody, newest first; each entry leads to the request that it began with. */
export function PersonTimeline({ id }: { readonly id: string }) {
  const { rows, next, phase, failure, more, loadMore, ask } = usePages('person.timeline', { id }, keyOf, [
    'directory',
    'provisioning',
    'work',
  ]);
  if (rows.length === 0 && failure !== null) return <ErrorState error={failure} retry={ask} />;
  if (rows.length === 0)
    return <p className={classes.quiet}>{phase === 'loading' ? words.loading : words.noTimeline}</p>;
  return (
    <>
      <ol className={classes.timeline}>
        {rows.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ol>
      {next === null ? null : (
        <div className={classes.more}>
          <Button small disabled={more === 'loading'} onPress={loadMore}>
            {more === 'loading' ? words.loadingMore : more === 'failed' ? words.tryAgain : words.more}
          </Button>
        </div>
      )}
    </>
  );
}

/** How the outcome of an entry looks; what was only said and not done has a dot. */
function markOf({ kind, outcome, proof }: TimelineEntry): { readonly shape: Shape; readonly tone: Tone } {
  if (proof) return proofWords[proof.kind];
  if (outcome) return attemptWords[outcome];
  return { shape: kind === 'decision' ? 'hand' : 'dot', tone: 'quiet' };
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const navigation = useNavigation();
  const { at, kind, text, app, outcome, proof, exchangeId } = entry;
  const mark = markOf(entry);
  return (
    <li className={classes.entry} data-kind={kind}>
      <span className={classes.when}>
        <RelativeTime at={at} />
      </span>
      <Mark shape={mark.shape} tone={mark.tone} />
      <div className={classes.body}>
        <p>
          <span className={classes.kind}>{app ?? timelineWords[kind]}</span> {withArrows(text)}{' '}
          {exchangeId === null ? null : <a href={navigation.href('activity', [exchangeId])}>{words.showRequest}</a>}
        </p>
        {proof ? (
          <p className={`${classes.proof} ${toned.toned}`} data-tone={mark.tone}>
            <strong>{proofWords[proof.kind].word}</strong> {proof.seen}
          </p>
        ) : outcome && outcome !== 'done' ? (
          <p className={`${classes.proof} ${toned.toned}`} data-tone={mark.tone}>
            <strong>{attemptWords[outcome].word}</strong>
          </p>
        ) : null}
      </div>
    </li>
  );
}
