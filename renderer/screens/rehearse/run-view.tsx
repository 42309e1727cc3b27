import type { ScenarioRun } from '../../../shared/model/sandbox.ts';
import { StateMark } from '../../ui/mark.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import type { StateWord } from '../../ui/state-words.ts';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import classes from './side.module.css';
import { scenarioWords, words } from './words.ts';

/** How a run stands as a whole. */
export function verdictOf({ expectations, finishedAt, failure }: ScenarioRun): StateWord {
  const met = expectations.filter((each) => each.met === true).length;
  const { met: good, failed, open } = words.metWords;
  if (failure !== null) return { ...failed, word: words.endedEarly };
  if (finishedAt === null) return { ...open, word: words.happening };
  return { ...(met === expectations.length ? good : failed), word: words.verdict(met, expectations.length) };
}

const expectationWord = (met: boolean | null): StateWord =>
  met === null ? words.metWords.open : met ? words.metWords.met : words.metWords.failed;

/** One run of a scenario: what happened, and what must be true afterwards. */
export function RunView({ run, open }: { readonly run: ScenarioRun; readonly open: boolean }) {
  const { scenario, startedAt, steps, expectations, failure } = run;
  const { shape, tone, word, loud = false } = verdictOf(run);
  return (
    <details className={classes.run} open={open}>
      <summary>
        <span className={classes.runName}>{scenarioWords[scenario].name}</span>
        <StateMark shape={shape} tone={tone} loud={loud}>
          {word}
        </StateMark>
        <span className={classes.quiet}>
          <RelativeTime at={startedAt} suffix={words.ago} />
        </span>
      </summary>
      {failure === null ? null : <p>{failure}</p>}
      <ul className={classes.happened} aria-label={words.steps}>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what happened is only ever added to
          <li key={index}>{step}</li>
        ))}
      </ul>
      <Steps label={words.expectations}>
        {expectations.map(({ text, met, detail }, index) => {
          const state = expectationWord(met);
          return (
            <ListedStep
              // biome-ignore lint/suspicious/noArrayIndexKey: a living day may expect the same of somebody twice
              key={index}
              shape={state.shape}
              tone={state.tone}
              loud={state.loud ?? false}
              word={state.word}
              title={text}
            >
              {detail === '' ? null : <p>{detail}</p>}
            </ListedStep>
          );
        })}
      </Steps>
    </details>
  );
}
