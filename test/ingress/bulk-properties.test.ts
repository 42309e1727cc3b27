import * as fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { startEngine, type TestSource } from '../support/engine.ts';
import { propertyRuns } from '../support/runs.ts';
import { newUser, patchSchema, replacing } from '../support/scim.ts';

/** What is meant, of people and groups by the position of the act that made them. */
type Act =
  | { readonly kind: 'hire'; readonly name: number }
  | { readonly kind: 'team'; readonly members: readonly number[] }
  | { readonly kind: 'edit'; readonly who: number; readonly active: boolean }
  | { readonly kind: 'leave'; readonly who: number }
  | { readonly kind: 'join' | 'part'; readonly team: number; readonly who: number };

const place = fc.nat({ max: 11 });
const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('hire' as const), name: fc.nat({ max: 4 }) }),
    fc.record({ kind: fc.constant('team' as const), members: fc.array(place, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('edit' as const), who: place, active: fc.boolean() }),
    fc.record({ kind: fc.constant('leave' as const), who: place }),
    fc.record({ kind: fc.constantFrom('join' as const, 'part' as const), team: place, who: place }),
  ),
  { minLength: 1, maxLength: 12 },
);

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly data?: object;
}

/**
 * The requests of a story. What it refers to is made before; what is of another kind, or comes later, is nobody.
 *
 * @param refer how what the act at a position made is called
 */
function requests(story: readonly Act[], refer: (position: number) => string): readonly Asked[] {
  const one = (position: number, kind: Act['kind'], before: number) =>
    position < before && story[position]?.kind === kind ? refer(position) : 'nobody';
  return story.map((act, at): Asked => {
    switch (act.kind) {
      case 'hire':
        return { method: 'POST', path: '/Users', data: newUser(`p${act.name}@x.test`, 'Sales') };
      case 'team': {
        const members = act.members.map((who) => ({ value: one(who, 'hire', at) }));
        return { method: 'POST', path: '/Groups', data: { displayName: `team ${at}`, members } };
      }
      case 'edit':
        return {
          method: 'PATCH',
          path: `/Users/${one(act.who, 'hire', at)}`,
          data: replacing({ active: act.active, title: `at ${at}` }),
        };
      case 'leave':
        return { method: 'DELETE', path: `/Users/${one(act.who, 'hire', at)}` };
      default: {
        const op = act.kind === 'join' ? 'add' : 'remove';
        const value = [{ value: one(act.who, 'hire', at) }];
        const data = { schemas: [patchSchema], Operations: [{ op, path: 'members', value }] };
        return { method: 'PATCH', path: `/Groups/${one(act.team, 'team', at)}`, data };
      }
    }
  });
}

/** What a source holds, without what differs each time. */
async function state(scim: TestSource) {
  const users = (await scim.send('GET', '/Users')).body?.Resources as readonly Record<string, unknown>[];
  const groups = (await scim.send('GET', '/Groups')).body?.Resources as readonly Record<string, unknown>[];
  const names = new Map(users.map(({ id, userName }) => [id, String(userName)]));
  const inNames = (list: unknown) => ((list ?? []) as { value: string }[]).map(({ value }) => names.get(value)).sort();
  return {
    users: users.map(({ userName, active, title, meta }) => [
      userName,
      active,
      title,
      String((meta as { version: string }).version)
        .split('-', 1)[0]
        ?.replace(/"$/, ''),
    ]),
    groups: groups.map(({ displayName, members }) => [displayName, inNames(members)]),
  };
}

test('a bulk request comes to the same as its operations one by one', async () => {
  const engine = await startEngine();
  onTestFinished(() => engine.close());
  await fc.assert(
    fc.asyncProperty(acts, async (story) => {
      const [apart, together] = [await engine.addSource('generic'), await engine.addSource('generic')];
      const ids = new Map<number, string>();
      const statuses: string[] = [];
      for (const at of story.keys()) {
        const asked = requests(story, (position) => ids.get(position) ?? 'refused')[at];
        if (asked === undefined) continue;
        // Only a bulk request can tell that what it refers to was refused; one by one nobody would ask at all.
        if (JSON.stringify(asked).includes('refused')) {
          statuses.push('409');
          continue;
        }
        const answer = await apart.send(asked.method, asked.path, asked.data === undefined ? {} : { body: asked.data });
        statuses.push(String(answer.status));
        if (answer.status === 201) ids.set(at, String(answer.body?.id));
      }
      const Operations = requests(story, (position) => `bulkId:${position}`).map((asked, at) => ({
        ...asked,
        ...(asked.method === 'POST' ? { bulkId: String(at) } : {}),
      }));
      const { body } = await together.send('POST', '/Bulk', { body: { Operations } });
      const results = body?.Operations as readonly { readonly status: string }[];
      expect(results.map(({ status }) => status)).toEqual(statuses);
      expect(await state(together)).toEqual(await state(apart));
    }),
    { numRuns: propertyRuns(30) },
  );
});
