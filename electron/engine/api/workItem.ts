import type { WorkDecision, WorkItem } from '../../../shared/model/work.ts';
import type { WantedAccount } from '../provisioning/account.ts';
import { stoppedBy, stoppedRemovals } from '../provisioning/byHand.ts';
import { waitsInWords } from '../provisioning/held.ts';
import type { AccountItemBody } from '../provisioning/letGo.ts';
import { getApp } from '../store/app.ts';
import { standingOfApp } from '../store/appDetail.ts';
import { getExchange } from '../store/exchange.ts';
import type { ReadDb } from '../store/sql.ts';
import { countPeopleOfItem, personsOfItem, type WorkItemRow } from '../store/work.ts';
import { goneBeside } from './guardItem.ts';

const PERSONS = 50;

/** What can be decided about an item. */
export function decisionsFor(db: ReadDb, item: WorkItemRow): WorkDecision[] {
  switch (item.kind) {
    case 'guard':
      return ['approve', 'reject'];
    case 'doubt':
      return 'path' in (JSON.parse(item.body) as object) ? ['approve'] : ['retry'];
    case 'identity':
      return ['same person', 'new person'];
    case 'removed':
    case 'absence':
    case 'untold':
      return ['dismiss'];
    case 'clock':
    case 'copied':
      return ['approve'];
    case 'contradicted':
      return item.subject.startsWith('given back ') ? ['dismiss'] : ['retry'];
    case 'conflict':
    case 'unknown':
    case 'refused':
      return ['retry', ...instead(db, item)];
    case 'unreachable':
      return ['retry'];
  }
}

/** What can be decided besides trying again about what an item stops; nothing when it goes on by itself. */
function instead(db: ReadDb, item: WorkItemRow): WorkDecision[] {
  const delivery = stoppedBy(db, item.pk, (JSON.parse(item.body) as AccountItemBody).deliveryPk);
  if (!delivery) return [];
  // Access that should be gone cannot be left as it is: a person takes it away, or it goes on being asked about.
  if (stoppedRemovals(delivery).length > 0) return ['attest'];
  const wanted = JSON.parse(delivery.wanted) as WantedAccount;
  return wanted.active ? ['skip', 'park'] : [];
}

/** What waits for an app that cannot be reached, as it is now. */
function waitingFor(db: ReadDb, { app_pk, affects }: WorkItemRow): string {
  if (app_pk === null) return affects;
  const { outstanding, removals } = standingOfApp(db, app_pk);
  return waitsInWords(outstanding, removals);
}

/** An item as the frame, a person's page and an app's page show it. */
export function describeWorkItem(db: ReadDb, item: WorkItemRow): WorkItem {
  const app = item.app_pk === null ? undefined : getApp(db, item.app_pk);
  return {
    id: item.id,
    kind: item.kind,
    title: item.title,
    affects: item.kind === 'unreachable' ? waitingFor(db, item) : item.affects,
    fix: item.fix,
    persons: personsOfItem(db, item.pk, PERSONS),
    people: countPeopleOfItem(db, item.pk),
    app: app ? { id: app.id, name: app.name } : null,
    openedAt: new Date(item.opened_at).toISOString(),
    exchangeId: item.exchange_pk === null ? null : (getExchange(db, item.exchange_pk)?.id ?? null),
    decisions: decisionsFor(db, item),
    gone: goneBeside(db, item),
  };
}
