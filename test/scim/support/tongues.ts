/**
 * How identity providers say the same thing, as pure functions: written for this test alone and from what is known of
 * their requests, so that it shares no mistake with the sandbox IdP.
 */
import type { Dialect } from '../../../shared/model/source.ts';
import { enterprise, patchSchema } from '../../support/scim.ts';

/** What is meant of a user. Null is an attribute that has no value. */
export interface Meant {
  readonly userName: string;
  readonly displayName: string;
  readonly givenName: string | null;
  readonly familyName: string;
  readonly title: string | null;
  readonly email: string;
  readonly mobile: string | null;
  readonly department: string | null;
  readonly manager: string | null;
  readonly active: boolean;
}

/** What is meant of a group. */
export interface MeantGroup {
  readonly displayName: string;
  readonly members: readonly string[];
}

export interface Request {
  readonly method: 'POST' | 'PUT' | 'PATCH';
  readonly body: object;
}

/** A client's choice among ways that mean the same: a number from 0 up to, but not including, the one given. */
export type Whim = (ways: number) => number;

/** One client. A request's answer changes nothing of what it sends. */
export interface Tongue {
  readonly dialect: Dialect;
  create(user: Meant, whim: Whim): object;
  change(before: Meant, after: Meant, whim: Whim): readonly Request[];
  /** Null of a client that sends no groups. @returns a new group, and what is sent after it */
  readonly group: null | {
    create(group: MeantGroup): readonly Request[];
    change(before: MeantGroup, after: MeantGroup, whim: Whim): readonly Request[];
  };
}

const core = 'urn:ietf:params:scim:schemas:core:2.0:User';
const coreGroup = 'urn:ietf:params:scim:schemas:core:2.0:Group';

type Operation = { readonly op: string; readonly path?: string; readonly value?: unknown };
const patch = (...Operations: readonly Operation[]): readonly Request[] =>
  Operations.length === 0 ? [] : [{ method: 'PATCH', body: { schemas: [patchSchema], Operations } }];
const put = (body: object): readonly Request[] => [{ method: 'PUT', body }];
const references = (ids: readonly string[]) => ids.map((value) => ({ value }));

/** What has no value is left out, or sent as null. */
const without = (values: Readonly<Record<string, unknown>>, asNull: boolean) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => asNull || value !== null));

/** The whole user. @param asNull says null of what has no value, instead of nothing */
function whole(user: Meant, asNull: boolean): Record<string, unknown> {
  const { userName, displayName, givenName, familyName, title, email, mobile, department, manager, active } = user;
  const extension = without({ department, manager: manager === null ? null : { value: manager } }, asNull);
  return {
    schemas: [core, enterprise],
    userName,
    displayName,
    name: without({ givenName, familyName }, asNull),
    ...without({ title }, asNull),
    emails: [{ type: 'work', primary: true, value: email }],
    ...(mobile === null ? (asNull ? { phoneNumbers: [] } : {}) : { phoneNumbers: [{ type: 'mobile', value: mobile }] }),
    active,
    ...(Object.keys(extension).length > 0 || asNull ? { [enterprise]: extension } : {}),
  };
}

/** The paths of everything but `active` and the manager, with what is meant there. */
const paths = (user: Meant): readonly (readonly [string, string | null])[] => [
  ['userName', user.userName],
  ['displayName', user.displayName],
  ['name.givenName', user.givenName],
  ['name.familyName', user.familyName],
  ['title', user.title],
  ['emails[type eq "work"].value', user.email],
  ['phoneNumbers[type eq "mobile"].value', user.mobile],
  [`${enterprise}:department`, user.department],
];

function changed(before: Meant, after: Meant) {
  const was = new Map(paths(before));
  return paths(after).flatMap(([path, value]) => {
    const had = was.get(path) ?? null;
    return had === value ? [] : [{ path, had, value }];
  });
}

const entraGroup = 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group';
const capital = { add: 'Add', replace: 'Replace', remove: 'Remove' } as const;

/** Entra’s manager: a bare id, a list, an object; with its URN, with a dot after it, or without one. */
function entraManager(
  had: string | null,
  manager: string | null,
  verbs: Readonly<Record<'add' | 'replace' | 'remove', string>>,
  whim: Whim,
): Operation {
  const path = [`${enterprise}:manager`, `${enterprise}.manager`, 'manager'][whim(3)] ?? '';
  if (manager === null) return whim(2) === 0 ? { op: verbs.remove, path } : { op: verbs.replace, path, value: '' };
  const value = [manager, { value: manager }, [{ value: manager }], `{"value":"${manager}"}`][whim(4)];
  return { op: had === null ? verbs.add : verbs.replace, path, value };
}

const entra: Tongue = {
  dialect: 'entra',
  create: (user) => ({ ...whole(user, true), active: user.active, meta: { resourceType: 'User' }, roles: [] }),
  change(before, after, whim) {
    const operations = changed(before, after).map(({ path, had, value }): Operation => {
      if (value === null) return { op: capital.remove, path };
      return { op: had === null ? capital.add : capital.replace, path, value };
    });
    const active =
      before.active === after.active
        ? []
        : [{ op: whim(2) === 0 ? 'Replace' : 'Add', path: 'active', value: after.active ? 'True' : 'False' }];
    const manager =
      before.manager === after.manager ? [] : patch(entraManager(before.manager, after.manager, capital, whim));
    return [...patch(...operations, ...active), ...manager];
  },
  group: {
    create: ({ displayName, members }) => [
      { method: 'POST', body: { schemas: [coreGroup, entraGroup], displayName, meta: { resourceType: 'Group' } } },
      ...(members.length === 0 ? [] : patch({ op: 'Add', path: 'members', value: references(members) })),
    ],
    change: (before, after) => [
      ...(before.displayName === after.displayName
        ? []
        : patch({ op: 'Replace', path: 'displayName', value: after.displayName })),
      ...memberPatches(
        before,
        after,
        (added) => ({ op: 'Add', path: 'members', value: references(added) }),
        (removed) => [{ op: 'Remove', path: 'members', value: references(removed) }],
      ),
    ],
  },
};

const entraFlag: Tongue = {
  dialect: 'entra',
  create: (user) => ({ ...whole(user, true), meta: { resourceType: 'User' } }),
  change(before, after, whim) {
    const all = changed(before, after);
    const own = all.filter(({ path, value }) => path.includes('[') || value === null);
    const keyed = all.filter((one) => !own.includes(one));
    const keys = {
      ...Object.fromEntries(keyed.map(({ path, value }) => [path, value])),
      ...(before.active === after.active ? {} : { active: after.active }),
    };
    const lower = { add: 'add', replace: 'replace', remove: 'remove' } as const;
    return patch(
      ...own.map(
        ({ path, had, value }): Operation =>
          value === null ? { op: 'remove', path } : { op: had === null ? 'add' : 'replace', path, value },
      ),
      ...(Object.keys(keys).length === 0 ? [] : [{ op: 'replace', value: keys }]),
      ...(before.manager === after.manager ? [] : [entraManager(before.manager, after.manager, lower, whim)]),
    );
  },
  group: {
    create: (group) => entra.group?.create(group) ?? [],
    change: (before, after) => [
      ...(before.displayName === after.displayName
        ? []
        : patch({ op: 'replace', value: { displayName: after.displayName } })),
      ...memberPatches(
        before,
        after,
        (added) => ({ op: 'add', path: 'members', value: references(added) }),
        (removed) => removed.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
      ),
    ],
  },
};

/** What is added in one operation and what is removed, in one request. */
function memberPatches(
  before: MeantGroup,
  after: MeantGroup,
  add: (ids: readonly string[]) => Operation,
  remove: (ids: readonly string[]) => readonly Operation[],
): readonly Request[] {
  const added = after.members.filter((id) => !before.members.includes(id));
  const removed = before.members.filter((id) => !after.members.includes(id));
  return patch(...(removed.length === 0 ? [] : remove(removed)), ...(added.length === 0 ? [] : [add(added)]));
}

const placeholder = { id: '2819c223', groups: [], meta: { resourceType: 'User' }, password: 'Placeholder-1' };
const wholeGroup = ({ displayName, members }: MeantGroup) => ({
  schemas: [coreGroup],
  displayName,
  members: references(members),
});
const groupsByPut: NonNullable<Tongue['group']> = {
  create: (group) => [{ method: 'POST', body: wholeGroup(group) }],
  change: (_before, after) => put(wholeGroup(after)),
};

/** Okta’s custom app replaces users and groups whole. */
const oktaAiw: Tongue = {
  dialect: 'okta',
  create: (user) => ({ ...whole(user, false), groups: [], password: 'Placeholder-1' }),
  change: (_before, after) => put({ ...whole(after, false), ...placeholder }),
  group: groupsByPut,
};

/** Okta’s catalogue app switches users and changes groups by PATCH. */
const oktaOin: Tongue = {
  ...oktaAiw,
  change: (before, after) => [
    ...(before.active === after.active ? [] : patch({ op: 'replace', value: { active: after.active } })),
    ...put({ ...whole(after, false), ...placeholder }),
  ],
  group: {
    create: ({ displayName, members }) => [
      { method: 'POST', body: { schemas: [coreGroup], displayName, members: [] } },
      ...patch({ op: 'replace', path: 'members', value: references(members) }),
    ],
    change: (before, after, whim) => [
      ...patch({ op: 'replace', value: { id: 'g', displayName: after.displayName } }),
      ...(whim(3) === 0
        ? patch({ op: 'replace', path: 'members', value: references(after.members) })
        : memberPatches(
            before,
            after,
            (added) => ({ op: 'add', path: 'members', value: references(added) }),
            (removed) => removed.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
          )),
    ],
  },
};

/** Those that send whole users, each with something of its own in them. */
const wholeUsers = (
  dialect: Dialect,
  mark: (body: Record<string, unknown>, whim: Whim) => object,
): Omit<Tongue, 'group'> => ({
  dialect,
  create: (user, whim) => mark(whole(user, whim(2) === 0), whim),
  change: (_before, after, whim) => put(mark(whole(after, whim(2) === 0), whim)),
});

const groupsByPatch = (
  remove: (ids: readonly string[]) => readonly Operation[],
  rename: (name: string) => Operation,
): NonNullable<Tongue['group']> => ({
  create: (group) => [{ method: 'POST', body: wholeGroup(group) }],
  change: (before, after) => [
    ...(before.displayName === after.displayName ? [] : patch(rename(after.displayName))),
    ...memberPatches(before, after, (added) => ({ op: 'add', path: 'members', value: references(added) }), remove),
  ],
});
const removedWithValues = (ids: readonly string[]): readonly Operation[] => [
  { op: 'remove', path: 'members', value: references(ids) },
];

const onelogin: Tongue = {
  ...wholeUsers('onelogin', (body, whim) => (whim(2) === 0 ? body : { ...body, schemas: [core] })),
  group: groupsByPatch(removedWithValues, (displayName) => ({
    op: 'replace',
    path: 'displayName',
    value: displayName,
  })),
};

/** Removes with values and no filter, and sends members bare. */
const jumpcloud: Tongue = {
  ...wholeUsers('jumpcloud', (body) => ({ ...body, schemas: undefined, active: body.active })),
  group: groupsByPatch(
    (ids) => ids.map((value) => ({ op: 'remove', path: 'members', value })),
    (displayName) => ({ op: 'replace', value: { displayName } }),
  ),
};

/** Mixes SCIM 1.1 in, and sends no groups. */
const google: Tongue = {
  ...wholeUsers('google', (body) => ({ ...body, schemas: ['urn:scim:schemas:core:1.0', core] })),
  group: null,
};

/** Writes names in another case. */
const ping: Tongue = {
  ...wholeUsers('ping', (body, whim) => {
    const { userName, displayName, ...rest } = body;
    return whim(2) === 0 ? body : { username: userName, DisplayName: displayName, ...rest };
  }),
  group: groupsByPut,
};

/** Sends whole groups without their members where only the name is meant. */
const authentik: Tongue = {
  ...wholeUsers('authentik', (body) => ({ ...body, active: String(body.active) })),
  group: {
    ...groupsByPatch(removedWithValues, (displayName) => ({
      op: 'replace',
      value: { schemas: [coreGroup], displayName },
    })),
    create: ({ displayName, members }) => [
      { method: 'POST', body: { schemas: [coreGroup], displayName } },
      ...members.flatMap((value) => patch({ op: 'add', path: 'members', value: [{ value }] })),
    ],
  },
};

export const tongues: Readonly<Record<string, Tongue>> = {
  entra,
  'entra with the flag': entraFlag,
  'Okta, custom app': oktaAiw,
  'Okta, catalogue app': oktaOin,
  onelogin,
  jumpcloud,
  google,
  ping,
  authentik,
};
