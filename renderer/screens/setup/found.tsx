import { useDoing } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import { useWorlds } from '../../state/worlds-context.tsx';
import { type Founded, FoundingForm } from '../../ui/founding-form.tsx';
import { useArrival } from './arrival.ts';
import classes from './setup.module.css';
import { words } from './words.ts';

/** The first door: which pretend company to rehearse with. */
export function Found() {
  const navigation = useNavigation();
  const { running, startSandbox } = useWorlds();
  const founding = useDoing((company: Founded) => startSandbox(company));
  const arrival = useArrival<HTMLElement>('select');
  return (
    <section className={classes.step} ref={arrival}>
      <p className={classes.back}>
        <a className={classes.link} href={navigation.href('setup')}>
          {words.back}
        </a>
      </p>
      <h2>{words.rehearseTitle}</h2>
      <p>{words.rehearseText}</p>
      <p className={classes.promise}>{words.rehearsePromise}</p>
      {running.includes('sandbox') ? <p className={classes.quiet}>{words.rehearseFormer}</p> : null}
      <FoundingForm
        action={words.rehearseBegin}
        busy={founding.busy}
        failure={founding.failure}
        onFound={(company) => void founding.run(company)}
      />
    </section>
  );
}
