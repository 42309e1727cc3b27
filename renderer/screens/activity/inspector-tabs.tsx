import type { ExchangeDetail } from '../../../shared/model/exchange.ts';
import type { Trace } from '../../../shared/model/trace.ts';
import { withArrows } from '../../ui/arrows.ts';
import { Copyable } from '../../ui/copyable.tsx';
import { Diff } from '../../ui/diff.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { formatDuration } from '../../ui/time.ts';
import classes from './inspector.module.css';
import { changeWords, effectWords, outcomeWords, statusWords, words } from './words.ts';

/** The exchange in words, with what our reading of the dialect made of it. */
export function SummaryTab({ detail }: { readonly detail: ExchangeDetail }) {
  const outcome = outcomeWords[detail.outcome];
  const effect = effectWords[detail.effect.state];
  return (
    <>
      <dl className={classes.facts}>
        <dt>Asked</dt>
        <dd>{withArrows(detail.summary)}</dd>
        <dt>By</dt>
        <dd>{detail.source?.name ?? 'an unknown source'}</dd>
        <dt>At</dt>
        <dd>
          <ExactTime at={detail.at} />
        </dd>
        <dt>Answered</dt>
        <dd>
          <StateMark shape={outcome.shape} tone={outcome.tone}>
            {detail.status} {statusWords[detail.status] ?? outcome.word}
          </StateMark>{' '}
          after {formatDuration(detail.durationMs)} ms
        </dd>
        <dt>Effect</dt>
        <dd>
          <StateMark shape={effect.shape} tone={effect.tone} loud={effect.loud ?? false}>
            {effect.word}
          </StateMark>{' '}
          {detail.effect.state === 'none' ? '' : withArrows(detail.effect.text)}
        </dd>
        <dt>Path</dt>
        <dd>
          <Copyable text={detail.path} what="the path" />
        </dd>
        <dt>Exchange</dt>
        <dd>
          <Copyable text={detail.id} what="the id" />
        </dd>
      </dl>
      {detail.dialectNotes.length > 0 ? (
        <section>
          <h3 className={classes.heading}>{words.dialect}</h3>
          <ul className={classes.notes}>
            {detail.dialectNotes.map((note) => (
              <li key={`${note.normaliser} ${note.text}`}>
                {note.text} <code>{note.normaliser}</code>
                {note.explanation === null ? null : <p className={classes.quiet}>{note.explanation}</p>}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  );
}

/** One side of the exchange: its headers and its body. */
export function MessageTab({
  message,
  label,
}: {
  readonly message: ExchangeDetail['request'];
  readonly label: string;
}) {
  return (
    <>
      <table className={classes.headers}>
        <tbody>
          {Object.entries(message.headers).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {message.body === null ? (
        <p className={classes.quiet}>{words.noBody}</p>
      ) : (
        <JsonView text={message.body} label={label} />
      )}
    </>
  );
}

/** Every attribute that the exchange changed, whole. */
export function ChangesTab({ trace }: { readonly trace: Trace }) {
  if (trace.changes.length === 0) return <p className={classes.quiet}>{words.noChange}</p>;
  return trace.changes.map((change) => (
    <section key={change.id}>
      <h3 className={classes.heading}>
        {change.resourceType} {change.label} {changeWords[change.kind]}
      </h3>
      <Diff attributes={change.attributes} />
      <NameList title={`Joined (${change.membersAddedCount})`} names={change.membersAdded} />
      <NameList title={`Left (${change.membersRemovedCount})`} names={change.membersRemoved} />
    </section>
  ));
}

function NameList({ title, names }: { readonly title: string; readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <p className={classes.quiet}>
      {title}: {names.join(', ')}
    </p>
  );
}
