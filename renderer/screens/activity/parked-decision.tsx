import type { WorkItem } from '../../../shared/model/work.ts';
import { usePart, useWorld } from '../../state/context.tsx';
import { decidingOn } from '../../state/decision.ts';
import { DecisionForm } from '../../ui/decision-form.tsx';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import classes from './trace-view.module.css';
import { words } from './words.ts';

/** The work item that something is parked behind, with its decisions. */
export function ParkedDecision({ workItemId }: { readonly workItemId: string }) {
  const { work } = useWorld();
  const item = usePart(work.store, (state) => state.value?.find((each) => each.id === workItemId) ?? null);
  const known = usePart(work.store, (state) => state.value !== null);
  return item ? <Open item={item} /> : <p className={classes.detail}>{known ? words.decided : words.reading}</p>;
}

function Open({ item }: { readonly item: WorkItem }) {
  const world = useWorld();
  const place = usePassedFocus<HTMLDivElement>('[data-parked]');
  return (
    <div ref={place} className={classes.parked} data-parked={item.id} tabIndex={-1}>
      <p className={classes.detail}>
        {item.affects} {item.fix}
      </p>
      <DecisionForm decisions={item.decisions} deciding={decidingOn(world, item.id)} />
    </div>
  );
}
