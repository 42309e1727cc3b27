import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allStaff,
  type Company,
  departments,
  displayName,
  type Person,
  peopleHere,
  wikiAdmins,
  wikiEditors,
} from '../../electron/engine/sandbox/company.ts';
import { differences } from '../../electron/engine/sandbox/differences.ts';
import {
  comeBack,
  foundCompany,
  hire,
  hireNamesake,
  leave,
  move,
  purge,
  rename,
  renameGroup,
  softDelete,
} from '../../electron/engine/sandbox/events.ts';
import { nameCount, nameOf } from '../../electron/engine/sandbox/names.ts';
import { createRandom } from '../../electron/engine/sandbox/random.ts';
import { nextEpisode } from '../../electron/engine/sandbox/story.ts';
import { applyEvents, companyWithEvents, frozen } from './company-events.ts';
import { brokenPromises } from './promises.ts';

const isWrittenIn = (script: string, text: string) => new RegExp(`\\p{Script=${script}}`, 'u').test(text);

/** Scripts of which a company of the largest size has names. */
const scripts = (
  'Latin Cyrillic Greek Arabic Hebrew Devanagari Thai Han Hiragana Katakana Hangul ' +
  'Georgian Armenian Bengali Ethiopic Tamil Kannada Myanmar'
).split(' ');

describe('a pretend company', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(foundCompany(7)).toEqual(foundCompany(7));
    const logins = (seed: number) => foundCompany(seed).people.map((person) => person.login);
    expect(logins(7)).not.toEqual(logins(8));
  });

  it('has forty people of many scripts, all departments and a wiki staff', () => {
    const company = foundCompany(2026);
    const whole = company.people.map(displayName).join(' ');
    expect(scripts.filter((script) => isWrittenIn(script, whole)).length).toBeGreaterThan(8);
    expect(new Set(company.people.map(displayName)).size).toBe(40);
    const sizes = Object.fromEntries(company.groups.map((group) => [group.name, group.members.length]));
    expect(sizes).toMatchObject({ [allStaff]: 40, [wikiEditors]: 4, [wikiAdmins]: 2 });
    expect(departments.every((department) => (sizes[department] ?? 0) >= 6)).toBe(true);
  });

  it('has five hundred people of every script, with names that are long, short, hyphenated, or one only', () => {
    const { people } = foundCompany(11, 500);
    expect(people.length).toBe(500);
    const names = people.map(displayName);
    const whole = names.join('\n');
    expect(scripts.filter((script) => !isWrittenIn(script, whole))).toEqual([]);
    expect(people.filter(({ name }) => name.given === null).length).toBeGreaterThan(3);
    for (const shape of [
      /^.{40,}$/mu,
      /['’]/u,
      /-/u,
      /^\P{Script=Latin}{2,3}$/mu,
      / .* /u,
      /[\u{10000}-\u{10ffff}]/u,
    ]) {
      expect(whole).toMatch(shape);
    }
    expect(brokenPromises(foundCompany(11, 500))).toEqual([]);
  });

  it('has groups in groups, and groups in those', () => {
    const { groups } = foundCompany(5, 25);
    const named = (name: string) => groups.find((group) => group.name === name);
    const inside = (name: string) => named(name)?.groups.map((id) => groups.find((group) => group.id === id)?.name);
    expect(inside('Product')).toEqual(['Engineering', 'Support']);
    expect(inside('Whole Company')).toEqual(['Product', 'Business', 'People']);
    expect(inside(allStaff)).toEqual([]);
  });

  it('hires a namesake under a login only when its owner is gone for good', () => {
    const company = foundCompany(1, 25);
    const former = company.people[9];
    if (former === undefined) throw new Error('The company is too small.');
    const left = softDelete(leave(company, former.id), former.id);
    expect(hireNamesake(company, former)).toBe(company);
    expect(hireNamesake(left, former)).toBe(left);
    const again = hireNamesake(purge(left, former.id), former);
    const namesake = again.people.at(-1);
    expect(namesake).toMatchObject({ login: former.login, name: former.name, presence: 'here' });
    expect([namesake?.id, namesake?.employeeNumber]).not.toEqual([former.id, former.employeeNumber]);
    expect(brokenPromises(again)).toEqual([]);
  });

  it('renames a group, but never to a name that another one has', () => {
    const company = foundCompany(1, 25);
    const group = company.groups[0]?.id ?? '';
    expect(renameGroup(company, group, 'Everybody').groups[0]?.name).toBe('Everybody');
    expect(renameGroup(company, group, wikiEditors)).toBe(company);
    expect(renameGroup(company, 'no group', 'Everybody')).toBe(company);
  });

  it('gives every name once before it gives any twice', () => {
    const key = (n: number) => JSON.stringify(nameOf(2026, n));
    expect(new Set(Array.from({ length: nameCount }, (_, n) => key(n))).size).toBe(nameCount);
    expect(key(nameCount)).toBe(key(0));
    for (const seed of [0, 1, 7, 2026, 4_000_000_000]) expect(nameOf(seed, 6).given?.text).toBe('Ada');
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

/** The wiki's roles as the company means them: worked out here once more, from the names. */
function meantRoles({ groups }: Company, { id, presence, department }: Person): readonly string[] {
  const isIn = (name: string) => groups.some((group) => group.name === name && group.members.includes(id));
  if (presence !== 'here') return [];
  const edits = department === 'Marketing' || isIn('Wiki Editors');
  return ['reader', ...(edits ? ['editor'] : []), ...(isIn('Wiki Admins') ? ['admin'] : [])];
}

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

  it.each([25, 300])('stays near the size of %i that it began with', (size) => {
    let company = foundCompany(8, size);
    for (let n = 0; n < 400; n += 1) {
      company = nextEpisode(company, createRandom(8, n)).company;
      expect(Math.abs(peopleHere(company).length - size)).toBeLessThanOrEqual(size / 4 + 1);
    }
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
