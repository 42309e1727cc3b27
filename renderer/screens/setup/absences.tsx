import type { Source } from '../../../shared/model/source.ts';
import { useAnswer } from '../../state/ask.ts';
import { ErrorState } from '../../ui/notice.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import card from './dialect-card.module.css';
import setup from './setup.module.css';
import { absenceWords, words } from './words.ts';

/** So many are shown, newest first. */
const SHOWN = 10;

/** When this source could not reach Footbridge, what arrived after it, and what its identity provider does about it. */
export function Absences({ source }: { readonly source: Source }) {
  const { value, failure, ask } = useAnswer('absence.list', { limit: SHOWN }, ['work', 'exchange']);
  const own = (value?.items ?? []).flatMap(({ id, sentence, from, to, sources }) => {
    const found = sources.find((one) => one.id === source.id);
    return found === undefined ? [] : [{ id, sentence, from, to, ...{ arrived: found.arrived, expect: found.expect } }];
  });
  const expect = own[0]?.expect;
  return (
    <section className={card.card} aria-labelledby="source-absences">
      <h3 id="source-absences">{absenceWords.title}</h3>
      {failure && value === null ? <ErrorState error={failure} retry={ask} /> : null}
      {value === null && failure === null ? <p className={setup.quiet}>{words.loading}</p> : null}
      {value !== null && own.length === 0 ? <p className={setup.quiet}>{absenceWords.none}</p> : null}
      {expect === undefined ? null : <p className={card.speaks}>{expect}</p>}
      {own.length === 0 ? null : (
        <ul className={card.habits}>
          {own.map(({ id, sentence, from, to, arrived }) => (
            <li key={id}>
              <ExactTime at={from} /> – <ExactTime at={to} />: {sentence} {absenceWords.arrived(arrived)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
