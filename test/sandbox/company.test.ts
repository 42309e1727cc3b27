import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allStaff,
  type Company,
  departments,
  displayName,
  headTitle,
  peopleHere,
  wikiAdmins,
  wikiEditors,
} from '../../electron/engine/sandbox/company.ts';
import { differences } from '../../electron/engine/sandbox/differences.ts';
import {
  comeBack,
  foundCompany,
  hire,
  leave,
  move,
  purge,
  rename,
  softDelete,
} from '../../electron/engine/sandbox/events.ts';
import { nameCount, nameOf } from '../../electron/engine/sandbox/names.ts';
import { createRandom } from '../../electron/engine/sandbox/random.ts';
import { nextEpisode } from '../../electron/engine/sandbox/story.ts';
import { applyEvents, companyWithEvents, frozen } from './company-events.ts';
import { meantRoles } from './meant.ts';

/** Every promise in the doc comment of Company, as sentences about what breaks it. */
function brokenPromises(company: Company): string[] {
  const ids = new Map(company.people.map((person) => [person.id, person]));
  const broken: string[] = [];
  if (ids.size !== company.people.length) broken.push('an id stands twice');
  if (new Set(company.people.map((person) => person.login)).size !== company.people.length) {
    broken.push('a login stands twice');
  }
  for (const person of company.people) {
    if (person.managerId === person.id) broken.push(`${person.login} is their own manager`);
    if (person.managerId !== null && !ids.has(person.managerId)) broken.push(`${person.login} has no such manager`);
    if (!/^[a-z]+\.[a-z]+\d*@[a-z0-9-]+\.test$/.test(person.login)) broken.push(`${person.login} is no plain login`);
  }
  for (const group of company.groups) {
    if (new Set(group.members).size !== group.members.length) broken.push(`a member of ${group.name} stands twice`);
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

describe('a pretend company', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(foundCompany(7)).toEqual(foundCompany(7));
    const logins = (seed: number) => foundCompany(seed).people.map((person) => person.login);
    expect(logins(7)).not.toEqual(logins(8));
  });

  it('has forty people of many scripts, all departments and a wiki staff', () => {
    const company = foundCompany(2026);
    const whole = company.people.map(displayName).join(' ');
    const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Thai', 'Han', 'Hangul'];
    expect(scripts.filter((script) => !new RegExp(`\\p{Script=${script}}`, 'u').test(whole))).toEqual([]);
    expect(new Set(company.people.map(displayName)).size).toBe(40);
    const sizes = Object.fromEntries(company.groups.map((group) => [group.name, group.members.length]));
    expect(sizes).toMatchObject({ [allStaff]: 40, [wikiEditors]: 4, [wikiAdmins]: 2 });
    expect(departments.every((department) => (sizes[department] ?? 0) >= 6)).toBe(true);
  });

  it('gives every name once before it gives any twice', () => {
    const key = (n: number) => JSON.stringify(nameOf(2026, n));
    expect(new Set(Array.from({ length: nameCount }, (_, n) => key(n))).size).toBe(nameCount);
    expect(key(nameCount)).toBe(key(0));
  });

  it('keeps its promises after any sequence of events, and never changes a value in place', () => {
    fc.assert(
      fc.property(companyWithEvents, ({ company, events }) => {
        expect(brokenPromises(company)).toEqual([]);
        let current = frozen(company);
        const owners = new Map(company.people.map((person) => [person.login, person.id]));
        for (const event of events) {
          current = frozen(applyEvents(current, [event]));
          expect(brokenPromises(current)).toEqual([]);
          for (const { login, id } of current.people) {
            expect(owners.get(login) ?? id).toBe(id);
            owners.set(login, id);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  const founded = foundCompany(1);
  const seller = founded.people.find((person) => person.department === 'Sales')?.id ?? '';
  const gone = leave(founded, seller);
  it.each([
    ['somebody who left cannot leave', gone, leave(gone, seller)],
    ['nor move', gone, move(gone, seller, 'People')],
    ['nor be purged before being deleted', gone, purge(gone, seller)],
    ['nobody is deleted softly who did not leave', founded, softDelete(founded, seller)],
    ['nobody comes back who is here', founded, comeBack(founded, seller)],
    ['nobody moves to where they are', founded, move(founded, seller, 'Sales')],
    ['nothing befalls a stranger', founded, leave(founded, 'nobody')],
  ])('%s', (_, before, after) => {
    expect(after).toBe(before);
  });

  it('gives the second of a name another login, and a renamed person a new one', () => {
    let company = foundCompany(1, 1);
    const first = company.people[0];
    while (company.people.length <= nameCount) company = hire(company, 'Sales');
    const namesake = company.people[nameCount];
    expect(namesake?.login).toBe(first?.login.replace('@', '2@'));
    const renamed = rename(company, first?.id ?? '', { text: 'Ōe', ascii: 'oe' }).people[0];
    expect(renamed?.login).toMatch(/\.oe\d*@contoso\.test$/);
  });
});

describe('the story of a company', () => {
  it('takes wiki access from nobody who may not lose it', () => {
    const roles = (company: Company, id: string) =>
      company.people.filter((person) => person.id === id).flatMap((person) => meantRoles(company, person));
    const losers = (before: Company, after: Company) =>
      before.people
        .map((person) => person.id)
        .filter((id) => roles(before, id).some((role) => !roles(after, id).includes(role)));
    let losses = 0;
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 0, max: 10 }), (seed, size) => {
        let company = foundCompany(seed);
        const pool = new Set(company.people.slice(-size - 1).map((person) => person.id));
        for (let n = 0; n < 30; n += 1) {
          const { company: after } = nextEpisode(company, createRandom(seed, n), (id) => pool.has(id));
          const losing = losers(company, after);
          expect(losing.filter((id) => !pool.has(id))).toEqual([]);
          losses += losing.length;
          company = after;
        }
      }),
      { numRuns: 40 },
    );
    expect(losses).toBeGreaterThan(40);
  });

  it('stays between 35 and 50 people, lets everything happen, and forgets who is gone', () => {
    let company = foundCompany(3);
    const kinds = new Set<string>();
    for (let n = 0; n < 2_000; n += 1) {
      const { company: after, sentence } = nextEpisode(company, createRandom(3, n));
      expect(sentence).not.toBe('');
      const changes = differences(company, after);
      for (const change of changes) kinds.add(change.kind);
      const gone = changes.filter((change) => change.kind === 'user disabled').length;
      expect(gone).toBeLessThanOrEqual(1);
      company = after;
      expect(peopleHere(company).length).toBeGreaterThanOrEqual(35);
      expect(peopleHere(company).length).toBeLessThanOrEqual(50);
      expect(company.people.length).toBeLessThan(75);
    }
    expect([...kinds].sort()).toEqual([
      'manager changed',
      'members changed',
      'user changed',
      'user created',
      'user deleted',
      'user disabled',
      'user enabled',
      'user purged',
      'user restored',
    ]);
  });
});
