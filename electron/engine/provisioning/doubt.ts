import type { Clock, Ids } from '../ports.ts';
import type { ReadDb, WriteDb } from '../store/sql.ts';
import { addPersonToItem, dropPersonFromItem, openSubjectsOf, openWorkItem } from '../store/work.ts';
import type { DecidedApp } from './apps.ts';
import type { Doubt } from './decide.ts';

/** The same doubt of many people is one work item: its subject names the app and the rule or attribute. */
const subjectOf = (app: DecidedApp, doubt: Doubt): string => `${app.row.id} ${doubt.subject}`;

/** Subjects of the doubts about an app that are open now. */
export const openDoubtsOf = (db: ReadDb, app: DecidedApp): string[] =>
  openSubjectsOf(db, 'doubt').filter((subject) => subject.startsWith(`${app.row.id} `));

/** What could not be told of one person, and which doubts were open before. */
export interface PersonInDoubt {
  readonly personPk: number;
  readonly doubts: readonly Doubt[];
  readonly open: readonly string[];
  readonly exchangePk: number | null;
}

/** Rule 3: opens a work item for each doubt and names the person in it; takes them off those that have passed. */
export function noteDoubts(
  db: WriteDb,
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  app: DecidedApp,
  { personPk, doubts, open, exchangePk }: PersonInDoubt,
): void {
  const subjects = new Set<string>();
  for (const doubt of doubts) {
    const subject = subjectOf(app, doubt);
    subjects.add(subject);
    const itemPk = openWorkItem(db, {
      id: ids.next(),
      kind: 'doubt',
      subject,
      title: `${app.row.name}: ${doubt.reason}`,
      affects: 'The people named here keep what they had; nothing is given and nothing is taken by this rule.',
      fix: 'Correct the mapping or the rule, or what the identity provider sends for these people.',
      body: '{}',
      exchange_pk: exchangePk,
      app_pk: app.row.pk,
      opened_at: clock.now(),
    });
    addPersonToItem(db, itemPk, personPk);
  }
  for (const subject of open)
    if (!subjects.has(subject))
      dropPersonFromItem(db, 'doubt', subject, personPk, 'It can be told again.', clock.now());
}
