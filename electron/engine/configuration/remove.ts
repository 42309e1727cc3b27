import type { Clock, Ids } from '../ports.ts';
import { type AppRow, peopleWithAccount, removeApp } from '../store/app.ts';
import { restApp } from '../store/delivery.ts';
import { recountRolesOfApp } from '../store/listed.ts';
import { countPeopleOfSource, removeSource, type SourceRow } from '../store/source.ts';
import type { WriteDb } from '../store/sql.ts';
import { addPersonToItem, closeItemsOfApp, openWorkItem } from '../store/work.ts';

interface Given {
  readonly clock: Clock;
  readonly ids: Ids;
}

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** Rule 0: what the source fed is held as confirmed; one work item, nothing revoked. In the caller's transaction. */
export function disconnectSource(db: WriteDb, { clock, ids }: Given, source: SourceRow): void {
  const now = clock.now();
  const people = counted(countPeopleOfSource(db, source.pk), 'person', 'people');
  removeSource(db, source.pk, now);
  openWorkItem(db, {
    id: ids.next(),
    kind: 'removed',
    subject: `source ${source.id}`,
    title: `The source ${source.name} was removed; it fed ${people}.`,
    affects: 'They keep every account and role as they were. Nothing follows their identity provider any more.',
    fix: 'Connect a source that feeds them, or remove their access in the apps. Then close this.',
    body: '{}',
    exchange_pk: null,
    app_pk: null,
    opened_at: now,
  });
}

/** Nothing is delivered to the app any more and its accounts stay as they are; one work item says so. */
export function unfollowApp(db: WriteDb, { clock, ids }: Given, app: AppRow): void {
  const now = clock.now();
  const people = peopleWithAccount(db, app.pk);
  removeApp(db, app.pk, now);
  restApp(db, app.pk);
  recountRolesOfApp(db, app.pk);
  closeItemsOfApp(db, app.pk, 'The app was removed.', now);
  const itemPk = openWorkItem(db, {
    id: ids.next(),
    kind: 'removed',
    subject: `app ${app.id}`,
    title: `The app ${app.name} was removed; ${counted(people.length, 'account stays', 'accounts stay')} there as they are.`,
    affects: 'Who leaves from now on is not disabled there. Nothing is delivered to this app any more.',
    fix: 'Remove in the app itself whoever should not have access. Then close this.',
    body: '{}',
    exchange_pk: null,
    app_pk: null,
    opened_at: now,
  });
  for (const personPk of people) addPersonToItem(db, itemPk, personPk);
}
