import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  differingAttributes,
  sameAccount,
  sameValue,
  type WantedAccount,
} from '../../electron/engine/provisioning/account.ts';

const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const account: fc.Arbitrary<WantedAccount> = fc.record({
  active: fc.boolean(),
  login: fc.constantFrom('a', 'b'),
  attributes: fc.dictionary(fc.constantFrom('x', 'y', '__proto__', 'constructor'), value, { noNullPrototype: true }),
  roles: fc.uniqueArray(fc.constantFrom('p', 'q')).map((roles) => roles.sort()),
});

describe('accounts compared', () => {
  it.each([
    ['a', 'a', true],
    ['a', 'A', false],
    ['a', 'b', false],
    ['1', 1, true],
    [true, 1, true],
    [false, 0, true],
    [true, 'true', false],
    ['', null, true],
    [null, undefined, true],
    ['', undefined, true],
    ['0', null, false],
    [0, null, false],
    [false, null, false],
  ])('%j and %j are the same: %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
    expect(sameValue(b, a)).toBe(same);
  });

  it('an account is the same as itself and differs in nothing', () => {
    fc.assert(
      fc.property(account, (one) => {
        expect(sameAccount(one, structuredClone(one))).toBe(true);
        expect(differingAttributes(one.attributes, one.attributes)).toEqual({});
      }),
    );
  });

  it('being the same goes both ways', () => {
    fc.assert(fc.property(account, account, (a, b) => sameAccount(a, b) === sameAccount(b, a)));
  });

  it.each<[string, Partial<WantedAccount>]>([
    ['active', { active: false }],
    ['login', { login: 'b' }],
    ['a role less', { roles: [] }],
    ['another role', { roles: ['q'] }],
    ['a role more', { roles: ['p', 'q'] }],
    ['an attribute', { attributes: { x: 'other' } }],
    ['an attribute less', { attributes: {} }],
    ['an attribute more', { attributes: { x: '1', y: '2' } }],
  ])('another %s is another account', (_what, change) => {
    const one: WantedAccount = { active: true, login: 'a', attributes: { x: '1' }, roles: ['p'] };
    expect(sameAccount(one, { ...one, ...change })).toBe(false);
  });
});
