import { useEffect, useId, useRef } from 'react';
import type { ContractErrorBody } from '../../../shared/contract/error.ts';
import { type Sandbox, type Scenario, scenarios } from '../../../shared/model/sandbox.ts';
import { Button } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { RunView } from './run-view.tsx';
import classes from './side.module.css';
import { scenarioWords, words } from './words.ts';

export interface ScenariosProps {
  /** Newest first. */
  readonly runs: Sandbox['runs'];
  readonly chosen: Scenario;
  readonly onChoose: (scenario: Scenario) => void;
  readonly busy: boolean;
  readonly failure: ContractErrorBody | null;
  readonly onRun: () => void;
}

/** What the company can be put through, and how it went. */
export function Scenarios({ runs, chosen, onChoose, busy, failure, onRun }: ScenariosProps) {
  const name = useId();
  const [latest, ...earlier] = runs;
  const results = useRef<HTMLDivElement>(null);
  const seen = useRef(latest?.id);
  // A run that begins while somebody looks comes into sight.
  useEffect(() => {
    if (latest?.id === seen.current) return;
    seen.current = latest?.id;
    results.current?.scrollIntoView({ block: 'nearest' });
  }, [latest?.id]);
  return (
    <section className={classes.scenarios} aria-labelledby="scenarios" data-pane="scenarios">
      <h2 id="scenarios">{words.scenarios}</h2>
      <fieldset className={classes.choices} aria-labelledby="scenarios">
        {scenarios.map((scenario) => (
          <label key={scenario} className={classes.choice}>
            <input
              type="radio"
              name={name}
              value={scenario}
              checked={scenario === chosen}
              onChange={() => onChoose(scenario)}
            />
            <span>{scenarioWords[scenario].name}</span>
          </label>
        ))}
      </fieldset>
      <div className={classes.runLine}>
        <p>{scenarioWords[chosen].text}</p>
        <Button kind="primary" disabled={busy} title={words.runKey} onPress={onRun}>
          {busy ? words.running : words.run}
        </Button>
      </div>
      {failure ? <FailureLine error={failure} /> : null}
      <div ref={results}>{latest ? <RunView key={latest.id} run={latest} open /> : null}</div>
      {earlier.map((run) => (
        <RunView key={run.id} run={run} open={false} />
      ))}
    </section>
  );
}
