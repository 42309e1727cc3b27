import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import { applyPatch, type MembershipEdit, parsePatch } from '../../electron/engine/scim/patch.ts';
import { parseResource, replaceResource } from '../../electron/engine/scim/resource.ts';
import { resourceTypes } from '../../electron/engine/scim/schema.ts';
import { type Dialect, dialects } from '../../shared/model/source.ts';
import { type Meant, type MeantGroup, type Request, type Tongue, tongues, type Whim } from './support/tongues.ts';

const { User, Group } = resourceTypes;
const maybe = (value: fc.Arbitrary<string>) => fc.option(value, { nil: null });
const word = fc.constantFrom('Ada', 'Núñez', '山本', 'O’Brien', 'van der "Meer"', 'a,b', 'True', '[x]', '17');
const id = fc.constantFrom('u1', 'u2', 'u3', '2819c223-7f76-453a-919d-413861904646', 'Ada');

const user: fc.Arbitrary<Meant> = fc.record({
  userName: word.map((name) => `${name}@example.com`),
  displayName: word,
  givenName: maybe(word),
  familyName: word,
  title: maybe(word),
  email: fc.constantFrom('ada@example.com', 'Ada.Lovelace@example.com'),
  mobile: maybe(fc.constantFrom('+49 170 1', '4917012')),
  department: maybe(word),
  manager: maybe(id),
  active: fc.boolean(),
});
const group: fc.Arbitrary<MeantGroup> = fc.record({ displayName: word, members: fc.uniqueArray(id) });

/** Whims of a client, repeatable; and what its source is labelled as: null, what it is. */
const client = (among: readonly string[]) =>
  fc.record({
    tongue: fc.constantFrom(...among),
    whims: fc.infiniteStream(fc.nat(11)),
    label: fc.constantFrom(null, ...dialects),
  });
type Client = ReturnType<typeof client> extends fc.Arbitrary<infer T> ? T : never;

const tongueOf = ({ tongue }: Client): Tongue => tongues[tongue] as Tongue;
const whimOf =
  ({ whims }: Client): Whim =>
  (ways) =>
    (whims.next().value ?? 0) % ways;
const labelOf = (one: Client): Dialect => one.label ?? tongueOf(one).dialect;

interface State {
  readonly resource: JsonObject;
  readonly members: ReadonlySet<string>;
}

/** What a request makes of a resource that has been made. */
function apply(
  type: typeof User | typeof Group,
  { resource, members }: State,
  { method, body }: Request,
  label: Dialect,
): State {
  const sent: unknown = JSON.parse(JSON.stringify(body));
  if (method === 'PATCH') {
    const patched = applyPatch(type, resource, parsePatch(type, sent, label).operations, label);
    return { resource: patched.resource, members: patched.memberships.reduce(edited, members) };
  }
  const replaced = replaceResource(type, resource, sent, label);
  const named = replaced.members?.map(({ value }) => value);
  return { resource: replaced.resource, members: named === undefined ? members : new Set(named) };
}

function edited(members: ReadonlySet<string>, edit: MembershipEdit): ReadonlySet<string> {
  switch (edit.kind) {
    case 'add':
      return new Set([...members, ...edit.members.map(({ value }) => value)]);
    case 'remove':
      return new Set([...members].filter((member) => !edit.ids.includes(member)));
    case 'remove all':
      return new Set();
    case 'replace':
      return new Set(edit.members.map(({ value }) => value));
    case 'remove where':
      throw new Error('no identity provider says this');
  }
}

function made(type: typeof User | typeof Group, body: object, label: Dialect): State {
  const { resource, members = [] } = parseResource(type, JSON.parse(JSON.stringify(body)), label);
  return { resource: { id: 'x', ...resource }, members: new Set(members.map(({ value }) => value)) };
}

function toldOfUser(history: readonly Meant[], one: Client): State {
  const [first, ...later] = history as [Meant, ...Meant[]];
  const [tongue, whim, label] = [tongueOf(one), whimOf(one), labelOf(one)];
  let state = made(User, tongue.create(first, whim), label);
  let before = first;
  for (const after of later) {
    for (const request of tongue.change(before, after, whim)) state = apply(User, state, request, label);
    before = after;
  }
  return state;
}

function toldOfGroup(history: readonly MeantGroup[], one: Client): State {
  const { group: tells } = tongueOf(one);
  if (tells === null) throw new Error(`${one.tongue} sends no groups`);
  const [first, ...later] = history as [MeantGroup, ...MeantGroup[]];
  const [whim, label] = [whimOf(one), labelOf(one)];
  const [creation, ...more] = tells.create(first);
  let state = made(Group, creation?.body ?? {}, label);
  for (const request of more) state = apply(Group, state, request, label);
  let before = first;
  for (const after of later) {
    for (const request of tells.change(before, after, whim)) state = apply(Group, state, request, label);
    before = after;
  }
  return state;
}

const all = Object.keys(tongues);
const tellGroups = all.filter((name) => tongues[name]?.group !== null);

/** The state as a set of members tells it, whatever their order. */
const asToldBy = ({ resource, members }: State) => ({ resource, members: [...members].sort() });

describe('the same intent in two dialects', () => {
  it('ends in the same user, whatever the source is labelled', () => {
    const history = fc.array(user, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(history, client(all), client(all), (meant, one, other) => {
        expect(toldOfUser(meant, one).resource).toEqual(toldOfUser(meant, other).resource);
      }),
      { numRuns: 1000 },
    );
  });

  it('ends in what was meant last', () => {
    const history = fc.array(user, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(history, client(all), (meant, one) => {
        const last = meant.at(-1) as Meant;
        const { resource } = toldOfUser(meant, one);
        const { name, emails, phoneNumbers, userName, displayName, active, title = null } = resource;
        const extension = (resource['urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'] ?? {}) as JsonObject;
        expect({ userName, displayName, active, title }).toEqual({
          userName: last.userName,
          displayName: last.displayName,
          active: last.active,
          title: last.title,
        });
        expect(name).toEqual({
          familyName: last.familyName,
          ...(last.givenName === null ? {} : { givenName: last.givenName }),
        });
        expect(emails).toEqual([{ value: last.email, type: 'work', primary: true }]);
        expect(phoneNumbers ?? null).toEqual(last.mobile === null ? null : [{ value: last.mobile, type: 'mobile' }]);
        expect(extension.department ?? null).toBe(last.department);
        expect((extension.manager as JsonObject | undefined)?.value ?? null).toBe(last.manager);
      }),
      { numRuns: 500 },
    );
  });

  it('ends in the same group, of those that send groups', () => {
    const history = fc.array(group, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(history, client(tellGroups), client(tellGroups), (meant, one, other) => {
        const state = asToldBy(toldOfGroup(meant, one));
        expect(state).toEqual(asToldBy(toldOfGroup(meant, other)));
        const last = meant.at(-1) as MeantGroup;
        expect(state.resource.displayName).toBe(last.displayName);
        expect(state.members).toEqual([...last.members].sort());
      }),
      { numRuns: 1000 },
    );
  });
});
