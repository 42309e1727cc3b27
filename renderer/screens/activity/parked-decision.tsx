import { usePart, useWorld } from '../../state/context.tsx';
import { takeDecision } from '../../state/decision.ts';
import { DecisionForm } from '../../ui/decision-form.tsx';
import classes from './trace-view.module.css';
import { words } from './words.ts';

/** The work item that something is parked behind, with its decisions. */
export function ParkedDecision({ workItemId }: { readonly workItemId: string }) {
  const world = useWorld();
  const item = usePart(world.work.store, (state) => state.value?.find((each) => each.id === workItemId) ?? null);
  const known = usePart(world.work.store, (state) => state.value !== null);
  if (!item) return <p className={classes.detail}>{known ? words.decided : words.reading}</p>;
  return (
    <div className={classes.parked}>
      <p className={classes.detail}>
        {item.affects} {item.fix}
      </p>
      <DecisionForm
        decisions={item.decisions}
        onDecide={(decision, reason) => takeDecision(world, item.id, decision, reason)}
      />
    </div>
  );
}
