import { formatted, type Name, nameOf } from './names.ts';
import { createRandom, objectId, pick } from './random.ts';

export const departments = ['Marketing', 'Engineering', 'Finance', 'Sales', 'Support', 'People'] as const;
export type Department = (typeof departments)[number];

/** here: employed, account enabled; left: account disabled; deleted: soft-deleted, gone for good when purged. */
export type Presence = 'here' | 'left' | 'deleted';

/** A pretend employee, as the company's identity provider knows one. */
export interface Person {
  /** The object id: never changes, never used twice. */
  readonly id: string;
  /** The how manyth hire this was, from 0. */
  readonly number: number;
  readonly employeeNumber: string;
  readonly name: Name;
  /** Sign-in name and mail address, ASCII. */
  readonly login: string;
  readonly department: Department;
  readonly title: string;
  /** null for the head of a department. */
  readonly managerId: string | null;
  readonly presence: Presence;
}

export interface Group {
  readonly id: string;
  readonly name: string;
  /** Ids of people, in the order in which they joined. */
  readonly members: readonly string[];
  /** Ids of the groups in this group. */
  readonly groups: readonly string[];
}

/**
 * A pretend company at one moment; every event gives a new one. What always holds: ids and logins are unique; a manager
 * and a group's members are people of this company, and so are the groups in it groups, in no circle; a department that has people has one head, to whom the others report.
 */
export interface Company {
  readonly name: string;
  readonly domain: string;
  readonly seed: number;
  /** How many people it tends to have. */
  readonly size: number;
  /** How many were ever hired; the next one's number. */
  readonly hired: number;
  readonly people: readonly Person[];
  /** Logins that somebody had and has no more: they are given to nobody again, since apps may still know them. */
  readonly formerLogins: readonly string[];
  readonly groups: readonly Group[];
}

export const allStaff = 'All Staff';
export const wikiEditors = 'Wiki Editors';
export const wikiAdmins = 'Wiki Admins';
/** Groups of groups: nobody is in them but through these. */
const nested: Readonly<Record<string, readonly string[]>> = {
  Product: ['Engineering', 'Support'],
  Business: ['Marketing', 'Sales', 'Finance'],
  'Whole Company': ['Product', 'Business', 'People'],
};
const groupNames = [allStaff, wikiEditors, wikiAdmins, ...departments, ...Object.keys(nested)];

const titles: Readonly<Record<Department, readonly string[]>> = {
  Marketing: ['Content Writer', 'Campaign Manager', 'Designer'],
  Engineering: ['Software Engineer', 'Test Engineer', 'Site Engineer'],
  Finance: ['Accountant', 'Controller', 'Payroll Clerk'],
  Sales: ['Account Executive', 'Sales Engineer', 'Sales Assistant'],
  Support: ['Support Engineer', 'Customer Advocate', 'Field Technician'],
  People: ['Recruiter', 'Office Manager', 'Trainer'],
};

export const headTitle = (department: Department) => `Head of ${department}`;

/** A title that somebody of this department may have; the same for the same person. */
export function ordinaryTitle(seed: number, number: number, department: Department): string {
  return pick(createRandom(seed, number, 3), titles[department]) ?? headTitle(department);
}

/** Never used in this company: the second Ada Thorne signs in as ada.thorne2. */
export function freeLogin(company: Company, name: Name): string {
  const taken = new Set([...company.formerLogins, ...company.people.map((person) => person.login)]);
  const stem = [...(name.given === null ? [] : [name.given]), name.family].map((part) => part.ascii).join('.');
  for (let n = 1; ; n += 1) {
    const login = `${stem}${n === 1 ? '' : n}@${company.domain}`;
    if (!taken.has(login)) return login;
  }
}

/** The next person that this company hires, before they report to anybody. */
export function nextPerson(company: Company, department: Department): Person {
  const { seed, hired: number } = company;
  const name = nameOf(seed, number);
  return {
    id: objectId(createRandom(seed, number, 1)),
    number,
    employeeNumber: String(1001 + number),
    name,
    login: freeLogin(company, name),
    department,
    title: ordinaryTitle(seed, number, department),
    managerId: null,
    presence: 'here',
  };
}

/** A company with its groups and nobody in it yet. @param size how many people it will tend to have */
export function emptyCompany(name: string, domain: string, seed: number, size: number): Company {
  const ids = new Map(groupNames.map((groupName, n) => [groupName, objectId(createRandom(seed, n, 2))]));
  const groups = [...ids].map(([groupName, id]) => ({
    id,
    name: groupName,
    members: [],
    groups: (nested[groupName] ?? []).flatMap((inner) => ids.get(inner) ?? []),
  }));
  return { name, domain, seed, size, hired: 0, people: [], formerLogins: [], groups };
}

export const displayName = (person: Person) => formatted(person.name);

export const peopleHere = (company: Company) => company.people.filter((person) => person.presence === 'here');

export const personOf = (company: Company, id: string) => company.people.find((person) => person.id === id);

export const groupNamed = (company: Company, name: string) => company.groups.find((group) => group.name === name);

export const isMember = (company: Company, groupName: string, personId: string) =>
  groupNamed(company, groupName)?.members.includes(personId) ?? false;

/** That somebody is in a group only by way of a group in it. */
export interface WayIn {
  readonly group: Group;
  readonly by: Group;
}

/** The groups that somebody is in and is no member of themselves, step by step outwards. */
export function waysIn({ groups }: Company, personId: string): readonly WayIn[] {
  const found: WayIn[] = [];
  let step = groups.filter((group) => group.members.includes(personId));
  const known = new Set(step);
  while (step.length > 0) {
    const next = groups.flatMap((group): readonly WayIn[] => {
      const by = known.has(group) ? undefined : step.find(({ id }) => group.groups.includes(id));
      return by === undefined ? [] : [{ group, by }];
    });
    for (const { group } of next) known.add(group);
    found.push(...next);
    step = next.map(({ group }) => group);
  }
  return found;
}
