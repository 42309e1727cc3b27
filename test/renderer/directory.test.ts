import { describe, expect, test } from 'vitest';
import { formatAttribute, shortPath, sortAttributes } from '../../renderer/screens/directory/attributes.ts';
import { type Closure, closureOf, describeLeaving, readLeaving } from '../../renderer/screens/directory/leaving.ts';
import type { PersonAccount, PersonDetail } from '../../shared/model/person.ts';
import type { AccountState, ProofKind } from '../../shared/model/trace.ts';
import { activeAccount, leaverAccounts, makePerson, makeProof } from './directory-fixtures.ts';

/** An account in this state whose telling operation has this proof. */
function account(state: AccountState, kind: ProofKind | null, app = 'Team Wiki'): PersonAccount {
  const { latest } = activeAccount;
  return {
    ...activeAccount,
    app: { ...activeAccount.app, name: app },
    state,
    latest: latest && { ...latest, proof: kind === null ? null : makeProof(kind, 'seen', 5) },
  };
}

const leaverWith = (accounts: PersonAccount[]): PersonDetail => ({ ...makePerson(3), accounts });

describe('what is known of a leaver', () => {
  test.each<[AccountState, ProofKind | null, Closure]>([
    ['disabled', 'proved', 'proved'],
    ['deleted', 'proved', 'proved'],
    ['disabled', 'handed over', 'handed over'],
    ['disabled', 'not verifiable', 'unproved'],
    ['disabled', 'attested', 'unproved'],
    ['disabled', null, 'unproved'],
    ['disabled', 'contradicted', 'open'],
    ['active', 'proved', 'open'],
    ['failed', null, 'open'],
    ['parked', 'proved', 'open'],
    ['conflict', null, 'open'],
    ['unknown', null, 'open'],
    ['pending', null, 'open'],
  ])('an account that is %s and %s counts as %s', (state, kind, closure) =>
    expect(closureOf(account(state, kind))).toBe(closure),
  );

  test('an account that never came to be is none', () =>
    expect(closureOf({ ...account('pending', null), login: null })).toBe('none'));

  test('nobody who is active has left', () => expect(readLeaving(makePerson(0))).toBeNull());

  test('the times that are known, and each thing that no proof covers once', () => {
    const leaving = readLeaving(leaverWith([account('disabled', 'proved'), account('disabled', 'proved', 'Desk')]));
    const received = makePerson(3).users[0]?.attributes.find(({ path }) => path === 'active');
    expect(leaving?.received).toEqual({ at: received?.at, exchangeId: 'exchange-12' });
    expect(leaving?.provedAt).toBe(makeProof('proved', 'seen', 5).at);
    expect(leaving?.notCovered).toEqual(makeProof('proved', '').notCovered);
  });

  test('what was seen of an app that is still open proves nothing of the leaving', () => {
    const leaving = readLeaving(leaverWith([account('failed', 'proved')]));
    expect(leaving).toMatchObject({ provedAt: null, notCovered: [] });
  });

  test.each(['handed over', 'not verifiable', 'contradicted'] as const)('one app that is only %s: not proved', (kind) =>
    expect(readLeaving(leaverWith([account('disabled', 'proved'), account('disabled', kind)]))?.provedAt).toBeNull(),
  );

  test.each<[string, PersonAccount[], string]>([
    ['no app', [], 'They had no account in any app.'],
    ['one proved', [account('disabled', 'proved')], 'Team Wiki was read back: closed.'],
    [
      'what is open comes first',
      [...leaverAccounts],
      'Ticket desk may still let them in. Door badges was told; whether it took effect was not seen. Team Wiki was read back: closed.',
    ],
    [
      'many apps are counted',
      ['A', 'B', 'C', 'D', 'E'].map((app) => account('disabled', null, app)),
      'A, B, C and 2 other apps say closed, and nothing proves it.',
    ],
  ])('%s, in a sentence', (_, accounts, sentence) => {
    const leaving = readLeaving(leaverWith(accounts));
    expect(leaving && describeLeaving(leaving)).toBe(sentence);
  });
});

describe('attributes', () => {
  test.each<[unknown, string]>([
    ['Lead', 'Lead'],
    [null, ''],
    [false, 'no'],
    [true, 'yes'],
    [0, '0'],
    [[], ''],
    [['a', 'b'], 'a, b'],
    [[{ value: 'a@x.test', type: 'work', primary: true }, { value: 'b@x.test' }], 'a@x.test (work), b@x.test'],
    [
      { value: 'm-1', display: 'Grace Hopper', $ref: '../Users/m-1' },
      '{"value":"m-1","display":"Grace Hopper","$ref":"../Users/m-1"}',
    ],
    [{ value: 'm-1', display: 'Grace Hopper' }, 'Grace Hopper (m-1)'],
    [{ street: 'Main' }, '{"street":"Main"}'],
  ])('%j is shown as %s', (value, text) => expect(formatAttribute(value)).toBe(text));

  test('an extension’s attribute goes by its own name', () => {
    expect(shortPath('urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department')).toBe('department');
    expect(shortPath('name.givenName')).toBe('name.givenName');
  });

  test('what is held comes first, then what names a person, then the rest by name', () => {
    const sorted = sortAttributes(makePerson(1).users[0]?.attributes ?? []);
    expect(sorted.map(({ path }) => shortPath(path))).toEqual([
      'department',
      'active',
      'userName',
      'displayName',
      'emails',
      'title',
    ]);
  });
});
