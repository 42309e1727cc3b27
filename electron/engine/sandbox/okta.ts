/**
 * How Okta tells a SCIM server what changed. A custom app of its App Integration Wizard (AIW) replaces whole users and
 * groups by PUT; an app of its catalogue (OIN) switches users and changes members by PATCH. Neither ever deletes a
 * user: who left, and who is deleted in Okta, stays inactive; who comes back is found and is switched on again.
 */
import { type Company, displayName, type Group, type Person } from './company.ts';
import { ask, type Conversation, createOne, readPages } from './conversation.ts';
import type { Difference } from './differences.ts';
import { findByFilter, type GroupShapes, memberPath, membersOf, memberValue, tellGroups } from './group-changes.ts';
import type { Recollection } from './memory.ts';
import { enterpriseSchema, filterOn, get, groupSchema, post, put, resourcePath, userSchema } from './requests.ts';
import { deletedLeaveGroups } from './seen.ts';
import { scimJson, type Tongue } from './tongue.ts';
import { type Body, emailsBody, enterpriseBody, managerBody } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const page = 'startIndex=1&count=100';
const findUser = (login: string) => get(`/Users?${filterOn('userName', login)}&${page}`);
const findGroup = findByFilter('', `&${page}`);

const wholeUsers: WholeUserShapes = {
  match: 'before',
  find: findUser,
  newUser: (person, moment) => ({
    ...profile(person, moment),
    externalId: person.id,
    groups: [],
    // Sent though passwords are not synchronised: a placeholder, which no server may keep.
    password: `Placeholder-${person.number}`,
  }),
  wholeUser: (person, id, moment) => ({
    ...profile(person, moment),
    id,
    groups: [],
    meta: { resourceType: 'User' },
  }),
  look: (id, person, returning) => (returning ? findUser(person.login) : get(resourcePath('Users', id))),
  manager: true,
  deletes: false,
};

const oinUsers: WholeUserShapes = { ...wholeUsers, active: (active) => ({ op: 'replace', value: { active } }) };

const renamed = (group: Group, id: string) => [{ op: 'replace', value: { id, displayName: group.name } }];

const oinGroups: GroupShapes = {
  nested: false,
  finder: findGroup,
  newGroup: (group) => ({ schemas: [groupSchema], displayName: group.name, members: [] }),
  rename: renamed,
  first: renamed,
  members: (added, removed) => [
    [
      ...removed.map((member) => ({ op: 'remove', path: memberPath(member) })),
      ...(added.length === 0 ? [] : [{ op: 'add', path: 'members', value: added.map(memberValue) }]),
    ],
  ],
};

const oktaAlike = {
  source: 'okta',
  contentType: scimJson,
  fate: { left: 'inactive', deleted: 'inactive', purged: 'inactive' },
  tellsGroups: true,
  sees: deletedLeaveGroups,
  *testConnection() {
    yield* ask(get('/Users?startIndex=1&count=2'), [200]);
    yield* readPages((startIndex) => get(`/Groups?startIndex=${startIndex}&count=100`));
  },
} as const satisfies Omit<Tongue, 'tell'>;

export const oktaAiw: Tongue = {
  ...oktaAlike,
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, wholeUsers);
    yield* putGroups(changes, recollection, moment);
  },
};

export const oktaOin: Tongue = {
  ...oktaAlike,
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, oinUsers);
    yield* tellGroups(changes, recollection, moment, oinGroups);
  },
};

/** Membership arrives within POST and PUT only, always whole: each group is told once. */
function* putGroups(changes: readonly Difference[], recollection: Recollection, moment: Company): Conversation<void> {
  const made = new Set<string>();
  const find = findGroup();
  for (const change of changes) {
    if (change.kind !== 'group created' && change.kind !== 'group renamed' && change.kind !== 'members changed')
      continue;
    const { group } = change;
    if (made.has(group.id)) continue;
    made.add(group.id);
    const body = groupBody(group, recollection, moment);
    const known = change.kind === 'group created' ? yield* find(group.name) : recollection.idOf(group.id);
    if (known === null) recollection.learn(group.id, yield* createOne(post('Groups', body)));
    else {
      recollection.learn(group.id, known);
      yield* put('Groups', known, body);
    }
  }
}

const groupBody = (group: Group, recollection: Recollection, moment: Company): Body => ({
  schemas: [groupSchema],
  displayName: group.name,
  members: membersOf(group.members, recollection, moment).map(memberValue),
});

const profile = (person: Person, moment: Company): Body => ({
  schemas: [userSchema, enterpriseSchema],
  userName: person.login,
  name: {
    ...(person.name.given === null ? {} : { givenName: person.name.given.text }),
    familyName: person.name.family.text,
  },
  emails: emailsBody(person),
  displayName: displayName(person),
  title: person.title,
  locale: 'en-US',
  active: person.presence === 'here',
  ...enterpriseBody(person, managerBody(person, moment)),
});
