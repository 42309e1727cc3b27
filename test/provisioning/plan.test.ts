import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TargetAccount } from '../../electron/engine/connectors/connector.ts';
import {
  differingAttributes,
  type Parked,
  type WantedAccount,
  without,
} from '../../electron/engine/provisioning/account.ts';
import {
  afterwards,
  describeOperation,
  isSo,
  type PlannedOperation,
  plan,
} from '../../electron/engine/provisioning/plan.ts';

const ada: WantedAccount = { active: true, login: 'ada', attributes: { mail: 'a@x' }, roles: ['editor', 'reader'] };
const gone: WantedAccount = { ...ada, active: false, roles: [] };
const parkedRoles = (...roles: string[]): Parked => ({ guard: { itemPk: 1, disable: false, roles }, blockedBy: null });
const seenWith = (account: WantedAccount, ...roles: string[]): TargetAccount => ({ ...account, id: '7', roles });
const words = (operations: readonly PlannedOperation[]) =>
  operations.map(({ verb, role }) => (role === null ? verb : `${verb} ${role}`));

/** [promise, wanted, confirmed, parked, seen, operations in order] */
const cases: [string, WantedAccount, WantedAccount | null, Parked | null, TargetAccount | null, string[]][] = [
  ['a new account, then its roles', ada, null, null, null, ['create', 'addRole editor', 'addRole reader']],
  ['nobody is created disabled', gone, null, null, null, []],
  ['as it is', ada, ada, null, null, []],
  [
    'a leaver: disabled first, then the roles',
    gone,
    ada,
    null,
    null,
    ['disable', 'removeRole editor', 'removeRole reader'],
  ],
  [
    'a leaver: also roles that are only seen there',
    gone,
    ada,
    null,
    seenWith(ada, 'admin'),
    ['disable', 'removeRole admin', 'removeRole editor', 'removeRole reader'],
  ],
  ['a leaver: enabled again by somebody', gone, gone, null, seenWith(ada), ['disable']],
  ['a leaver: a role given back by somebody', gone, gone, null, seenWith(gone, 'admin'), ['removeRole admin']],
  [
    'a leaver: no attribute, whatever it says',
    { ...gone, login: 'tombstone', attributes: { mail: 'tomb@x' } },
    ada,
    null,
    null,
    ['disable', 'removeRole editor', 'removeRole reader'],
  ],
  [
    'a mover: taken before given',
    { ...ada, roles: ['admin'] },
    ada,
    null,
    null,
    ['removeRole editor', 'removeRole reader', 'addRole admin'],
  ],
  ['a new name is an update', { ...ada, login: 'ada.l' }, ada, null, null, ['update']],
  [
    'a return: attributes, then enabled, then roles',
    { ...ada, attributes: { mail: 'new@x' } },
    gone,
    null,
    null,
    ['update', 'enable', 'addRole editor', 'addRole reader'],
  ],
  [
    'a parked disable does nothing',
    gone,
    ada,
    { guard: { itemPk: 1, disable: true, roles: ['editor', 'reader'] }, blockedBy: null },
    null,
    [],
  ],
  ['a parked role stays, others go', { ...ada, roles: [] }, ada, parkedRoles('reader'), null, ['removeRole editor']],
  [
    'a parked role does not hold back a leaver’s disable',
    gone,
    ada,
    parkedRoles('reader'),
    null,
    ['disable', 'removeRole editor'],
  ],
  ['blocked does nothing', gone, ada, { guard: null, blockedBy: 3 }, null, []],
];

describe('planning', () => {
  it.each(cases)('%s', (_promise, wanted, confirmed, parked, seen, operations) => {
    expect(words(plan(wanted, confirmed, parked, seen))).toEqual(operations);
  });

  it('writes just what differs', () => {
    const confirmed = { ...ada, attributes: { mail: 'a@x', team: 'x', level: 1 } };
    const wanted = { ...ada, attributes: { mail: 'a@x', team: null, level: '1' } };
    expect(plan(wanted, confirmed, null, null)).toEqual([
      { verb: 'update', role: null, login: null, attributes: { team: null } },
    ]);
  });
});

const role = fc.constantFrom('reader', 'editor', 'admin', 'guest');
const roles = fc.uniqueArray(role).map((names) => names.sort());
const attributes = fc.dictionary(
  fc.constantFrom('mail', 'team', 'level'),
  fc.oneof(fc.constantFrom('', 'a', 'b', '1'), fc.constantFrom(0, 1), fc.boolean(), fc.constant(null)),
);
const account: fc.Arbitrary<WantedAccount> = fc
  .record({ active: fc.boolean(), login: fc.constantFrom('ada', 'ada.l'), attributes, roles })
  .map((one) => (one.active ? one : { ...one, roles: [] }));
const confirmedAccount = fc.option(
  fc.record({ active: fc.boolean(), login: fc.constantFrom('ada', 'ada.l'), attributes, roles }),
);
const guard: fc.Arbitrary<Parked | null> = fc.option(
  fc.record({ itemPk: fc.constant(1), disable: fc.boolean(), roles }).map((held) => ({ guard: held, blockedBy: null })),
);
const seenAccount = fc.option(
  fc.record({ id: fc.constant('7'), login: fc.constant('ada'), active: fc.boolean(), attributes, roles }),
);

const carriedOut = (operations: readonly PlannedOperation[], from: WantedAccount | null, login: string) =>
  operations.reduce((confirmed, operation) => afterwards(operation, confirmed, login), from);

describe('for every account', () => {
  it('what is planned, carried out, reaches what is wanted and not parked', () => {
    fc.assert(
      fc.property(account, confirmedAccount, guard, (wanted, confirmed, parked) => {
        const result = carriedOut(plan(wanted, confirmed, parked, null), confirmed, wanted.login);
        const held = parked?.guard ?? { disable: false, roles: [] };
        if (!wanted.active) {
          if (held.disable || result === null) expect(result).toEqual(confirmed);
          else expect([result.active, without(result.roles, held.roles)]).toEqual([false, []]);
          return;
        }
        expect(result).toMatchObject({ active: true, login: wanted.login });
        expect(differingAttributes(wanted.attributes, result?.attributes ?? {})).toEqual({});
        expect(without(wanted.roles, result?.roles ?? [])).toEqual([]);
        expect(without(without(result?.roles ?? [], wanted.roles), held.roles)).toEqual([]);
      }),
    );
  });

  it('when that is reached, nothing more is planned', () => {
    fc.assert(
      fc.property(account, confirmedAccount, guard, (wanted, confirmed, parked) => {
        const result = carriedOut(plan(wanted, confirmed, parked, null), confirmed, wanted.login);
        expect(plan(wanted, result, parked, null)).toEqual([]);
      }),
    );
  });

  it('what takes access away comes before what gives it, disable before all', () => {
    const giving = new Set(['create', 'update', 'enable', 'addRole']);
    fc.assert(
      fc.property(account, confirmedAccount, guard, seenAccount, (wanted, confirmed, parked, seen) => {
        const verbs = plan(wanted, confirmed, parked, seen).map(({ verb }) => verb);
        expect(verbs.lastIndexOf('disable')).toBeLessThanOrEqual(0);
        const firstGiven = verbs.findIndex((verb) => giving.has(verb));
        if (firstGiven >= 0) expect(verbs.lastIndexOf('removeRole')).toBeLessThan(firstGiven);
      }),
    );
  });

  it('a leaver’s attributes and name are never written, and nothing is given to a leaver', () => {
    fc.assert(
      fc.property(account, confirmedAccount, guard, seenAccount, (one, confirmed, parked, seen) => {
        const wanted = { ...one, active: false, roles: [] };
        const allowed = new Set(['disable', 'removeRole']);
        for (const operation of plan(wanted, confirmed, parked, seen)) {
          expect(allowed).toContain(operation.verb);
          expect([operation.login, operation.attributes]).toEqual([null, {}]);
        }
      }),
    );
  });

  it('a parked removal is never planned', () => {
    fc.assert(
      fc.property(account, confirmedAccount, guard, seenAccount, (wanted, confirmed, parked, seen) => {
        const planned = plan(wanted, confirmed, parked, seen);
        const removed = planned.filter(({ verb }) => verb === 'removeRole').map((operation) => operation.role);
        for (const name of parked?.guard?.roles ?? []) expect(removed).not.toContain(name);
        if (parked?.guard?.disable && !wanted.active) expect(planned).toEqual([]);
      }),
    );
  });
});

describe('whether it is so', () => {
  const operation = (verb: PlannedOperation['verb'], more: Partial<PlannedOperation> = {}): PlannedOperation => ({
    verb,
    role: null,
    login: null,
    attributes: {},
    ...more,
  });
  const active = seenWith(ada, 'reader');
  const disabled = seenWith(gone);

  it.each<[string, PlannedOperation, TargetAccount, boolean]>([
    ['disabled', operation('disable'), disabled, true],
    ['not disabled', operation('disable'), active, false],
    ['enabled', operation('enable'), active, true],
    ['not enabled', operation('enable'), disabled, false],
    ['role there', operation('addRole', { role: 'reader' }), active, true],
    ['role not there', operation('addRole', { role: 'admin' }), active, false],
    ['role gone', operation('removeRole', { role: 'admin' }), active, true],
    ['role not gone', operation('removeRole', { role: 'reader' }), active, false],
    ['written', operation('update', { attributes: { mail: 'a@x' } }), active, true],
    ['not written', operation('update', { attributes: { mail: 'b@x' } }), active, false],
    ['emptied', operation('update', { attributes: { mail: null } }), active, false],
    ['not renamed', operation('update', { login: 'ada.l' }), active, false],
    ['created', operation('create', { login: 'ada', attributes: { mail: 'a@x', team: null } }), active, true],
    [
      'created with the target’s own default',
      operation('create', { login: 'ada', attributes: { mail: null } }),
      active,
      true,
    ],
    ['created disabled', operation('create', { login: 'ada' }), disabled, false],
    ['created under another name', operation('create', { login: 'ada.l' }), active, false],
    ['there, so not deleted', operation('delete'), active, false],
  ])('%s', (_case, intended, seen, so) => {
    expect(isSo(intended, seen)).toBe(so);
    // People read this line: it names the account and the app, whatever the verb.
    expect(describeOperation(intended, 'ada', 'Team Wiki')).toMatch(/ada.*Team Wiki/);
  });
});
