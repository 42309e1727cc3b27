import { expect } from 'vitest';
import type { Company, Person } from '../../electron/engine/sandbox/company.ts';
import type { AppFile, FileAccount, SandboxWorld } from './world.ts';

/** The roles that somebody is meant to have in the apps, sorted: worked out here once more, from the names. */
const meantRoles: Readonly<Record<AppFile, (company: Company, person: Person) => readonly string[]>> = {
  'team-wiki': ({ groups }, { id, department }) => {
    const isIn = (name: string) => groups.some((group) => group.name === name && group.members.includes(id));
    const edits = department === 'Marketing' || isIn('Wiki Editors');
    return [...(isIn('Wiki Admins') ? ['admin'] : []), ...(edits ? ['editor'] : []), 'reader'];
  },
  'ticket-desk': ({ groups }, { id, department }) => [
    ...(department === 'Support' ? ['answers tickets'] : []),
    ...(groups.some(({ name, members }) => name === 'Wiki Admins' && members.includes(id)) ? ['closes tickets'] : []),
    ...(department === 'Sales' ? ['reads tickets'] : []),
  ],
  'door-badges': (_, { department }) => [
    ...(department === 'Finance' || department === 'People' ? ['archive'] : []),
    'front door',
    ...(department === 'Engineering' ? ['laboratory'] : []),
  ],
};

/** Accounts that were in the apps before: nobody touches them. */
const before: Readonly<Record<AppFile, readonly FileAccount[]>> = {
  'team-wiki': [
    { login: 'archive', active: true, roles: ['reader'] },
    { login: 'wiki-admin', active: true, roles: ['admin'] },
  ],
  'ticket-desk': [{ login: 'mail-robot', active: true, roles: ['answers tickets'] }],
  'door-badges': [
    { login: 'cleaning', active: true, roles: ['archive', 'front door', 'laboratory'] },
    { login: 'visitor-1', active: true, roles: ['front door'] },
  ],
};

/** Compares who can use each app, and as what, with the company that the engine was told of. */
export async function expectAppsToMeanTheCompany(world: SandboxWorld, apps: readonly AppFile[]): Promise<Company> {
  await world.settle();
  const { told, company } = world.record();
  expect(told).toEqual(company);
  for (const app of apps) {
    const strangers = new Set(before[app].map(({ login }) => login));
    const accounts = world.accounts(app);
    expect(
      accounts.filter(({ login }) => strangers.has(login)),
      app,
    ).toEqual(before[app]);
    const usable = accounts.filter(({ login, active }) => active && !strangers.has(login));
    const meant = company.people
      .filter(({ presence }) => presence === 'here')
      .map((person) => ({ login: person.login, active: true, roles: meantRoles[app](company, person) }))
      .filter(({ roles }) => roles.length > 0)
      .sort((one, other) => (one.login < other.login ? -1 : 1));
    expect(usable, app).toEqual(meant);
    const out = accounts.filter(({ active }) => !active);
    expect(
      out.filter(({ roles }) => roles.length > 0),
      app,
    ).toEqual([]);
  }
  return company;
}
