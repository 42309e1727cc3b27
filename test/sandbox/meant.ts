import { expect } from 'vitest';
import { type Company, displayName, type Person } from '../../electron/engine/sandbox/company.ts';
import type { SandboxWorld, WikiUser } from './world.ts';

/** The wiki's roles that somebody of the company is meant to have, sorted: worked out here once more, from the names. */
export function meantRoles({ groups }: Company, { id, presence, department }: Person): string[] {
  if (presence !== 'here') return [];
  const isIn = (name: string) => groups.some((group) => group.name === name && group.members.includes(id));
  const edits = department === 'Marketing' || isIn('Wiki Editors');
  return [...(isIn('Wiki Admins') ? ['admin'] : []), ...(edits ? ['editor'] : []), 'reader'];
}

/** What the wiki must hold for somebody of the company. */
const meant = (company: Company, person: Person): Omit<WikiUser, 'id'> => ({
  username: person.login,
  mail: person.login,
  full_name: displayName(person),
  department: person.department,
  employee_number: person.employeeNumber,
  enabled: 1,
  roles: meantRoles(company, person),
});

/** Compares the wiki's whole file with the company that the engine was told of; nobody is asked anything. */
export async function expectWikiToMeanTheCompany(world: SandboxWorld) {
  await world.settle();
  const { told } = world.record();
  if (told === null) throw new Error('The company was not told.');
  const users = world.wikiUsers();
  const [admin, archive, ...managed] = users;
  expect([admin, archive]).toMatchObject([
    { username: 'wiki-admin', enabled: 1, roles: ['admin'], employee_number: null },
    { username: 'archive', enabled: 1, roles: ['reader'], employee_number: null },
  ]);
  const enabled = managed.filter((user) => user.enabled === 1).map(({ id: _, ...user }) => user);
  const here = told.people.filter((person) => person.presence === 'here');
  const byNumber = (a: Omit<WikiUser, 'id'>, b: Omit<WikiUser, 'id'>) =>
    Number(a.employee_number) - Number(b.employee_number);
  expect(enabled.sort(byNumber)).toEqual(here.map((person) => meant(told, person)).sort(byNumber));
  const gone = managed.filter((user) => user.enabled === 0);
  expect(gone.filter((user) => user.roles.length > 0)).toEqual([]);
  expect((await world.client.call('work.list', {})).items).toEqual([]);
  return { told, managed, gone };
}
