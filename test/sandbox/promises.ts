import { type Company, departments, headTitle, peopleHere } from '../../electron/engine/sandbox/company.ts';

/** Whether a group is in itself by way of the groups in it; a group that is not there counts as one. */
function isInCircle({ groups }: Pick<Company, 'groups'>, id: string, above: readonly string[] = []): boolean {
  const group = groups.find((other) => other.id === id);
  if (group === undefined || above.includes(id)) return true;
  return group.groups.some((inner) => isInCircle({ groups }, inner, [...above, id]));
}

/** Every promise in the doc comment of Company, as sentences about what breaks it. */
export function brokenPromises(company: Company): string[] {
  const ids = new Map(company.people.map((person) => [person.id, person]));
  const broken: string[] = [];
  if (ids.size !== company.people.length) broken.push('an id stands twice');
  if (new Set(company.people.map((person) => person.login)).size !== company.people.length) {
    broken.push('a login stands twice');
  }
  for (const person of company.people) {
    if (person.managerId === person.id) broken.push(`${person.login} is their own manager`);
    if (person.managerId !== null && !ids.has(person.managerId)) broken.push(`${person.login} has no such manager`);
    if (!/^[a-z'-]+(\.[a-z'-]+)?\d*@[a-z0-9-]+\.test$/.test(person.login))
      broken.push(`${person.login} is no plain login`);
  }
  for (const group of company.groups) {
    if (new Set(group.members).size !== group.members.length) broken.push(`a member of ${group.name} stands twice`);
    if (isInCircle(company, group.id)) broken.push(`${group.name} is in itself`);
    if (!group.members.every((id) => ids.has(id))) broken.push(`${group.name} has a member who does not exist`);
  }
  for (const department of departments) {
    const here = peopleHere(company).filter((person) => person.department === department);
    const heads = here.filter((person) => person.managerId === null);
    if (here.length > 0 && heads.length !== 1) broken.push(`${department} has ${heads.length} heads`);
    if (heads.some((head) => head.title !== headTitle(department))) broken.push(`${department}'s head has no title`);
    if (!here.every((person) => person.managerId === null || person.managerId === heads[0]?.id)) {
      broken.push(`somebody in ${department} reports elsewhere`);
    }
    const members = company.groups.find((group) => group.name === department)?.members ?? [];
    const belong = company.people.filter((person) => person.department === department).map((person) => person.id);
    if ([...members].sort().join() !== belong.sort().join()) broken.push(`the group ${department} is not its people`);
  }
  return broken;
}
