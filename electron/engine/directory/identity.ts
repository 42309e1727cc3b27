import { getPerson, setIdentityItem } from '../store/person.ts';
import type { UserRow } from '../store/user.ts';
import { findGoneByExternalId, findGoneByName, usersOfPerson } from '../store/user.ts';
import { addPersonToItem, openWorkItem } from '../store/work.ts';
import type { Act } from './act.ts';

/** Whose resource a new one is, by rule 5. */
export interface Identified {
  /** Key of somebody who had been deleted and is back under the same externalId; null: a new person is to be made. */
  readonly returning: number | null;
  /** Of a new one: who had the same userName before, and may be the same person. */
  readonly likely: UserRow | null;
}

/** What a decided identity item needs to know. */
export interface IdentityBody {
  readonly userPk: number;
  /** The person it may be instead; null when that one is not known yet. */
  readonly otherPersonPk: number | null;
}

/**
 * Finds the person behind a user resource that is about to be made. The same externalId in the same source is the same
 * person; only the same userName is not: then a new person is to be made, and a question opened once the resource exists.
 *
 * @param userName folded
 */
export function identify(act: Act, userName: string, externalId: string | null): Identified {
  const same = externalId === null ? undefined : findGoneByExternalId(act.db, act.source.pk, externalId);
  const isFree = same && usersOfPerson(act.db, same.person_pk).every((user) => user.deleted_at !== null);
  if (same && isFree) return { returning: same.person_pk, likely: null };
  return { returning: null, likely: findGoneByName(act.db, act.source.pk, userName) ?? null };
}

/** Opens the question "same person or new?"; until it is answered nothing is enabled for the person. */
export function askIdentity(
  act: Act,
  personPk: number,
  question: { readonly body: IdentityBody; readonly title: string; readonly subject: string },
): void {
  const itemPk = openWorkItem(act.db, {
    id: act.ids.next(),
    kind: 'identity',
    subject: question.subject,
    title: question.title,
    affects: 'Nothing is created or enabled for this person until you say who it is.',
    fix: 'Say “same person” to give back what the rules give, or “new person” to start without the old accounts.',
    body: JSON.stringify(question.body),
    exchange_pk: act.exchangePk,
    app_pk: null,
    opened_at: act.clock.now(),
  });
  setIdentityItem(act.db, personPk, itemPk);
  addPersonToItem(act.db, itemPk, personPk);
}

/** A new resource under a name that somebody else had (rule 5). */
export function askReusedName(act: Act, personPk: number, userPk: number, userName: string, former: UserRow): void {
  const other = getPerson(act.db, former.person_pk);
  askIdentity(act, personPk, {
    body: { userPk, otherPersonPk: former.person_pk },
    title: `Same person or new? ${act.source.name} created “${userName}”, a name that ${other?.name ?? 'somebody'} had before.`,
    subject: `user ${userPk}`,
  });
}

/** The externalId of an inactive resource changed (rule 5). */
export function askChangedExternalId(act: Act, personPk: number, userPk: number, name: string): void {
  askIdentity(act, personPk, {
    body: { userPk, otherPersonPk: null },
    title: `Same person or new? ${act.source.name} gave the disabled user ${name} another externalId.`,
    subject: `user ${userPk}`,
  });
}
