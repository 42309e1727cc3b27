import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Company, groupNamed, peopleHere, personOf, waysIn } from '../../electron/engine/sandbox/company.ts';
import type { ScimAnswer, ScimRequest } from '../../electron/engine/sandbox/conversation.ts';
import { differences } from '../../electron/engine/sandbox/differences.ts';
import { foundCompany, move } from '../../electron/engine/sandbox/events.ts';
import { type Fact, lookForFacts } from '../../electron/engine/sandbox/facts.ts';
import { createRandom } from '../../electron/engine/sandbox/random.ts';
import { lookAtServer, planScenario, type ScenarioPlan } from '../../electron/engine/sandbox/scenario.ts';
import { type Scenario, scenarios } from '../../shared/model/sandbox.ts';
import { carry } from './carry.ts';
import { applyEvents, companyWithEvents, frozen } from './company-events.ts';
import { brokenPromises } from './promises.ts';

/** What an identity provider notices of a scenario, at the least. */
const noticed: Readonly<Record<Scenario, readonly string[]>> = {
  joiner: ['user created', 'members changed'],
  mover: ['user changed', 'members changed'],
  leaver: ['user disabled'],
  return: ['user disabled', 'user enabled'],
  rehire: ['user disabled', 'user deleted', 'user purged', 'user created'],
  rename: ['user changed'],
  'soft-delete': ['user disabled', 'user deleted'],
  'living-day': [
    'user created',
    'user changed',
    'user disabled',
    'user enabled',
    'user deleted',
    'members changed',
    'manager changed',
  ],
};

const kindsOf = (company: Company, plan: ScenarioPlan) => {
  const moments = [company, ...plan.steps.map((step) => step.company)];
  return moments.slice(1).flatMap((after, n) => differences(moments[n] ?? company, after).map(({ kind }) => kind));
};

describe('a plan', () => {
  it.each(scenarios)('%s applies to any company, and leaves its promises whole', (scenario) => {
    fc.assert(
      fc.property(
        companyWithEvents,
        fc.integer(),
        fc.constantFrom(25, 60),
        ({ company: { seed }, events }, luck, size) => {
          const company = frozen(applyEvents(foundCompany(seed, size), events));
          const plan = planScenario(scenario, company, createRandom(luck));
          expect(planScenario(scenario, company, createRandom(luck))).toEqual(plan);
          expect(kindsOf(company, plan)).toEqual(expect.arrayContaining([...noticed[scenario]]));
          let before = company;
          for (const step of plan.steps) {
            expect(step.company).not.toBe(before);
            expect(step.sentence).not.toBe('');
            expect(brokenPromises(step.company)).toEqual([]);
            before = step.company;
          }
          expect(plan.facts.length).toBeGreaterThan(0);
          const known = [company, ...plan.steps.map((step) => step.company)];
          expect(plan.subjects.length).toBeGreaterThan(0);
          expect(plan.subjects.every((id) => known.some((moment) => personOf(moment, id) !== undefined))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is refused for a company in which nobody is at work', () => {
    const company = foundCompany(1, 25);
    const people = company.people.map((person) => ({ ...person, presence: 'left' as const }));
    expect(() => planScenario('leaver', { ...company, people }, createRandom(1))).toThrow('Nobody is at work');
  });

  it('of a living day is about a dozen episodes, and never empties the company', () => {
    const company = foundCompany(3, 25);
    const { steps } = planScenario('living-day', company, createRandom(3));
    expect(steps.length).toBeGreaterThanOrEqual(11);
    expect(peopleHere(steps.at(-1)?.company ?? company).length).toBeGreaterThan(20);
  });
});

type WayCase = readonly [
  shown: string,
  groups: (ids: Readonly<Record<'direct' | 'held' | 'left', string>>) => readonly object[],
  byWay: boolean,
  inNoWay: boolean,
];

describe('looking at a server', () => {
  const company = foundCompany(4, 25);
  /** A server that answers every look the same: what it says is not so. */
  const always =
    (answer: ScimAnswer) =>
    ({ method }: ScimRequest): ScimAnswer => {
      if (method !== 'GET') throw new Error('A look changes nothing.');
      return answer;
    };
  const memoryOf = ({ people, groups }: Company) =>
    Object.fromEntries([...people, ...groups].map(({ id }) => [id, `server-${id}`]));

  it.each([
    ['has nothing', { status: 404, body: null }],
    [
      'has others',
      { status: 200, body: { id: 'x', active: 'no', userName: 'x', totalResults: 1, Resources: [{ id: 'x' }] } },
    ],
  ] as const)('that %s says of every fact that it is not met, and what was seen', (_, answer) => {
    for (const scenario of scenarios) {
      const plan = planScenario(scenario, company, createRandom(4));
      const after = memoryOf(plan.steps.at(-1)?.company ?? company);
      // One that tells direct members only, and one that tells groups in groups.
      const seen = (['entra', 'generic'] as const).flatMap((dialect) =>
        carry(lookAtServer(plan, after, { dialect, before: memoryOf(company) }), always(answer)),
      );
      expect(seen.every(({ text, detail }) => text !== '' && detail !== '')).toBe(true);
      const met = seen.filter((one) => one.met).map(({ text }) => text);
      // Of nothing there is, or of somebody else, just these may be true.
      const trivially = /is deleted|is not in the group|any more|another resource/;
      expect(met.filter((text) => !trivially.test(text))).toEqual([]);
    }
  });

  it.each([
    // [what the user shows of its groups, in Business by way of one that it holds, in Product no more]
    ['nothing', () => [], true, true],
    ['direct ones only', ({ direct }) => [{ value: direct, type: 'direct' }], true, true],
    ['those that it is in', ({ held }) => [{ value: held, type: 'indirect' }], true, true],
    ['others by way of others', () => [{ value: 'x', type: 'indirect' }], false, true],
    ['what it is not in any more', ({ left }) => [{ value: left, type: 'indirect' }], false, false],
  ] as const satisfies readonly WayCase[])('whose users show %s among their groups', (_, groups, byWay, inNoWay) => {
    const [person] = company.people.filter(
      ({ managerId, department }) => managerId !== null && department === 'Support',
    );
    const moved = move(company, person?.id ?? '', 'Sales');
    const idOf = (name: string) => `server-${groupNamed(moved, name)?.id}`;
    const user = { groups: groups({ direct: idOf('Sales'), held: idOf('Business'), left: idOf('Product') }) };
    const answer = ({ path }: ScimRequest): ScimAnswer => ({
      status: 200,
      body: path.startsWith('/Groups') ? { members: [{ value: idOf('Sales'), type: 'Group' }] } : user,
    });
    const [group, by, left] = ['Business', 'Sales', 'Product'].map((name) => groupNamed(moved, name));
    if (!person || !group || !by || !left) throw new Error('The company is too small.');
    const facts: readonly Fact[] = [
      { kind: 'in by way', person, group, by },
      { kind: 'in no way', person, group: left },
    ];
    const told = { dialect: 'generic', before: memoryOf(company) } as const;
    const met = carry(lookForFacts(facts, memoryOf(moved), told), answer).map((one) => one.met);
    expect(met).toEqual([byWay, inNoWay]);
    expect(carry(lookForFacts(facts, memoryOf(moved), { ...told, dialect: 'entra' }), answer)).toEqual([]);
    expect(waysIn(moved, person.id).map((way) => `${way.group.name} by ${way.by.name}`)).toEqual([
      'Business by Sales',
      'Whole Company by Business',
    ]);
  });
});
