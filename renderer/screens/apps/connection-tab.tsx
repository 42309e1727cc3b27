import { useState } from 'react';
import type { AppDetail, ConnectionTest } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { NotCovered } from '../../ui/proof-view.tsx';
import classes from './app-view.module.css';
import { DeliveryForm } from './delivery-form.tsx';
import { GuardForm } from './guard-form.tsx';
import { RemoveApp } from './remove-app.tsx';
import { targetFacts } from './target-facts.ts';
import { TestSteps } from './test-steps.tsx';
import { words } from './words.ts';

/**
 * Where an app's users are and how they are reached, what proves a change there, when and how fast it is
 * delivered, and what may be taken away at once.
 */
export function ConnectionTab({ app }: { readonly app: AppDetail }) {
  const { notCovered, asked, handsOver } = app.readBack;
  const readsExport = app.target.kind === 'csv' && app.target.export !== null;
  return (
    <>
      <section className={classes.section}>
        <h3>{words.target}</h3>
        <dl className={classes.facts}>
          {targetFacts(app.target).map(({ about, text, code }) => (
            <div key={about}>
              <dt>{about}</dt>
              <dd>{code ? <code>{text}</code> : text}</dd>
            </div>
          ))}
          <div>
            <dt>{words.rolesFound}</dt>
            <dd>{words.rolesAre(app.roles)}</dd>
          </div>
        </dl>
        <Testing app={app} />
      </section>
      <section className={classes.section}>
        <h3>{words.readBack}</h3>
        <dl className={classes.facts}>
          <div>
            <dt>{words.handsOver}</dt>
            <dd>{handsOver ? (readsExport ? words.handsOverExport : words.handsOverYes) : words.handsOverNo}</dd>
          </div>
          <div>
            <dt>{words.readBackHow}</dt>
            <dd>
              <code>{asked}</code>
            </dd>
          </div>
          <div>
            <NotCovered left={notCovered} />
          </div>
        </dl>
      </section>
      <DeliveryForm app={app} />
      <GuardForm app={app} />
      <RemoveApp app={app} />
    </>
  );
}

function Testing({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const [tested, setTested] = useState<ConnectionTest | null>(null);
  const doing = useDoing(async (ask: () => Promise<ConnectionTest>) => {
    setTested(null);
    setTested(await ask());
  });
  return (
    <>
      <ButtonRow>
        <Button
          disabled={doing.busy}
          title={words.testHint}
          onPress={() => void doing.run(() => client.call('app.test', { target: app.target }))}
        >
          {words.test}
        </Button>
        <Button disabled={doing.busy} onPress={() => void doing.run(() => client.call('app.refresh', { id: app.id }))}>
          {words.refresh}
        </Button>
      </ButtonRow>
      <div role="status">
        {doing.busy ? <p className={classes.quiet}>{words.testing}</p> : null}
        {tested ? <TestSteps tested={tested} /> : null}
      </div>
      {doing.failure ? <FailureLine error={doing.failure} /> : null}
    </>
  );
}
