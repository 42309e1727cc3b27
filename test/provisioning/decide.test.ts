import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttributeVerdict, Evaluation, RoleVerdict } from '../../electron/engine/mapping/types.ts';
import type { WantedAccount } from '../../electron/engine/provisioning/account.ts';
import { decide, type Situation } from '../../electron/engine/provisioning/decide.ts';

const rule = (role: string, verdict: RoleVerdict['verdict'], id = `r-${role}`): RoleVerdict => ({
  role,
  rule: { id, name: role },
  verdict,
  reason: `${id} says ${verdict}`,
});
const value = (attribute: string, computed: string | null): AttributeVerdict => ({
  attribute,
  ok: true,
  value: computed,
});
const doubtful = (attribute: string): AttributeVerdict => ({ attribute, ok: false, reason: `${attribute} is absent` });

const ada: WantedAccount = { active: true, login: 'ada', attributes: { mail: 'ada@example.com' }, roles: ['reader'] };
const leaver: WantedAccount = { ...ada, active: false, roles: [] };
const computed = [value('login', 'ada'), value('mail', 'ada@example.com')];

const situation = (more: Partial<Situation>): Situation => ({
  person: 'Ada',
  gone: null,
  identityOpen: false,
  evaluation: null,
  previous: null,
  snapshotId: 'snapshot-1',
  ...more,
});
const rules = (roles: RoleVerdict[], attributes: AttributeVerdict[] = computed): Evaluation => ({ roles, attributes });

/** [promise, situation, wanted, effects of the decisions, subjects of the doubts] */
const cases: [string, Partial<Situation>, WantedAccount | null, string[], string[]][] = [
  // Rule 0: an account is wanted when the person is active and some rule gives a role.
  ['a role makes an account', { evaluation: rules([rule('reader', 'yes')]) }, ada, ['reader granted'], []],
  ['without a role there is none', { evaluation: rules([rule('reader', 'no')]) }, null, [], []],
  ['no rules, no account', { evaluation: rules([]) }, null, [], []],
  [
    'a role that any of two rules gives is given',
    { evaluation: rules([rule('reader', 'no', 'a'), rule('reader', 'yes', 'b')]) },
    ada,
    ['reader granted'],
    [],
  ],
  [
    'what is had and given is kept',
    { previous: ada, evaluation: rules([rule('reader', 'yes')]) },
    ada,
    ['reader kept'],
    [],
  ],
  [
    'losing the last role disables, attributes as they were',
    {
      previous: ada,
      evaluation: rules([rule('reader', 'no')], [value('login', 'renamed'), value('mail', 'renamed@example.com')]),
    },
    leaver,
    ['reader revoked'],
    [],
  ],
  ['a role without a rule any more goes', { previous: ada, evaluation: rules([]) }, leaver, ['reader revoked'], []],
  [
    'a mover swaps roles and stays active',
    { previous: ada, evaluation: rules([rule('editor', 'yes'), rule('reader', 'no')]) },
    { ...ada, roles: ['editor'] },
    ['editor granted', 'reader revoked'],
    [],
  ],
  [
    'roles are sorted',
    { evaluation: rules([rule('z', 'yes'), rule('a', 'yes')]) },
    { ...ada, roles: ['a', 'z'] },
    ['z granted', 'a granted'],
    [],
  ],
  // Leavers, rules 0 and 2: from what is stored, never from what the rules say.
  ['a leaver is disabled without roles', { previous: ada, gone: 'left' }, leaver, ['reader revoked'], []],
  [
    'a tombstone name is never delivered',
    { previous: ada, gone: 'left', evaluation: rules([rule('reader', 'yes')], [value('login', '0f…name')]) },
    leaver,
    ['reader revoked'],
    [],
  ],
  [
    'a leaver whose identity is open leaves all the same',
    { previous: ada, gone: 'left', identityOpen: true },
    leaver,
    ['reader revoked'],
    [],
  ],
  ['who never had an account gets none by leaving', { gone: 'left' }, null, [], []],
  ['who has left stays so', { previous: leaver, gone: 'left' }, leaver, [], []],
  // Rule 5: while it is open who this is, nothing is made, enabled or taken.
  ['open identity makes nothing', { identityOpen: true, evaluation: rules([rule('reader', 'yes')]) }, null, [], []],
  [
    'open identity enables nothing',
    { identityOpen: true, previous: leaver, evaluation: rules([rule('reader', 'yes')]) },
    leaver,
    [],
    [],
  ],
  [
    'open identity takes nothing',
    { identityOpen: true, previous: ada, evaluation: rules([rule('reader', 'no')]) },
    ada,
    [],
    [],
  ],
  [
    'a return recomputes roles',
    { previous: leaver, evaluation: rules([rule('editor', 'yes')]) },
    { ...ada, roles: ['editor'] },
    ['editor granted'],
    [],
  ],
  // Rule 3: doubt.
  [
    'doubt does not make an account',
    { evaluation: rules([rule('reader', 'doubt')]) },
    null,
    ['reader held'],
    ['rule r-reader'],
  ],
  [
    'doubt keeps what was had',
    { previous: ada, evaluation: rules([rule('reader', 'doubt')]) },
    ada,
    ['reader held'],
    ['rule r-reader'],
  ],
  [
    'doubt about another role gives none and does not disable',
    { previous: ada, evaluation: rules([rule('editor', 'doubt'), rule('reader', 'no')]) },
    { ...ada, roles: [] },
    ['editor held', 'reader revoked'],
    ['rule r-editor'],
  ],
  [
    'doubt does not enable',
    { previous: leaver, evaluation: rules([rule('reader', 'doubt')]) },
    leaver,
    ['reader held'],
    ['rule r-reader'],
  ],
  [
    'yes of one rule outweighs doubt of another, which is still said',
    { evaluation: rules([rule('reader', 'doubt', 'a'), rule('reader', 'yes', 'b')]) },
    ada,
    ['reader granted'],
    ['rule a'],
  ],
  [
    'doubt of one rule outweighs no of another',
    { previous: ada, evaluation: rules([rule('reader', 'no', 'a'), rule('reader', 'doubt', 'b')]) },
    ada,
    ['reader held'],
    ['rule b'],
  ],
  [
    'an attribute in doubt stays as it was',
    { previous: ada, evaluation: rules([rule('reader', 'yes')], [value('login', 'ada'), doubtful('mail')]) },
    ada,
    ['reader kept'],
    ['attribute mail'],
  ],
  [
    'an attribute in doubt of a new account is left out',
    { evaluation: rules([rule('reader', 'yes')], [value('login', 'ada'), doubtful('mail')]) },
    { ...ada, attributes: {} },
    ['reader granted'],
    ['attribute mail'],
  ],
  [
    'a login in doubt keeps the name',
    {
      previous: ada,
      evaluation: rules([rule('reader', 'yes')], [doubtful('login'), value('mail', 'new@example.com')]),
    },
    { ...ada, attributes: { mail: 'new@example.com' } },
    ['reader kept'],
    ['attribute login'],
  ],
  [
    'a login in doubt makes no account',
    { evaluation: rules([rule('reader', 'yes')], [doubtful('login'), value('mail', 'ada@example.com')]) },
    null,
    [],
    ['attribute login'],
  ],
];

describe('deciding about a person', () => {
  it.each(cases)('%s', (_promise, given, wanted, effects, doubts) => {
    const verdict = decide(situation(given));
    expect(verdict.wanted).toEqual(wanted);
    expect(verdict.decisions.map(({ role, effect }) => `${role} ${effect}`)).toEqual(effects);
    expect(verdict.doubts.map(({ subject }) => subject)).toEqual(doubts);
    for (const decision of verdict.decisions) expect(decision).toMatchObject({ snapshotId: 'snapshot-1' });
    for (const { reason } of [...verdict.decisions, ...verdict.doubts]) expect(reason).not.toBe('');
  });
});

const role: fc.Arbitrary<string> = fc.constantFrom('reader', 'editor', 'admin');
const verdicts = fc.array(
  fc
    .tuple(role, fc.constantFrom('yes' as const, 'no' as const, 'doubt' as const), fc.nat(9))
    .map(([name, verdict, id]) => rule(name, verdict, `r${id}`)),
  { maxLength: 4 },
);
const attributes = fc
  .tuple(
    fc.constantFrom(value('login', 'ada'), value('login', 'ada.l'), doubtful('login')),
    fc.constantFrom(value('mail', 'a@x'), value('mail', null), doubtful('mail')),
  )
  .map((pair): AttributeVerdict[] => [...pair]);
const account = fc
  .option(
    fc.record({
      active: fc.boolean(),
      login: fc.constant('ada'),
      attributes: fc.constantFrom<WantedAccount['attributes']>({}, { mail: 'old@x' }, { mail: null, team: 'x' }),
      roles: fc.uniqueArray(role).map((names) => names.sort()),
    }),
  )
  .map((previous) => (previous?.active === false ? { ...previous, roles: [] } : previous));

const told = (all: readonly RoleVerdict[], answer: 'yes' | 'no'): RoleVerdict[] =>
  all.map((one) => (one.verdict === 'doubt' ? { ...one, verdict: answer } : one));

describe('for everybody', () => {
  it('doubt gives nothing that “yes, certainly” would not keep, and takes nothing that “no” would not', () => {
    fc.assert(
      fc.property(verdicts, attributes, account, (roles, values, previous) => {
        const rolesOf = (all: RoleVerdict[]) =>
          decide(situation({ previous, evaluation: rules(all, values) })).wanted?.roles ?? [];
        const had = previous?.roles ?? [];
        const [doubted, ifNo, ifYes] = [rolesOf(roles), rolesOf(told(roles, 'no')), rolesOf(told(roles, 'yes'))];
        // Never granted by doubt: what is new is new under “no” too. Never revoked: what goes would go under “yes” too.
        for (const one of doubted) if (!had.includes(one)) expect(ifNo).toContain(one);
        for (const one of had) if (!doubted.includes(one)) expect(ifYes).not.toContain(one);
      }),
    );
  });

  it('doubt alone neither enables nor disables', () => {
    fc.assert(
      fc.property(verdicts, attributes, account, (roles, values, previous) => {
        const activeOf = (all: RoleVerdict[]) =>
          decide(situation({ previous, evaluation: rules(all, values) })).wanted?.active === true;
        const was = previous?.active === true;
        const is = activeOf(roles);
        if (is && !was) expect(activeOf(told(roles, 'no'))).toBe(true);
        if (!is && was) expect(activeOf(told(roles, 'yes'))).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('who is gone ends without roles, disabled, and with every name as it was', () => {
    fc.assert(
      fc.property(verdicts, attributes, account, fc.boolean(), (roles, values, previous, identityOpen) => {
        const { wanted, decisions } = decide(
          situation({ gone: 'left', previous, identityOpen, evaluation: rules(roles, values) }),
        );
        expect(wanted).toEqual(previous && { ...previous, active: false, roles: [] });
        expect(decisions.map((one) => one.role)).toEqual(previous?.roles ?? []);
      }),
    );
  });

  it('deciding twice changes nothing', () => {
    fc.assert(
      fc.property(verdicts, attributes, account, (roles, values, previous) => {
        const evaluation = rules(roles, values);
        const once = decide(situation({ previous, evaluation })).wanted;
        expect(decide(situation({ previous: once, evaluation })).wanted).toEqual(once);
      }),
    );
  });
});
