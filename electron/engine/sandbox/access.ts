import { type Company, isMember, type Person, wikiAdmins, wikiEditors } from './company.ts';

/** The roles that somebody has in the wiki, as the company means it: none for who is not here. */
export function wikiRoles(company: Company, person: Person): readonly string[] {
  if (person.presence !== 'here') return [];
  const edits = person.department === 'Marketing' || isMember(company, wikiEditors, person.id);
  const administers = isMember(company, wikiAdmins, person.id);
  return ['reader', ...(edits ? ['editor'] : []), ...(administers ? ['admin'] : [])];
}

/** Ids of those who have less in the wiki after it than before it. */
export function whoLoses(before: Company, after: Company): readonly string[] {
  const people = new Map(after.people.map((person) => [person.id, person]));
  return before.people.flatMap((person) => {
    const later = people.get(person.id);
    const kept = new Set(later === undefined ? [] : wikiRoles(after, later));
    return wikiRoles(before, person).every((role) => kept.has(role)) ? [] : [person.id];
  });
}
