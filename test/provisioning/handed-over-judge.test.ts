import { describe, expect, test } from 'vitest';
import { failure, success, type TargetAccount } from '../../electron/engine/connectors/connector.ts';
import { IMPORT_WITHIN_MS, judge, type Shown } from '../../electron/engine/provisioning/judgeExport.ts';
import type { Verb } from '../../shared/model/trace.ts';

const handedAt = 1_000_000;
const soon = handedAt + 1;
const late = handedAt + IMPORT_WITHIN_MS;

const shown: TargetAccount = { id: '7', login: 'Ada', active: true, roles: ['reader'], attributes: { mail: 'a@b.c' } };
const confirmed = { active: true, login: 'ada', roles: ['reader'], attributes: { mail: 'a@b.c', phone: '1' } };

const operation = (verb: Verb, role: string | null = null): Shown['operation'] => ({
  pk: 1,
  verb,
  role,
  kind: 'handed over',
  at: handedAt,
  handed_at: handedAt,
});

/** What an export says of an operation: `proved`, `contradicted`, `access`, or `nothing`. */
function says(of: Shown['operation'], seen: Partial<TargetAccount> | null, at: number, everShown = true): string {
  const account = seen === null ? null : { ...shown, ...seen };
  const verdict = judge({ operation: of, confirmed, seen: success(account), everShown, at });
  if (verdict === null) return 'nothing';
  return verdict.access ? 'access' : verdict.kind;
}

const locked = { active: false };
const left = { active: false, roles: [] };

describe.each<[what: string, of: Shown['operation'], seen: Partial<TargetAccount> | null, soon: string, late: string]>([
  ['a new account that is there', operation('create'), {}, 'proved', 'proved'],
  ['a new account that is not there', operation('create'), null, 'nothing', 'contradicted'],
  ['a new account that is locked', operation('create'), locked, 'nothing', 'contradicted'],
  ['a role that is there', operation('addRole', 'reader'), {}, 'proved', 'proved'],
  ['a role that is not', operation('addRole', 'boss'), {}, 'nothing', 'contradicted'],
  ['attributes as far as the export has them', operation('update'), {}, 'proved', 'proved'],
  ['an attribute that differs', operation('update'), { attributes: { mail: 'x' } }, 'nothing', 'contradicted'],
  ['another login', operation('update'), { login: 'eve' }, 'nothing', 'contradicted'],
  ['somebody enabled', operation('enable'), locked, 'nothing', 'contradicted'],
  ['a leaver who is locked', operation('disable'), left, 'proved', 'proved'],
  ['a leaver who is active', operation('disable'), {}, 'access', 'access'],
  ['a leaver who is not there', operation('disable'), null, 'proved', 'proved'],
  ['a role that is gone', operation('removeRole', 'boss'), {}, 'proved', 'proved'],
  ['a role that is still there', operation('removeRole', 'reader'), {}, 'access', 'access'],
  ['a role in the app’s own case', operation('addRole', 'READER'), {}, 'proved', 'proved'],
  ['a role that is still there in the app’s own case', operation('removeRole', 'READER'), {}, 'access', 'access'],
  ['a role of who is locked', operation('removeRole', 'reader'), locked, 'nothing', 'contradicted'],
  ['a deleted account that is there', operation('delete'), {}, 'access', 'access'],
])('%s', (_, of, seen, early, later) => {
  test(`is ${early} in a newer export, ${later} a day after, and nothing in an older one`, () => {
    expect([handedAt, soon, late].map((at) => says(of, seen, at))).toEqual(['nothing', early, later]);
  });

  test('that was contradicted is judged by newer exports only', () => {
    const again = { ...of, kind: 'contradicted' as const, at: late };
    expect([late, late + 1].map((at) => says(again, seen, at))).toEqual(['nothing', later]);
  });
});

test('who was never shown is not proved to be gone by not being shown', () => {
  expect([soon, late].map((at) => says(operation('disable'), null, at, false))).toEqual(['nothing', 'nothing']);
});

test('a status that cannot be told proves nothing, and keeps no leaver silent', () => {
  const seen = failure('permanent', 'line 3: the status of ada is “invited”.');
  const of = (verb: Verb) => judge({ operation: operation(verb), confirmed, seen, everShown: true, at: soon });
  expect(of('disable')).toMatchObject({
    kind: 'contradicted',
    access: true,
    seen: 'line 3: the status of ada is “invited”',
  });
  expect(of('create')).toBeNull();
});
