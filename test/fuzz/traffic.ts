import { readFileSync } from 'node:fs';
import { badgeUri } from '../scim/support/extensions.ts';
import { enterprise, patchSchema } from '../support/scim.ts';
import type { Luck } from './luck.ts';
import { plain, type Shot } from './shot.ts';

/** Requests as identity providers send them: what the store is filled by, and what the mutations begin with. */
const names = ['Ada', 'Bob', 'Çelik', 'Дарья', '李', 'O’Neil', 'e\u0301', '\u{1F642}', '', 'x'.repeat(300)];
const user = 'urn:ietf:params:scim:schemas:core:2.0:User';
const group = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export function anyUser(luck: Luck): object {
  const number = luck.between(0, 100_000);
  return {
    schemas: [user, enterprise],
    userName: `user.${number}@fuzz.test`,
    ...(luck.chance(0.7) ? { externalId: `ext-${number}` } : {}),
    displayName: luck.pick(names),
    name: { givenName: luck.pick(names), familyName: luck.pick(names) },
    active: luck.pick([true, true, false, 'True', 'false']),
    emails: Array.from({ length: luck.between(0, 3) }, (_, index) => ({
      value: `m${index}.${number}@fuzz.test`,
      type: luck.pick(['work', 'home', 'other']),
      primary: luck.pick([true, false, 'True']),
    })),
    [enterprise]: { department: luck.pick(names), manager: luck.pick([{ value: '{{other}}' }, '{{other}}', '', null]) },
    ...(luck.chance(0.3) ? { [badgeUri]: anyBadge(luck) } : {}),
  };
}

const anyBadge = (luck: Luck): object => ({
  badgeNumber: `B${luck.between(0, 99)}`,
  floor: luck.pick([1, -2, '3', 1.5]),
  height: luck.pick([1.8, '1e2', 0]),
  photographed: luck.pick([true, 'False']),
  validUntil: luck.pick(['2026-01-01T00:00:00Z', '2026-06-30T22:00:00+02:00', '', 'soon']),
  zones: luck.pick([['lab', 'office'], 'lab', []]),
  car: { plate: 'X-1', seats: luck.pick([4, 'five']) },
  keys: [{ value: 'k1', type: 'door', primary: true }],
});

const anyGroup = (luck: Luck): object => ({
  schemas: [group],
  displayName: `Group ${luck.between(0, 100_000)} ${luck.pick(names)}`,
  ...(luck.chance(0.5) ? { members: [{ value: '{{user}}' }, { value: '{{other}}' }] } : {}),
});

const paths = [
  'userName',
  'displayName',
  'active',
  'title',
  'name.givenName',
  'name',
  'emails',
  'emails.type',
  'emails[type eq "work"].value',
  'emails[type eq "home"]',
  'emails[not (primary eq true) and value co "m"].display',
  'roles',
  'externalId',
  `${enterprise}:department`,
  `${enterprise}:manager`,
  `${enterprise}:manager.value`,
  `${badgeUri}:badgeNumber`,
  `${badgeUri}:floor`,
  `${badgeUri}:validUntil`,
  `${badgeUri}:zones`,
  `${badgeUri}:keys[type eq "door"].value`,
  `${badgeUri}:car.seats`,
  badgeUri,
  'meta.created',
  'id',
  'password',
  'schemas',
];
const anyValue = (luck: Luck): unknown =>
  luck.pick<unknown>([
    'x',
    '',
    null,
    true,
    'False',
    7,
    [],
    {},
    [{ value: 'a@fuzz.test', type: 'work', primary: true }],
    { value: 'b@fuzz.test' },
    '{{other}}',
  ]);

function anyOperation(luck: Luck): object {
  const op = luck.pick(['add', 'replace', 'remove', 'Replace', 'Add']);
  if (luck.chance(0.2)) return { op, value: anyUser(luck) };
  return { op, path: luck.pick(paths), ...(luck.chance(0.8) ? { value: anyValue(luck) } : {}) };
}

const memberOperations = [
  { op: 'add', path: 'members', value: [{ value: '{{user}}' }] },
  { op: 'add', path: 'members', value: [{ value: '{{group}}' }] },
  { op: 'remove', path: 'members[value eq "{{user}}"]' },
  { op: 'remove', path: 'members', value: [{ value: '{{other}}' }] },
  { op: 'replace', path: 'members', value: [] },
  { op: 'replace', value: { displayName: 'Renamed', members: [{ value: '{{other}}' }] } },
  { op: 'remove', path: 'members[type eq "User"]' },
  { op: 'add', path: 'members', value: [{ value: 'nobody' }] },
];

const attributes = [...paths, 'groups', 'groups.display', 'members', 'meta.lastModified', 'emails.value', 'unheardOf'];
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le', 'EQ', 'is'];

/** A filter by the grammar, in which not everything fits. */
export function anyFilter(luck: Luck, depth = 0): string {
  const roll = depth > 4 ? 0 : luck.between(0, 9);
  if (roll < 5) {
    const attribute = luck.pick(attributes);
    const value = luck.pick([
      '"x"',
      '""',
      'true',
      '7',
      'null',
      '"2026-01-01T00:00:00Z"',
      '"m"',
      '"{{user}}"',
      'x',
      '"\\u0000"',
    ]);
    return luck.chance(0.2) ? `${attribute} pr` : `${attribute} ${luck.pick(operators)} ${value}`;
  }
  if (roll < 7) return `${anyFilter(luck, depth + 1)} ${luck.pick(['and', 'or', 'OR'])} ${anyFilter(luck, depth + 1)}`;
  if (roll < 8) return `not (${anyFilter(luck, depth + 1)})`;
  if (roll < 9) return `(${anyFilter(luck, depth + 1)})`;
  return `${luck.pick(['emails', 'groups', 'roles', 'name'])}[${luck.pick(['type', 'value', 'display'])} ${luck.pick(operators)} "work"]`;
}

const anyList = (luck: Luck): string => {
  const query: string[] = [];
  if (luck.chance(0.7)) query.push(`filter=${encodeURIComponent(anyFilter(luck))}`);
  if (luck.chance(0.3)) query.push(`startIndex=${luck.pick(['0', '1', '-5', '7', '99999999999', 'x', ''])}`);
  if (luck.chance(0.3)) query.push(`count=${luck.pick(['0', '1', '-5', '10', '99999999999', '1.5', ''])}`);
  if (luck.chance(0.2)) query.push(`cursor=${luck.pick(['', 'x', 'AAAA', '%00'])}`);
  if (luck.chance(0.3)) query.push(`sortBy=${encodeURIComponent(luck.pick(attributes))}`);
  if (luck.chance(0.2)) query.push(`sortOrder=${luck.pick(['ascending', 'descending', 'up'])}`);
  if (luck.chance(0.2)) query.push(`attributes=${encodeURIComponent(luck.pick(attributes))},id`);
  if (luck.chance(0.2)) query.push(`excludedAttributes=${luck.pick(['members', 'groups', '__proto__', 'id'])}`);
  return query.length === 0 ? '' : `?${query.join('&')}`;
};

const anyBulk = (luck: Luck): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkRequest'],
  failOnErrors: luck.between(0, 3),
  Operations: Array.from({ length: luck.between(0, 5) }, (_, index) =>
    luck.pick([
      { method: 'POST', path: '/Users', bulkId: `b${index}`, data: anyUser(luck) },
      {
        method: 'POST',
        path: '/Groups',
        bulkId: `g${index}`,
        data: { displayName: 'B', members: [{ value: `bulkId:b${luck.between(0, 5)}` }] },
      },
      { method: 'PATCH', path: '/Users/{{user}}', data: { schemas: [patchSchema], Operations: [anyOperation(luck)] } },
      { method: 'DELETE', path: `/Users/bulkId:b${luck.between(0, 5)}` },
      { method: 'GET', path: '/Users' },
    ]),
  ),
});

const anySearch = (luck: Luck): object => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'],
  filter: anyFilter(luck),
  ...(luck.chance(0.5) ? { sortBy: luck.pick(attributes), count: luck.between(-1, 20) } : {}),
  ...(luck.chance(0.3) ? { attributes: [luck.pick(attributes)] } : {}),
});

const patchOf = (Operations: readonly object[]) => ({ schemas: [patchSchema], Operations });
const several = <T>(luck: Luck, most: number, make: () => T): T[] =>
  Array.from({ length: luck.between(1, most) }, make);

/** Kinds of requests, each as often as its weight. */
const kinds: readonly (readonly [number, (luck: Luck) => Shot])[] = [
  [14, (luck) => plain('POST', '/Users', anyUser(luck))],
  [5, (luck) => plain('POST', '/Groups', anyGroup(luck))],
  [18, (luck) => plain('PATCH', '/Users/{{user}}', patchOf(several(luck, 4, () => anyOperation(luck))))],
  [10, (luck) => plain('PATCH', '/Groups/{{group}}', patchOf(several(luck, 3, () => luck.pick(memberOperations))))],
  [7, (luck) => plain('PUT', '/Users/{{user}}', anyUser(luck))],
  [4, (luck) => plain('PUT', '/Groups/{{group}}', anyGroup(luck))],
  [6, () => plain('DELETE', '/Users/{{user}}')],
  [2, () => plain('DELETE', '/Groups/{{group}}')],
  [14, (luck) => plain('GET', `/Users${anyList(luck)}`)],
  [5, (luck) => plain('GET', `/Groups${anyList(luck)}`)],
  [
    4,
    (luck) =>
      plain(
        'GET',
        luck.pick([
          '/Users/{{user}}',
          '/Groups/{{group}}',
          '/Users/nobody',
          '/Me',
          '/Schemas',
          `/Schemas/${user}`,
          '/ServiceProviderConfig',
          '/ResourceTypes/User',
        ]),
      ),
  ],
  [4, (luck) => plain('POST', luck.pick(['/Users/.search', '/Groups/.search', '/.search']), anySearch(luck))],
  [3, (luck) => plain('POST', '/Bulk', anyBulk(luck))],
];
const bag = kinds.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/** A request as it may come any day; some with the preconditions of RFC 7644 §3.14. */
export function anyRequest(luck: Luck): Shot {
  if (luck.chance(0.15)) return luck.pick(corpus);
  const shot = luck.pick(bag)(luck);
  if (!luck.chance(0.1)) return shot;
  const name = luck.pick(['If-Match', 'If-None-Match']);
  return {
    ...shot,
    headers: { [name]: luck.pick(['*', 'W/"1"', 'W/"2"', '"1"', 'x', '', 'W/"1", W/"2"', `${'"a",'.repeat(500)}"b"`]) },
  };
}

/** What vendors' clients are known to send, with our placeholders. */
const corpus: readonly Shot[] = ['idp-corpus.jsonl', 'entra-variants.jsonl'].flatMap((file) =>
  readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8')
    .replaceAll(/\{\{(?:userB|managerId)\}\}/g, '{{other}}')
    .replaceAll('{{userId}}', '{{user}}')
    .replaceAll('{{groupId}}', '{{group}}')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const { request } = JSON.parse(line) as { request: { method: string; path: string; body?: unknown } };
      return plain(request.method, request.path, request.body);
    }),
);
