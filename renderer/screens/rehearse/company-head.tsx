import { useState } from 'react';
import type { ContractErrorBody } from '../../../shared/contract/error.ts';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import { useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { sandboxDialectWords } from '../../ui/dialect-words.ts';
import { FailureLine } from '../../ui/failure-line.tsx';
import { Mark, StateMark } from '../../ui/mark.tsx';
import { Segments } from '../../ui/segments.tsx';
import classes from './rehearse.module.css';
import { speedOptions, words } from './words.ts';

export interface CompanyHeadProps {
  readonly sandbox: Sandbox;
  readonly company: NonNullable<Sandbox['company']>;
  /** Why the last question failed: what is shown is what was last heard; null while it did not. */
  readonly lost: ContractErrorBody | null;
  readonly onAsk: () => void;
}

/** Which company this is, what its identity provider is busy with, and how fast it lives. */
export function CompanyHead({ sandbox: { busy, speed, failure }, company, lost, onAsk }: CompanyHeadProps) {
  const navigation = useNavigation();
  const { client } = useWorld();
  /** What was asked for and is not heard of the sandbox yet. */
  const [wanted, setWanted] = useState<number | null>(null);
  const setting = useDoing(async (asked: number) => {
    setWanted(asked);
    try {
      await client.call('sandbox.setSpeed', { speed: asked });
    } catch (error) {
      setWanted(null);
      throw error;
    }
  });
  // Not as soon as it is done: what was last heard still tells the former speed, and the choice would jump back to it.
  if (wanted === speed && !setting.busy) setWanted(null);
  const problem = setting.failure ?? lost;
  return (
    <header className={classes.head}>
      <div className={classes.names}>
        <h1 dir="auto">{company.name}</h1>
        <p className={classes.quiet}>
          {words.speaks(sandboxDialectWords[company.dialect])} ·{' '}
          {words.size(company.here, company.away, company.groups)} · {company.domain} ·{' '}
          <a href={navigation.href('setup', ['source', company.source.id])}>{words.itsSource}</a> ·{' '}
          <a href={navigation.href('setup', ['rehearse'])}>{words.another}</a>
        </p>
      </div>
      <p className={classes.busy} role="status">
        <Mark shape={busy === null ? 'dash' : 'ring'} />
        {busy ?? words.rests}
      </p>
      <div data-pane="speed">
        <Segments
          label={words.speed}
          options={speedOptions}
          value={String(wanted ?? speed)}
          onChange={(asked) => void setting.run(Number(asked)).then(onAsk)}
        />
      </div>
      {failure === null ? null : (
        <div className={classes.stopped} role="alert">
          <StateMark shape="cross" tone="bad">
            <strong>{words.stopped}</strong>
          </StateMark>
          <p>{failure}</p>
          <p>
            {words.stoppedFix} <a href={navigation.href('activity')}>{words.showActivity}</a>
          </p>
        </div>
      )}
      {problem ? (
        <div className={classes.stopped}>
          <FailureLine error={problem} />
        </div>
      ) : null}
    </header>
  );
}
