import { dialects } from '../../../shared/model/source.ts';
import { useNavigation } from '../../state/context.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import { useArrival } from './arrival.ts';
import classes from './setup.module.css';
import { words } from './words.ts';

/** Which identity provider is to be connected. */
export function ChooseIdp() {
  const navigation = useNavigation();
  const arrival = useArrival<HTMLElement>('li a');
  return (
    <section className={classes.step} ref={arrival}>
      <p className={classes.back}>
        <a className={classes.link} href={navigation.href('setup')}>
          {words.back}
        </a>
      </p>
      <h2>{words.choose}</h2>
      <ul className={classes.choices}>
        {dialects.map((dialect) => (
          <li key={dialect}>
            <a href={navigation.href('setup', ['connect', dialect])}>{dialectWords[dialect]}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}
