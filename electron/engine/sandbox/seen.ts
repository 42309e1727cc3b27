/** What an identity provider holds of a company against a server, where that is not everything. */
import type { Company, Person, Presence } from './company.ts';

/** Nothing is said of a soft deletion: who left stays inactive until purged. */
export const deletedStayInactive = (company: Company): Company => ({
  ...company,
  people: company.people.map((person) => (person.presence === 'deleted' ? { ...person, presence: 'left' } : person)),
});

/** As `deletedStayInactive`, but who is deleted is out of every group. */
export function deletedLeaveGroups(company: Company): Company {
  return deletedStayInactive(withoutMembers(company, (person) => person.presence === 'deleted'));
}

/** Who is in one of these states has no resource: not in a group either, and nobody's manager. */
export const without =
  (...presences: readonly Presence[]) =>
  (company: Company): Company => {
    const isGone = (person: Person) => presences.includes(person.presence);
    const gone = new Set(company.people.filter(isGone).map((person) => person.id));
    const people = company.people
      .filter((person) => !gone.has(person.id))
      .map((person) => (gone.has(person.managerId ?? '') ? { ...person, managerId: null } : person));
    return { ...withoutMembers(company, isGone), people };
  };

function withoutMembers(company: Company, isOut: (person: Person) => boolean): Company {
  const out = new Set(company.people.filter(isOut).map((person) => person.id));
  const groups = company.groups.map((group) => ({ ...group, members: group.members.filter((id) => !out.has(id)) }));
  return { ...company, groups };
}
