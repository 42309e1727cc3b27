import { useState } from 'react';
import type { Sandbox, Scenario } from '../../../shared/model/sandbox.ts';
import { type Asked, useAnswer, useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { useWorlds } from '../../state/worlds-context.tsx';
import { type Founded, FoundingForm } from '../../ui/founding-form.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { CompanyHead } from './company-head.tsx';
import { PeoplePane } from './people-pane.tsx';
import classes from './rehearse.module.css';
import { SandboxApps } from './sandbox-apps.tsx';
import { Scenarios } from './scenarios.tsx';
import { Story } from './story.tsx';
import { words } from './words.ts';

/** A pretend company and its identity provider: act on people, run scenarios, see what each app makes of it. */
export function Rehearse() {
  const sandbox = useAnswer('sandbox.get', {}, ['sandbox']);
  const { value, failure, ask } = sandbox;
  if (value === null && failure) return <ErrorState error={failure} retry={ask} />;
  if (value === null) return <p className={classes.loading}>{words.loading}</p>;
  return value.company === null ? <NoCompany /> : <Company sandbox={value} company={value.company} asked={sandbox} />;
}

function NoCompany() {
  const { startSandbox } = useWorlds();
  const founding = useDoing((company: Founded) => startSandbox(company));
  return (
    <div className={classes.empty} data-pane="founding">
      <h1>{words.emptyTitle}</h1>
      <p>{words.emptyText}</p>
      <p className={classes.quiet}>{words.emptyPromise}</p>
      <FoundingForm
        action={words.emptyAction}
        busy={founding.busy}
        failure={founding.failure}
        onFound={(company) => void founding.run(company)}
      />
    </div>
  );
}

interface CompanyProps {
  readonly sandbox: Sandbox;
  readonly company: NonNullable<Sandbox['company']>;
  readonly asked: Asked<Sandbox>;
}

function Company({ sandbox, company, asked: { failure, ask } }: CompanyProps) {
  const { client } = useWorld();
  const [chosen, setChosen] = useState<Scenario>('leaver');
  const running = useDoing(async (scenario: Scenario) => {
    await client.call('sandbox.run', { scenario });
    ask();
  });
  const run = () => {
    if (!running.busy) void running.run(chosen);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter runs the chosen scenario from wherever the focus is
    <div
      className={classes.screen}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        run();
      }}
    >
      <CompanyHead sandbox={sandbox} company={company} lost={failure} onAsk={ask} />
      <div className={classes.panes}>
        <PeoplePane sandbox={sandbox} companyId={company.source.id} onActed={ask} />
        <div className={classes.side}>
          <SandboxApps apps={sandbox.apps} onChanged={ask} />
          <Scenarios
            runs={sandbox.runs}
            chosen={chosen}
            onChoose={setChosen}
            busy={running.busy}
            failure={running.failure}
            onRun={run}
          />
          <Story episodes={sandbox.episodes} />
        </div>
      </div>
    </div>
  );
}
