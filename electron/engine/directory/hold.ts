import type { JsonObject } from '../scim/json.ts';
import { heldAttributes, holdAttribute, releaseAttribute } from '../store/person.ts';
import { addPersonToItem, dropPersonFromItem, openWorkItem } from '../store/work.ts';
import type { Act } from './act.ts';
import { attributesOf, lost } from './emptied.ts';

/** The work item of an attribute that went empty for several people of a source. */
const subjectOf = (act: Act, path: string): string => `emptied ${act.source.pk} ${path}`;

/**
 * Who has left has nothing that could be held: a former value would give roles when they come back, and doubt never
 * grants.
 */
export function forgetHeld(act: Act, personPk: number): void {
  act.emptied.forgetPerson(act.source.pk, personPk);
  for (const { path } of heldAttributes(act.db, personPk)) {
    releaseAttribute(act.db, personPk, path);
    const now = act.clock.now();
    dropPersonFromItem(act.db, 'doubt', subjectOf(act, path), personPk, 'They have left.', now);
  }
}

/**
 * Rule 3: an attribute that goes empty for several people at once is doubt. Everybody who lost it keeps their former
 * value for the rules until they get another one or a person decides; what comes back is released.
 *
 * @returns other people whose rules see something else now
 */
export function noteEmptied(act: Act, personPk: number, before: JsonObject, after: JsonObject): ReadonlySet<number> {
  const now = act.clock.now();
  const others = new Set<number>();
  const present = new Set(attributesOf(after).map((attribute) => attribute.path));
  for (const { path } of lost(after, before)) act.emptied.forget(act.source.pk, path, personPk);
  for (const { path } of heldAttributes(act.db, personPk)) {
    if (!present.has(path)) continue;
    releaseAttribute(act.db, personPk, path);
    dropPersonFromItem(act.db, 'doubt', subjectOf(act, path), personPk, 'The attribute has a value again.', now);
  }
  for (const { path, value } of lost(before, after)) {
    const several = act.emptied.note(act.source.pk, path, { personPk, value }, now);
    if (several.length === 0) continue;
    const name = path.slice(path.lastIndexOf(':') + 1);
    const itemPk = openWorkItem(act.db, {
      id: act.ids.next(),
      kind: 'doubt',
      subject: subjectOf(act, path),
      title: `${act.source.name} stopped sending “${name}” for several people at once.`,
      affects: 'For the people named here the rules go on using the former value; nothing is taken from them by this.',
      fix: 'If the mapping at the identity provider lost it, put it back. If it is really empty now, approve.',
      body: JSON.stringify({ path }),
      exchange_pk: act.exchangePk,
      app_pk: null,
      opened_at: now,
    });
    for (const former of several) {
      holdAttribute(act.db, former.personPk, path, former.value, itemPk);
      addPersonToItem(act.db, itemPk, former.personPk);
      if (former.personPk !== personPk) others.add(former.personPk);
    }
  }
  return others;
}
