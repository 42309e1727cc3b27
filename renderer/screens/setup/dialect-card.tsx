import type { EventType } from '../../../shared/contract/event.ts';
import type { DialectCard as Card, Likeness, Understood } from '../../../shared/model/dialect.ts';
import type { Source } from '../../../shared/model/source.ts';
import { useAnswer } from '../../state/ask.ts';
import { dialectWords } from '../../ui/dialect-words.ts';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import classes from './dialect-card.module.css';
import { NotUnderstood } from './not-understood.tsx';
import { SeenCells, SeenHeads } from './seen-cells.tsx';
import setup from './setup.module.css';
import { cardWords, words } from './words.ts';

/** What may change a card: requests, and what the source is called. */
export const cardFollows: readonly EventType[] = ['exchange', 'configuration'];

/** How a source speaks SCIM, as it was really seen: what was understood, and what was not. */
export function DialectCard({ source: { id, dialect } }: { readonly source: Source }) {
  const { value, failure, ask } = useAnswer('source.dialect', { id }, cardFollows);
  return (
    <section className={classes.card} aria-labelledby="source-dialect">
      <h3 id="source-dialect">{cardWords.title}</h3>
      {failure && value === null ? <ErrorState error={failure} retry={ask} /> : null}
      {value === null && failure === null ? <p className={setup.quiet}>{words.loading}</p> : null}
      {value === null ? null : (
        <>
          <p className={classes.head}>
            <strong>{dialectWords[dialect]}</strong>
            <Verdict card={value} />
          </p>
          <p className={classes.speaks}>{value.speaks}</p>
          {value.hint === null ? null : (
            <p className={classes.hint}>
              <StateMark shape="diamond" tone="warn" loud>
                {cardWords.doesNotFit}
              </StateMark>
              <span>{value.hint}</span>
            </p>
          )}
          {value.requests === 0 ? <p className={setup.quiet}>{cardWords.noneText}</p> : <Seen id={id} card={value} />}
        </>
      )}
    </section>
  );
}

/** Whether everything was understood: shape, word and number. */
function Verdict({ card: { requests, unrecognised } }: { readonly card: Card }) {
  if (requests === 0)
    return (
      <StateMark shape="ring" tone="quiet">
        {cardWords.none}
      </StateMark>
    );
  const isAll = unrecognised.requests === 0;
  return (
    <>
      <span className={classes.count}>{cardWords.seen(requests)}</span>
      <StateMark shape={isAll ? 'check' : 'diamond'} tone={isAll ? 'good' : 'warn'}>
        {isAll ? cardWords.allUnderstood : cardWords.notInFull(unrecognised.requests)}
      </StateMark>
    </>
  );
}

function Seen({ id, card }: { readonly id: string; readonly card: Card }) {
  return (
    <>
      <div className={setup.columns}>
        <Habits card={card} />
        <LooksLike looks={card.looksLike} />
      </div>
      <h4 className={classes.heading}>{cardWords.understood(card.understood.length)}</h4>
      {card.understood.length === 0 ? (
        <p className={setup.quiet}>{cardWords.understoodNothing}</p>
      ) : (
        <UnderstoodTable understood={card.understood} />
      )}
      <NotUnderstood id={id} total={card.unrecognised} />
    </>
  );
}

function Habits({ card: { habits, operations } }: { readonly card: Card }) {
  return (
    <div>
      <h4 className={classes.heading}>{cardWords.habits}</h4>
      {habits.length === 0 ? null : (
        <ul className={classes.habits}>
          {habits.map((habit) => (
            <li key={habit}>{habit}</li>
          ))}
        </ul>
      )}
      <table className={setup.table} aria-label={cardWords.habits}>
        <thead>
          <tr>
            <th scope="col">{cardWords.columns.operation}</th>
            <SeenHeads />
          </tr>
        </thead>
        <tbody>
          {operations.map((operation) => (
            <tr key={operation.operation}>
              <th scope="row">
                {operation.operation === cardWords.elsewhere.is ? (
                  cardWords.elsewhere.said
                ) : (
                  <code>{operation.operation}</code>
                )}
              </th>
              <SeenCells seen={operation} what={operation.operation} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function LooksLike({ looks }: { readonly looks: readonly Likeness[] }) {
  return (
    <div>
      <h4 className={classes.heading}>{cardWords.looksLike}</h4>
      {looks.length === 0 ? <p className={setup.quiet}>{cardWords.looksLikeNobody}</p> : null}
      {looks.length === 0 ? null : (
        <table className={setup.table} aria-label={cardWords.looksLike}>
          <thead>
            <tr>
              <th scope="col">{cardWords.columns.sign}</th>
              <SeenHeads />
            </tr>
          </thead>
          {looks.map((likeness) => (
            <LikenessRows key={cardWords.likeness(likeness)} likeness={likeness} />
          ))}
        </table>
      )}
      {looks.length === 0 ? null : <p className={setup.quiet}>{cardWords.hintsOnly}</p>}
    </div>
  );
}

function LikenessRows({ likeness }: { readonly likeness: Likeness }) {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4} className={classes.likeness}>
          {cardWords.likeness(likeness)}
        </th>
      </tr>
      {likeness.signs.map((sign) => (
        <tr key={sign.sign}>
          <th scope="row">
            {sign.sign}
            <small>{sign.explanation}</small>
          </th>
          <SeenCells seen={sign} what={sign.sign} />
        </tr>
      ))}
    </tbody>
  );
}

function UnderstoodTable({ understood }: { readonly understood: readonly Understood[] }) {
  return (
    <div className={setup.sideways}>
      <table className={setup.table} aria-label={cardWords.understood(understood.length)}>
        <thead>
          <tr>
            <th scope="col">{cardWords.columns.deviation}</th>
            <SeenHeads />
          </tr>
        </thead>
        <tbody>
          {understood.map((one) => (
            <tr key={one.normaliser}>
              <th scope="row">
                {one.normaliser}
                {one.dialects === null ? null : (
                  <span className={classes.limited}>{cardWords.limited(one.dialects)}</span>
                )}
                <small>{one.explanation ?? cardWords.unexplained}</small>
              </th>
              <SeenCells seen={one} what={one.normaliser} />
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
