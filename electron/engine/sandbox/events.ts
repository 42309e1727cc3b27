/**
 * What happens in a pretend company. Every event is a pure function: company in, company out. One that does not apply
 * (somebody who left cannot leave) gives back the very same company. What changed is told by `differences`.
 */
import {
  allStaff,
  type Company,
  type Department,
  departments,
  emptyCompany,
  freeLogin,
  headTitle,
  isMember,
  nextPerson,
  ordinaryTitle,
  type Person,
  personOf,
  wikiAdmins,
  wikiEditors,
} from './company.ts';
import type { NamePart } from './names.ts';

/** Somebody new starts in a department: in All Staff and the department's group from the first day. */
export function hire(company: Company, department: Department): Company {
  const person = nextPerson(company, department);
  const hired = settled({
    ...company,
    hired: company.hired + 1,
    people: [...company.people, { ...person, managerId: headOf(company, department)?.id ?? null }],
  });
  return withMember(withMember(hired, allStaff, person.id), department, person.id);
}

/** Somebody changes department, and with it title, manager and the department's group. */
export function move(company: Company, personId: string, department: Department): Company {
  const person = personOf(company, personId);
  if (person?.presence !== 'here' || person.department === department) return company;
  const moved = replaced(company, {
    ...person,
    department,
    title: ordinaryTitle(company.seed, person.number, department),
    managerId: headOf(company, department)?.id ?? null,
  });
  return withMember(withoutMember(settled(moved), person.department, personId), department, personId);
}

/** Somebody leaves: the account is disabled, the group memberships stay as they are. */
export function leave(company: Company, personId: string): Company {
  const person = personOf(company, personId);
  if (person?.presence !== 'here') return company;
  return settled(replaced(company, { ...person, presence: 'left' }));
}

/** Somebody who left or was deleted is back, as an ordinary member of their department. */
export function comeBack(company: Company, personId: string): Company {
  const person = personOf(company, personId);
  if (person === undefined || person.presence === 'here') return company;
  const { department, number } = person;
  return settled(
    replaced(company, {
      ...person,
      presence: 'here',
      title: ordinaryTitle(company.seed, number, department),
      managerId: headOf(company, department)?.id ?? null,
    }),
  );
}

/** Somebody takes another family name: the whole name, the login and the mail address change. */
export function rename(company: Company, personId: string, family: NamePart): Company {
  const person = personOf(company, personId);
  if (person?.presence !== 'here' || person.name.family.text === family.text) return company;
  const name = { ...person.name, family };
  return retired(replaced(company, { ...person, name, login: freeLogin(company, name) }), person.login);
}

/** Somebody who left is deleted softly: for 30 days they can still come back. */
export function softDelete(company: Company, personId: string): Company {
  const person = personOf(company, personId);
  return person?.presence === 'left' ? replaced(company, { ...person, presence: 'deleted' }) : company;
}

/** Somebody who was deleted softly is gone for good, from every group and as anybody's manager. */
export function purge(company: Company, personId: string): Company {
  const gone = personOf(company, personId);
  if (gone?.presence !== 'deleted') return company;
  return {
    ...retired(company, gone.login),
    people: company.people
      .filter((person) => person.id !== personId)
      .map((person) => (person.managerId === personId ? { ...person, managerId: null } : person)),
    groups: company.groups.map((group) => ({ ...group, members: group.members.filter((id) => id !== personId) })),
  };
}

/** Somebody joins a group by hand. */
export function join(company: Company, personId: string, groupName: string): Company {
  const person = personOf(company, personId);
  return person?.presence === 'here' ? withMember(company, groupName, personId) : company;
}

/** Somebody is taken out of a group by hand. */
export function withdraw(company: Company, personId: string, groupName: string): Company {
  return isMember(company, groupName, personId) ? withoutMember(company, groupName, personId) : company;
}

/**
 * Somebody new starts who has the name of somebody who is gone for good, and is given that one's login: another person
 * with another object id.
 */
export function hireNamesake(company: Company, former: Person): Company {
  const isFree = company.formerLogins.includes(former.login) && personOf(company, former.id) === undefined;
  if (!isFree) return company;
  const hired = hire(company, former.department);
  const newcomer = hired.people.at(-1);
  if (newcomer === undefined) return company;
  return {
    ...replaced(hired, { ...newcomer, name: former.name, login: former.login }),
    formerLogins: company.formerLogins.filter((login) => login !== former.login),
  };
}

/** A group takes another name. */
export function renameGroup(company: Company, groupId: string, name: string): Company {
  if (company.groups.some((group) => group.name === name)) return company;
  const groups = company.groups.map((group) => (group.id === groupId ? { ...group, name } : group));
  return groups.some((group) => group.name === name) ? { ...company, groups } : company;
}

/**
 * A company that has been there for a while: the heads of the departments first, then staff in turn, every tenth an
 * editor of the wiki, two admins.
 *
 * @param size how many people, 40 unless told
 */
export function foundCompany(seed: number, size = 40, name = 'Contoso', domain = 'contoso.test'): Company {
  let company = emptyCompany(name, domain, seed, size);
  for (let n = 0; n < size; n += 1) company = hire(company, departments[n % departments.length] ?? 'People');
  company.people.forEach((person, n) => {
    if (n % 10 === 7) company = join(company, person.id, wikiEditors);
    if (n === 1 || n === 13) company = join(company, person.id, wikiAdmins);
  });
  return company;
}

const headOf = (company: Company, department: Department) =>
  company.people.find(
    (person) => person.department === department && person.presence === 'here' && person.managerId === null,
  );

const retired = (company: Company, login: string): Company => ({
  ...company,
  formerLogins: [...company.formerLogins, login],
});

const replaced = (company: Company, person: Person): Company => ({
  ...company,
  people: company.people.map((other) => (other.id === person.id ? person : other)),
});

/** Gives every department that has people one head, the longest serving when there is none, and lets the others report there. */
function settled(company: Company): Company {
  const heads = new Map<Department, Person>();
  const here = company.people.filter((person) => person.presence === 'here');
  for (const person of here) {
    const head = heads.get(person.department);
    if (head === undefined || (head.managerId !== null && person.managerId === null)) {
      heads.set(person.department, person);
    }
  }
  return {
    ...company,
    people: company.people.map((person) => {
      const head = heads.get(person.department);
      if (person.presence !== 'here' || head === undefined) return person;
      const title = person === head ? headTitle(person.department) : person.title;
      const managerId = person === head ? null : head.id;
      return title === person.title && managerId === person.managerId ? person : { ...person, title, managerId };
    }),
  };
}

const withMember = (company: Company, groupName: string, personId: string): Company => ({
  ...company,
  groups: company.groups.map((group) =>
    group.name === groupName && !group.members.includes(personId)
      ? { ...group, members: [...group.members, personId] }
      : group,
  ),
});

const withoutMember = (company: Company, groupName: string, personId: string): Company => ({
  ...company,
  groups: company.groups.map((group) =>
    group.name === groupName ? { ...group, members: group.members.filter((id) => id !== personId) } : group,
  ),
});
