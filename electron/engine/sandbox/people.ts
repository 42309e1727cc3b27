import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import type { SandboxPerson } from '../../../shared/model/sandbox.ts';
import { type Company, displayName, type Person, personOf } from './company.ts';
import type { SandboxRecord } from './record.ts';
import { invalid } from './refusal.ts';

/**
 * A page of the company's people in the order in which they were hired; every word of the text must occur in what the
 * IdP says of them.
 *
 * @throws ContractError for a cursor that no page gave
 */
export function pageOfPeople(
  { company, memory }: SandboxRecord,
  { text, cursor, limit }: ParsedInput<'sandbox.people'>,
  personIdOf: (resourceId: string) => string | null,
): Output<'sandbox.people'> {
  const after = cursor === undefined ? -1 : numberIn(cursor);
  const words = folded(text).split(/\s+/);
  const found = company.people.filter((person) => {
    if (person.number <= after) return false;
    const said = folded([displayName(person), person.login, person.department, person.title].join(' '));
    return words.every((word) => said.includes(word));
  });
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map((person) => describe(company, person, personIdIn(memory[person.id]))),
    next: found.length > limit && last !== undefined ? String(last.number) : null,
  };

  function personIdIn(resourceId: string | undefined): string | null {
    return resourceId === undefined ? null : personIdOf(resourceId);
  }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().trim();

function numberIn(cursor: string): number {
  if (/^\d{1,9}$/.test(cursor)) return Number(cursor);
  throw invalid('No page has this cursor.', 'Nothing was changed.', 'Ask for the first page again.');
}

function describe(company: Company, person: Person, personId: string | null): SandboxPerson {
  const manager = person.managerId === null ? undefined : personOf(company, person.managerId);
  return {
    id: person.id,
    name: displayName(person),
    login: person.login,
    department: person.department,
    title: person.title,
    manager: manager === undefined ? null : displayName(manager),
    presence: person.presence,
    groups: company.groups.filter(({ members }) => members.includes(person.id)).map(({ name }) => name),
    personId,
  };
}
