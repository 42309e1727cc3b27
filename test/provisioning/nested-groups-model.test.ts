import fc from 'fast-check';
import { expect, test } from 'vitest';
import { testSeed } from '../support/seed.ts';
import { setStage } from './stage.ts';

const people = ['ada', 'bob', 'cy'].map((name) => `${name}@example.com`);
/** Each of the first groups gives a role; the others give something only by way of these. */
const given = ['admin', 'editor', 'reader'];
const GROUPS = 5;

interface Step {
  readonly add: boolean;
  readonly group: number;
  /** A person or, from `people.length` on, a group: also the group itself. */
  readonly member: number;
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    add: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 2, arbitrary: fc.constant(false) }),
    group: fc.nat(GROUPS - 1),
    member: fc.nat(people.length + GROUPS - 1),
  }),
  { minLength: 3, maxLength: 8, size: 'max' },
);

test(`whatever holds whatever, an app gives just the roles of the groups that people are in (seed ${testSeed})`, async () => {
  const { client, app, idp, wiki, hire, group, patchMembers, quiet } = await setStage();
  const ids: string[] = [];
  for (const name of people) ids.push(await hire(name, 'Legal'));
  const groups: string[] = [];
  for (let n = 0; n < GROUPS; n += 1) groups.push(await group(`Group ${n}`, []));
  for (const [n, role] of given.entries()) {
    const rule = { name: `Rule ${n}`, role, when: `"${groups[n]}" in groups` };
    await client.call('app.addRule', { id: app.id, rule });
  }
  // By the number of each group; one story goes on where the last one ended.
  const members = groups.map(() => new Set<number>());
  const isIn = (member: number, group: number, above: readonly number[] = []): boolean =>
    members[group]?.has(member) === true ||
    groups.some((_, inner) => !above.includes(inner) && holds(group, inner) && isIn(member, inner, [...above, inner]));
  const holds = (group: number, inner: number) => members[group]?.has(people.length + inner) === true;

  const told = fc.asyncProperty(steps, async (story) => {
    for (const { add, group: index, member } of story) {
      const id = ids[member] ?? groups[member - people.length] ?? '';
      await patchMembers(groups[index] ?? '', add ? 'Add' : 'Remove', [id]);
      if (add) members[index]?.add(member);
      else members[index]?.delete(member);
    }
    await quiet();
    for (const [n, name] of people.entries()) {
      const meant = given.filter((_, index) => isIn(n, index));
      const account = wiki.account(name);
      expect([name, account?.roles ?? [], account?.enabled ?? false]).toEqual([name, meant, meant.length > 0]);
      const { body } = await idp.send('GET', `/Users/${ids[n]}`);
      const shown = ((body?.groups ?? []) as readonly { value: string; type: string }[]).map(
        ({ value, type }) => `${groups.indexOf(value)} ${type}`,
      );
      const belongs = groups.flatMap((_, index) => {
        if (!isIn(n, index)) return [];
        return [`${index} ${members[index]?.has(n) ? 'direct' : 'indirect'}`];
      });
      expect(shown.toSorted()).toEqual(belongs);
    }
    expect((await client.call('work.list', {})).items).toEqual([]);
  });
  await fc.assert(told, { numRuns: 12, seed: testSeed, endOnFailure: true });
}, 120_000);
