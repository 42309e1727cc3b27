import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { Pause } from '../../../shared/model/pause.ts';
import { enter } from '../audit/chain.ts';
import { PAUSE_SETTING } from '../provisioning/apps.ts';
import { COPIED_SUBJECT, type CopiedBody } from '../provisioning/copy.ts';
import { findApp, setAppPause } from '../store/app.ts';
import { putSetting } from '../store/setting.ts';
import { transaction } from '../store/sql.ts';
import { closeWorkItem, findOpenItem, type WorkItemRow } from '../store/work.ts';
import type { ApiContext } from './context.ts';
import { notFound } from './refuse.ts';

/** Stops delivery to one app or to all. What is under way is finished; nothing else is begun. */
export function pauseDelivery(
  context: ApiContext,
  { appId, removals, reason }: ParsedInput<'delivery.pause'>,
): Promise<Output<'delivery.pause'>> {
  const since = new Date(context.clock.now()).toISOString();
  return write(context, appId, { since, removals, reason });
}

/** Delivery goes on: what waited is done now. */
export const resumeDelivery = (
  context: ApiContext,
  { appId }: ParsedInput<'delivery.resume'>,
): Promise<Output<'delivery.resume'>> => write(context, appId, null);

/** Whoever lets delivery go on in a copy says that it is the one that counts; its former one, where it is known, is fenced. */
function takeOver(context: ApiContext, { body }: Pick<WorkItemRow, 'body'>): void {
  const { former } = JSON.parse(body) as CopiedBody;
  if (former !== null) context.fence(former);
}

/** A copy was decided to be the one that counts: delivery goes on, or is paused as a person had paused it before. */
export async function takenOver(context: ApiContext, item: Pick<WorkItemRow, 'body'>): Promise<void> {
  takeOver(context, item);
  await write(context, undefined, (JSON.parse(item.body) as CopiedBody).pause);
}

async function write(
  context: ApiContext,
  appId: string | undefined,
  pause: Pause | null,
): Promise<Output<'delivery.pause'>> {
  const app = appId === undefined ? null : findApp(context.db, appId);
  if (app === undefined) throw notFound('app', String(appId));
  const copied = app === null && pause === null ? findOpenItem(context.db, 'copied', COPIED_SUBJECT) : undefined;
  transaction(context.db, (db) => {
    if (app === null) putSetting(db, PAUSE_SETTING, pause === null ? '' : JSON.stringify(pause));
    else setAppPause(db, app.pk, pause);
    if (copied) closeWorkItem(db, copied.pk, 'passed', 'Delivery was resumed.', context.clock.now());
    enter(db, {
      at: context.clock.now(),
      kind: 'decision',
      subject: app?.id ?? 'all apps',
      content: JSON.stringify({ pause }),
    });
  });
  if (copied) takeOver(context, copied);
  await context.apps.reload();
  const of = app?.name ?? 'all apps';
  context.events.emit('configuration', app === null ? [] : [app.id], `${pause ? 'Paused' : 'Resumed'}: ${of}`);
  context.events.emit('work', [], `Delivery to ${of} ${pause ? 'paused' : 'goes on'}`);
  context.wake();
  return {};
}
