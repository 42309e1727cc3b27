import { dialects } from '../../../shared/model/source.ts';
import { useNavigation } from '../../state/context.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import classes from './setup.module.css';
import { Step } from './step.tsx';
import { words } from './words.ts';

/** Which identity provider is to be connected. */
export function ChooseIdp() {
  const navigation = useNavigation();
  return (
    <Step title={words.choose} back={words.back} backTo={[]} first="li a">
      <ul className={classes.choices}>
        {dialects.map((dialect) => (
          <li key={dialect}>
            <a href={navigation.href('setup', ['connect', dialect])}>{dialectWords[dialect]}</a>
          </li>
        ))}
      </ul>
    </Step>
  );
}
