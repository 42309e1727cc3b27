import type { Luck } from './luck.ts';
import { deliveries, type Shot } from './shot.ts';
import { anyFilter } from './traffic.ts';

/** Stands in a value for JSON that JSON.stringify would not write: `@@1e400@@` becomes `1e400`. */
const asWritten = (text: string): string => text.replaceAll(/"@@([^"]*)@@"/g, '$1');

const deep = (luck: Luck, open: string, close: string, inside: string): string => {
  const depth = luck.pick([5, 31, 32, 33, 200, 20_000]);
  return `@@${open.repeat(depth)}${inside}${close.repeat(depth)}@@`;
};

const hostileValues: readonly ((luck: Luck) => unknown)[] = [
  () => null,
  (luck) => luck.pick([true, false, 'True', 'maybe']),
  (luck) => luck.pick([0, -1, 2 ** 53, 1.5]),
  (luck) => `@@${luck.pick(['1e400', '-1e400', '12345678901234567890', '0.1e-999', '-0', `1${'0'.repeat(500)}`])}@@`,
  () => '',
  (luck) => 'x'.repeat(luck.pick([300, 10_000, 200_000])),
  () => 'a\u0000b',
  (luck) => luck.pick(['\ud800', 'a\udc00', '\ud83d\ude00', '\u202e', '\ufeff', '\uffff']),
  (luck) => deep(luck, '[', ']', ''),
  () => '@@{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}@@',
  (luck) => luck.pick([[], {}, [[]], [null], [{}], [[[1]]]]),
  (luck) => Array.from({ length: luck.pick([10, 3000]) }, (_, index) => ({ value: `v${index}`, primary: true })),
  (luck) =>
    luck.pick([
      '{"value":"x"}',
      '[{"value":"x"}]',
      '{{user}}',
      '{{group}}',
      '../../etc/passwd',
      "'; DROP TABLE user_resource; --",
    ]),
];
const hostileNames = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  'USERNAME',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName',
  'emails[type eq "work"].value',
  'members[',
  'a.b.c.d',
  'x'.repeat(5_000),
  '\u0000',
  'id',
  'meta',
  'schemas',
];

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** A copy of a JSON value in which one thing somewhere is another. */
function mutated(value: Json, luck: Luck): Json {
  const goesDown = typeof value === 'object' && value !== null && luck.chance(0.75);
  if (!goesDown) return luck.pick(hostileValues)(luck) as Json;
  if (Array.isArray(value)) {
    const at = luck.between(0, Math.max(0, value.length - 1));
    const item = value[at];
    if (item === undefined) return [luck.pick(hostileValues)(luck) as Json];
    return luck.pick<() => Json>([
      () => value.map((one, index) => (index === at ? mutated(one, luck) : one)),
      () => value.filter((_, index) => index !== at),
      () => [...value, ...Array.from({ length: timesOf(item, luck) }, () => item)],
    ])();
  }
  const entries = Object.entries(value);
  const [name, inner] = entries[luck.between(0, Math.max(0, entries.length - 1))] ?? [];
  if (name === undefined || inner === undefined) return { [luck.pick(hostileNames)]: 1 };
  const other = luck.pick<() => (readonly [string, Json])[]>([
    () => entries.map(([key, one]) => [key, key === name ? mutated(one, luck) : one]),
    () => entries.map(([key, one]) => [key, key === name ? mutated(one, luck) : one]),
    () => entries.filter(([key]) => key !== name),
    () => entries.map(([key, one]) => [key === name ? luck.pick(hostileNames) : key, one]),
    () => entries.map(([key, one]) => [key === name ? key.toUpperCase() : key, one]),
    () => [...entries, [luck.pick(hostileNames), inner]],
  ])();
  return Object.fromEntries(other);
}

/** How often a thing more: what is large already once or twice. */
const timesOf = (item: Json, luck: Luck): number =>
  Array.isArray(item) && item.length > 100 ? luck.pick([1, 2]) : luck.pick([1, 50, 1_200]);

/** A text in which some piece is another. */
function garbled(text: string, luck: Luck): string {
  const at = luck.between(0, text.length);
  const piece = luck.pick(['"', '{', '}', '[', ']', ',', ':', '\\', '\u0000', '\ud800', '\r\n', 'null', '%', ' ']);
  return luck.pick([
    text.slice(0, at),
    text.slice(0, at) + piece + text.slice(at),
    text.slice(0, at) + piece + text.slice(at + 1),
    text + text,
    text.slice(0, at) + text.slice(at, at + 40).repeat(luck.pick([2, 500])) + text.slice(at),
  ]);
}

/** A body in which a member stands twice. */
const doubled = (text: string, luck: Luck): string =>
  text.replace(
    '{',
    () =>
      `{${luck.pick(['"active":true,"active":false,', '"userName":"one","userName":"two",', '"\\u0061ctive":1,"active":2,'])}`,
  );

/** Longer than any body that is read; what is longer still would only keep this process busy. */
const BODY_AT_MOST = 10_000_000;

const mutatedBody = (body: string, luck: Luck): string => bodyOf(body, luck).slice(0, BODY_AT_MOST);

function bodyOf(body: string, luck: Luck): string {
  const roll = luck.between(0, 9);
  if (roll < 2) return garbled(body, luck);
  if (roll < 3) return doubled(body, luck);
  try {
    let value = JSON.parse(body) as Json;
    for (let times = luck.between(1, 3); times > 0; times -= 1) value = mutated(value, luck);
    return asWritten(JSON.stringify(value));
  } catch {
    // It is no JSON any more, or too deep to be written by JSON.stringify.
    return garbled(body, luck);
  }
}

const hostileFilters: readonly ((luck: Luck) => string)[] = [
  (luck) =>
    Array(luck.pick([41, 199, 201, 2_000]))
      .fill(anyFilter(luck))
      .join(luck.pick([' or ', ' and '])),
  (luck) =>
    Array(luck.pick([40, 100, 199]))
      .fill(luck.pick(['groups.display co "x"', 'emails[type eq "work" and value co "x"]', 'title co "x"']))
      .join(' or '),
  (luck) => '('.repeat(luck.pick([10, 33, 5_000])) + anyFilter(luck),
  (luck) => `${'not ('.repeat(luck.pick([5, 32, 33]))}userName pr${')'.repeat(luck.pick([5, 32, 33]))}`,
  (luck) => 'emails['.repeat(luck.pick([2, 100])),
  () => `userName eq "${'\\'.repeat(2_001)}"`,
  () => 'userName eq "a\u0000b"',
  () => '__proto__.constructor pr',
  (luck) => garbled(anyFilter(luck), luck),
];

const encoded = (text: string, luck: Luck): string =>
  luck.chance(0.8)
    ? encodeURIComponent(text.toWellFormed())
    : text.replaceAll(/[^!-~]/g, luck.pick(['+', '%20', '%00', '%C0%80', '%zz', '%ED%A0%80']));

function mutatedPath(path: string, luck: Luck): string {
  const [before = '', query = ''] = path.split('?', 2);
  const and = query === '' ? '?' : `?${query}&`;
  return luck
    .pick<() => string>([
      () => `${before}?filter=${encoded(luck.pick(hostileFilters)(luck), luck).slice(0, 15_000)}`,
      () =>
        `${before}${and}${luck.pick(['attributes', 'sortBy', 'cursor', 'count', 'startIndex', '__proto__'])}=${encoded(luck.pick(hostileNames), luck)}`,
      () =>
        `${before}${and}${luck.pick(['%', '%00', '&&&', '=', 'filter', 'filter=', 'filter=%zz', 'filter=a&filter=b', '?', '#x'])}`,
      () => `${before}/${luck.pick(['..', '%2e%2e', '', '%00', 'x', '.search', '%2f', 'emails'])}`,
      () =>
        before.replace(
          /^\/(\w+)/,
          (_, word: string) =>
            `/${luck.pick([word.toLowerCase(), `${word}/`, `/${word}`, '__proto__', `%${word.charCodeAt(0).toString(16)}${word.slice(1)}`])}`,
        ),
      () => `${before}${and}x=${'y'.repeat(luck.pick([1_000, 15_000, 17_000, 40_000]))}`,
    ])()
    .replaceAll(/[^!-~]/g, '%20');
}

const hostileHeaders: readonly ((luck: Luck) => Shot['headers'])[] = [
  (luck) => ({
    'Content-Type': luck.pick([
      'text/plain',
      'application/xml',
      '',
      ';;;',
      'application/json; charset=utf-16',
      'multipart/form-data; boundary=x',
      null,
    ]),
  }),
  (luck) => ({ Accept: luck.pick(['text/html', '*/*', '', 'application/scim+json;q=0']) }),
  (luck) => ({
    Authorization: luck.pick([null, '', 'Bearer', 'Bearer wrong', 'Basic e30=', `Bearer ${'x'.repeat(9_000)}`]),
  }),
  (luck) => ({ 'Content-Length': luck.pick(['-1', 'x', '1e3', '99999999999999999999', '0', '5, 6']) }),
  (luck) => ({ 'Transfer-Encoding': luck.pick(['gzip', 'chunked, chunked', 'identity', 'x']) }),
  () => ({ Expect: '100-continue' }),
  (luck) => ({ Host: luck.pick(['', 'evil.test', '127.0.0.1:1', null]) }),
  () => ({ 'X-Forwarded-For': '1.2.3.4, 5.6.7.8', Prefer: 'return=minimal', 'Content-Encoding': 'gzip' }),
  () => Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`X-${index}`, 'y'])),
  () => ({ 'X-Long': 'y'.repeat(40_000) }),
  () => ({ 'X-Nul': 'a\u0000b' }),
  () => ({ 'X Space': 'y' }),
  () => ({ Connection: 'Upgrade', Upgrade: 'websocket' }),
];

/** A request in which one or two things are as nobody should send them. */
export function mutate(shot: Shot, luck: Luck): Shot {
  let mutant = shot;
  for (let times = luck.between(1, 2); times > 0; times -= 1) mutant = mutateOnce(mutant, luck);
  return mutant;
}

function mutateOnce(shot: Shot, luck: Luck): Shot {
  const roll = luck.between(0, 99);
  if (roll < 50 && shot.body !== null) return { ...shot, body: mutatedBody(shot.body, luck) };
  if (roll < 70) return { ...shot, path: mutatedPath(shot.path, luck) };
  if (roll < 80) return { ...shot, headers: { ...shot.headers, ...luck.pick(hostileHeaders)(luck) } };
  if (roll < 86)
    return {
      ...shot,
      method: luck.pick([
        'GET',
        'POST',
        'PUT',
        'PATCH',
        'DELETE',
        'HEAD',
        'OPTIONS',
        'TRACE',
        'PURGE',
        'get',
        'M-SEARCH',
      ]),
    };
  if (roll < 90)
    return { ...shot, body: luck.pick(['', 'null', '[]', '"x"', '0', `${'['.repeat(40)}`, 'x', '\ufeff{}', null]) };
  return { ...shot, delivery: luck.pick(deliveries) };
}
