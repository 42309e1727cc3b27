import type { Company, Person } from '../../electron/engine/sandbox/company.ts';

/** The wiki's roles that somebody of the company is meant to have, sorted: worked out here once more, from the names. */
export function meantRoles({ groups }: Company, { id, presence, department }: Person): string[] {
  if (presence !== 'here') return [];
  const isIn = (name: string) => groups.some((group) => group.name === name && group.members.includes(id));
  const edits = department === 'Marketing' || isIn('Wiki Editors');
  return [...(isIn('Wiki Admins') ? ['admin'] : []), ...(edits ? ['editor'] : []), 'reader'];
}
