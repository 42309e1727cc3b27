import { useState } from 'react';
import type { App, AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Segments } from '../../ui/segments.tsx';
import classes from './app-view.module.css';
import { Confirm } from './confirm.tsx';
import { PauseApp } from './pause-app.tsx';
import { PlanLine } from './plan-tab.tsx';
import { stateWords, words } from './words.ts';

const options = (['observing', 'on'] as const).map((value) => ({ value, label: stateWords[value] }));

/** Observe only, or on, and the pause of one that is on; says what follows before any of them. */
export function AppSwitch({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const [wanted, setWanted] = useState<App['state'] | null>(null);
  const doing = useDoing(async (state: App['state']) => {
    await client.call('app.setState', { id: app.id, state });
    setWanted(null);
  });
  const isAsking = wanted !== null && wanted !== app.state;
  const waiting = app.outstanding - app.parked;
  return (
    <div className={classes.switch}>
      <div className={classes.switchRow}>
        <Segments label={words.switchLabel} options={options} value={app.state} onChange={setWanted} />
        <PauseApp app={app} />
      </div>
      {isAsking ? (
        <Confirm
          consequence={wanted === 'on' ? words.switchOn(app.name, waiting) : words.switchOff(app.name, waiting)}
          action={wanted === 'on' ? words.doSwitchOn : words.doSwitchOff}
          onConfirm={() => void doing.run(wanted)}
          onCancel={() => {
            doing.clear();
            setWanted(null);
          }}
          doing={doing}
        >
          {wanted === 'on' ? <PlanLine app={app} /> : null}
        </Confirm>
      ) : null}
    </div>
  );
}
