import { useRef } from 'react';
import { useNavigation } from '../../state/context.tsx';
import { LinkButton } from '../../ui/button.tsx';
import classes from './add-app.module.css';
import { useArrival } from './arrival.ts';
import type { AppKind } from './draft.ts';
import { formWords, kindWords } from './form-words.ts';

const kinds: readonly AppKind[] = ['sqlite', 'postgres', 'csv'];

/** The kinds of app there are: what each is for, and what can be proved there. */
export function ChooseKind() {
  const navigation = useNavigation();
  const place = useRef<HTMLElement>(null);
  useArrival(place);
  return (
    <section ref={place} className={classes.page} aria-label={formWords.chooseTitle} data-pane="form" tabIndex={-1}>
      <p className={classes.way}>
        <a href={navigation.href('apps')}>{formWords.toList}</a>
      </p>
      <h2>{formWords.chooseTitle}</h2>
      <p className={classes.quiet}>{formWords.intro}</p>
      <ul className={classes.kinds}>
        {kinds.map((kind) => (
          <li key={kind}>
            <h3>{kindWords[kind].name}</h3>
            <p>{kindWords[kind].use}</p>
            <p className={classes.quiet}>
              {formWords.proof} {kindWords[kind].proof}
            </p>
            <LinkButton href={navigation.href('apps', ['new', kind])}>{kindWords[kind].add}</LinkButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
