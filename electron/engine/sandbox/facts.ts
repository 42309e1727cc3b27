/** What must be true at the server after a scenario, as data, and the looking for it by GET. */
import type { Expectation, SandboxDialect } from '../../../shared/model/sandbox.ts';
import { displayName, type Person } from './company.ts';
import { ask, type Conversation, memberOf, type ScimAnswer } from './conversation.ts';
import { tombstoneName } from './entra.ts';
import type { Memory } from './memory.ts';
import { enterpriseSchema, filterOn, get, resourcePath } from './requests.ts';
import { speakerOf } from './speaker.ts';
import type { Fate } from './tongue.ts';

/** A group as the company knows it. */
interface Known {
  readonly id: string;
  readonly name: string;
}

export type Fact =
  /** At work: an active user with the attributes of this person. */
  | { readonly kind: 'here'; readonly person: Person }
  /** Not at work, as the last moment at which the company knew of them has it. */
  | { readonly kind: 'away'; readonly person: Person; readonly state: keyof Fate }
  | {
      readonly kind: 'member' | 'no member';
      readonly person: Person;
      readonly group: Known;
    }
  /** Of a group of groups: by way of one that it holds, or not at all any more. */
  | { readonly kind: 'in by way'; readonly person: Person; readonly group: Known; readonly by: Known }
  | { readonly kind: 'in no way'; readonly person: Person; readonly group: Known }
  /** The resource that there was before the scenario. */
  | { readonly kind: 'same resource'; readonly person: Person }
  /** No user has the name any more that this person had. */
  | { readonly kind: 'name given up'; readonly person: Person; readonly login: string }
  /** Somebody new, under the name that somebody had who is gone. */
  | { readonly kind: 'another person'; readonly person: Person; readonly former: Person };

/** Whom the scenario was told by, and what was remembered of the server before it. */
export interface Told {
  readonly dialect: SandboxDialect;
  readonly before: Memory;
}

/**
 * Looks for each fact by GET.
 *
 * @param memory after the scenario
 * @throws UnfitAnswer when the server cannot be looked at
 */
export function* lookForFacts(
  facts: readonly Fact[],
  memory: Memory,
  told: Told,
): Conversation<readonly Expectation[]> {
  const { fate, tellsGroups, tellsNestedGroups } = speakerOf(told.dialect);
  const seen: Expectation[] = [];
  for (const fact of facts) {
    switch (fact.kind) {
      case 'here':
        seen.push(yield* lookHere(fact.person, memory));
        break;
      case 'away': {
        const id = memory[fact.person.id] ?? told.before[fact.person.id];
        // Where nobody is deleted, somebody new may have been given the resource.
        const isGivenAway = Object.keys(memory).some((other) => memory[other] === id && other !== fact.person.id);
        if (!isGivenAway) seen.push(yield* lookAway(fact.person, fate[fact.state], id));
        break;
      }
      case 'member':
      case 'no member':
        if (tellsGroups) seen.push(yield* lookInGroup(fact.person, fact.group, fact.kind === 'member', memory));
        break;
      case 'in by way':
        if (tellsNestedGroups) seen.push(yield* lookByWay(fact.person, fact.group, fact.by, memory));
        break;
      case 'in no way':
        if (tellsNestedGroups) seen.push(yield* lookInNoWay(fact.person, fact.group, memory));
        break;
      case 'same resource':
        if (fate.left === 'inactive') seen.push(yield* lookSame(fact.person, memory, told.before));
        break;
      case 'name given up':
        seen.push(yield* lookGivenUp(fact.person, fact.login));
        break;
      case 'another person':
        seen.push(yield* lookAnother(fact.person, fact.former, fate.purged, memory, told.before));
    }
  }
  return seen;
}

function* lookHere(person: Person, memory: Memory): Conversation<Expectation> {
  const text = `${displayName(person)} is active as ${person.login}, ${person.title} in ${person.department}`;
  const user = yield* readUser(memory[person.id]);
  if (user === null) return { text, met: false, detail: 'there is no such user' };
  const wanted: readonly (readonly [attribute: string, value: unknown, seen: unknown])[] = [
    ['active', true, memberOf(user, 'active')],
    ['userName', person.login, memberOf(user, 'userName')],
    ['displayName', displayName(person), memberOf(user, 'displayName')],
    ['title', person.title, memberOf(user, 'title')],
    ['department', person.department, memberOf(memberOf(user, enterpriseSchema), 'department')],
  ];
  const wrong = wanted.filter(([, value, said]) => said !== value);
  const detail = wrong.map(([attribute, , said]) => `${attribute} is ${inWords(said)}`).join(', ');
  return { text, met: wrong.length === 0, detail: detail === '' ? `seen at ${pathOf(memory[person.id])}` : detail };
}

function* lookAway(person: Person, fate: Fate[keyof Fate], id: string | undefined): Conversation<Expectation> {
  const name = displayName(person);
  const user = yield* readUser(id);
  if (fate === 'gone') {
    const detail =
      user === null ? 'not found, as it should be' : `still there: active is ${inWords(memberOf(user, 'active'))}`;
    return { text: `${name} is deleted`, met: user === null, detail };
  }
  const text =
    fate === 'renamed'
      ? `${name} is inactive, under the name of a deleted user (${tombstoneName(person)})`
      : `${name} is inactive, and still there`;
  if (user === null) return { text, met: false, detail: 'there is no such user' };
  const [active, userName] = [memberOf(user, 'active'), memberOf(user, 'userName')];
  const met = active === false && (fate !== 'renamed' || userName === tombstoneName(person));
  return { text, met, detail: `active is ${inWords(active)}, userName is ${inWords(userName)}` };
}

function* lookInGroup(person: Person, group: Known, wanted: boolean, memory: Memory): Conversation<Expectation> {
  const text = `${displayName(person)} is ${wanted ? '' : 'not '}in the group ${group.name}`;
  const ids = yield* readMemberIds(memory[group.id]);
  if (ids === null) return { text, met: false, detail: 'there is no such group' };
  return { text, met: ids.includes(memory[person.id]) === wanted, detail: `${ids.length} members were listed` };
}

/**
 * The group must hold the other one. RFC 7643 §4.1.2 leaves it to a server whether a user shows what it is in by way of
 * others; one that shows anything of that kind must show this.
 */
function* lookByWay(person: Person, group: Known, by: Known, memory: Memory): Conversation<Expectation> {
  const text = `${displayName(person)} is in the group ${group.name} by way of ${by.name}`;
  const ids = yield* readMemberIds(memory[group.id]);
  if (ids === null) return { text, met: false, detail: 'there is no such group' };
  const inner = memory[by.id];
  if (inner === undefined || !ids.includes(inner))
    return { text, met: false, detail: `${by.name} is not among the ${ids.length} members that were listed` };
  const shown = listAt(yield* readUser(memory[person.id]), 'groups');
  const isShown = shown.some((one) => memberOf(one, 'value') === memory[group.id]);
  if (isShown) return { text, met: true, detail: 'shown among the groups of the user' };
  const showsSuch = shown.some((one) => memberOf(one, 'type') === 'indirect');
  const detail = showsSuch ? 'the user shows other groups of that kind, but not this one' : `it holds ${by.name}`;
  return { text, met: !showsSuch, detail };
}

function* lookInNoWay(person: Person, group: Known, memory: Memory): Conversation<Expectation> {
  const text = `${displayName(person)} is not in the group ${group.name} any more, by way of no other`;
  const shown = listAt(yield* readUser(memory[person.id]), 'groups');
  const isShown = shown.some((one) => memberOf(one, 'value') === memory[group.id]);
  return { text, met: !isShown, detail: `${shown.length} groups are shown of the user` };
}

/** @returns null when there is no such group */
function* readMemberIds(id: string | undefined): Conversation<readonly unknown[] | null> {
  const answer = id === undefined ? null : yield* ask(get(resourcePath('Groups', id)), [200, 404]);
  if (answer === null || answer.status === 404) return null;
  return listAt(answer.body, 'members').map((member) => memberOf(member, 'value'));
}

/** A list by its name; empty where there is none. */
function listAt(value: unknown, name: string): readonly unknown[] {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list : [];
}

function* lookSame(person: Person, memory: Memory, before: Memory): Conversation<Expectation> {
  const text = `${displayName(person)} is on the same resource as before`;
  const [was, is] = [before[person.id], memory[person.id]];
  const named = yield* idsNamed(person.login);
  const met = was !== undefined && was === is && named.length === 1 && named[0] === is;
  return { text, met, detail: `id ${inWords(was)} before, ${named.map(inWords).join(' and ') || 'none'} now` };
}

function* lookGivenUp(person: Person, login: string): Conversation<Expectation> {
  const named = yield* idsNamed(login);
  return {
    text: `Nobody is called ${login} any more, the name that ${displayName(person)} had`,
    met: named.length === 0,
    detail: named.length === 0 ? 'none found' : `still found: ${named.map(inWords).join(', ')}`,
  };
}

function* lookAnother(
  person: Person,
  former: Person,
  fate: Fate['purged'],
  memory: Memory,
  before: Memory,
): Conversation<Expectation> {
  const [was, is] = [before[former.id], memory[person.id]];
  if (fate === 'gone') {
    const text = `${displayName(person)}, who is new, has another resource than the former ${person.login}`;
    return { text, met: is !== undefined && is !== was, detail: `id ${inWords(was)} before, ${inWords(is)} now` };
  }
  const text = `${displayName(person)}, who is new, was given the resource of the former ${person.login}: this identity provider deletes nobody, and knows people by name`;
  const user = yield* readUser(is);
  const number = memberOf(memberOf(user, enterpriseSchema), 'employeeNumber');
  return { text, met: number === person.employeeNumber, detail: `employeeNumber is ${inWords(number)}` };
}

/** @returns null when there is none */
function* readUser(id: string | undefined): Conversation<unknown> {
  if (id === undefined) return null;
  const answer: ScimAnswer = yield* ask(get(resourcePath('Users', id)), [200, 404]);
  return answer.status === 404 ? null : answer.body;
}

function* idsNamed(login: string): Conversation<readonly unknown[]> {
  const { status, body } = yield* ask(get(`/Users?${filterOn('userName', login)}`), [200, 404]);
  const resources = status === 404 ? [] : memberOf(body, 'Resources');
  return Array.isArray(resources) ? resources.map((user) => memberOf(user, 'id')) : [];
}

const pathOf = (id: string | undefined) => `/Users/${id ?? ''}`;

const inWords = (value: unknown) => (value === undefined ? 'absent' : JSON.stringify(value));
