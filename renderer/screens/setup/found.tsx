import { useDoing } from '../../state/ask.ts';
import { useWorlds } from '../../state/worlds-context.tsx';
import { type Founded, FoundingForm } from '../../ui/founding-form.tsx';
import classes from './setup.module.css';
import { Step } from './step.tsx';
import { words } from './words.ts';

/** The first door: which pretend company to rehearse with. */
export function Found() {
  const { running, startSandbox } = useWorlds();
  const founding = useDoing((company: Founded) => startSandbox(company));
  return (
    <Step title={words.rehearseTitle} back={words.back} backTo={[]} first="select">
      <p>{words.rehearseText}</p>
      <p className={classes.promise}>{words.rehearsePromise}</p>
      {running.includes('sandbox') ? <p className={classes.quiet}>{words.rehearseFormer}</p> : null}
      <FoundingForm
        action={words.rehearseBegin}
        busy={founding.busy}
        failure={founding.failure}
        onFound={(company) => void founding.run(company)}
      />
    </Step>
  );
}
