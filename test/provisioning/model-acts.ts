import fc from 'fast-check';
import type { CrashPoint } from '../../electron/engine/ports.ts';
import { type DeliverySchedule, weekdays } from '../../shared/model/delivery-settings.ts';
import type { PausedRemovals } from '../../shared/model/pause.ts';

/** One thing that happens to a company: at its IdP, in its app, to its host, or at its admin's desk. */
export type Act =
  | { readonly kind: 'hire'; readonly who: number; readonly department: string; readonly says: boolean | null }
  | { readonly kind: 'hire under a former name'; readonly who: number; readonly department: string }
  | { readonly kind: 'switch'; readonly who: number; readonly active: boolean }
  | { readonly kind: 'move'; readonly who: number; readonly department: string }
  | { readonly kind: 'rename'; readonly who: number }
  | { readonly kind: 'delete'; readonly who: number }
  | { readonly kind: 'member'; readonly who: number; readonly add: boolean }
  | { readonly kind: 'clear group' | 'delete group' | 'restart' | 'unlock' | 'forgive' | 'wait' | 'quiet' }
  | { readonly kind: 'lock' }
  | { readonly kind: 'trigger'; readonly which: TriggerName }
  | { readonly kind: 'row deleted by hand' | 'role given by hand'; readonly who: number }
  | { readonly kind: 'stop at'; readonly point: CrashPoint }
  | { readonly kind: 'state'; readonly on: boolean }
  | { readonly kind: 'guard'; readonly people: number }
  | { readonly kind: 'pause'; readonly removals: PausedRemovals; readonly everywhere: boolean }
  | { readonly kind: 'resume' }
  | { readonly kind: 'delivery'; readonly debounceSeconds: number; readonly isOutsideHours: boolean }
  | { readonly kind: 'decide' | 'reject for one'; readonly nth: number };

export const PEOPLE = 6;
const who = fc.nat({ max: PEOPLE - 1 });
const department = fc.constantFrom('Sales', 'Sales', 'Marketing', 'Marketing', 'Legal', '');

/** What an app may do to a write: refuse it, or undo it behind our back. */
export const triggers = {
  'refuses switching':
    "CREATE TRIGGER hostile BEFORE UPDATE OF enabled ON users BEGIN SELECT RAISE(ABORT, 'not today'); END",
  'refuses joiners': "CREATE TRIGGER hostile BEFORE INSERT ON users BEGIN SELECT RAISE(ABORT, 'not today'); END",
  'refuses new roles': "CREATE TRIGGER hostile BEFORE INSERT ON user_roles BEGIN SELECT RAISE(ABORT, 'not today'); END",
  'keeps roles': "CREATE TRIGGER hostile BEFORE DELETE ON user_roles BEGIN SELECT RAISE(ABORT, 'not today'); END",
  'refuses changes':
    "CREATE TRIGGER hostile BEFORE UPDATE OF department ON users BEGIN SELECT RAISE(ABORT, 'not today'); END",
  'enables again':
    'CREATE TRIGGER hostile AFTER UPDATE OF enabled ON users WHEN new.enabled = 0 BEGIN UPDATE users SET enabled = 1 WHERE id = new.id; END',
  'gives a default role':
    'CREATE TRIGGER hostile AFTER INSERT ON users BEGIN INSERT INTO user_roles VALUES (new.id, 3); END',
  'writes names its own way':
    'CREATE TRIGGER hostile AFTER INSERT ON users BEGIN UPDATE users SET full_name = upper(full_name) WHERE id = new.id; END',
} as const;
export type TriggerName = keyof typeof triggers;

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record(model, { noNullPrototype: true });
const just = <K extends Act['kind']>(kind: K) => fc.constant({ kind });

export const acts: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 7,
    arbitrary: record({
      kind: fc.constant('hire' as const),
      who,
      department,
      says: fc.constantFrom(true, true, true, false, null),
    }),
  },
  { weight: 1, arbitrary: record({ kind: fc.constant('hire under a former name' as const), who, department }) },
  { weight: 6, arbitrary: record({ kind: fc.constant('switch' as const), who, active: fc.boolean() }) },
  { weight: 4, arbitrary: record({ kind: fc.constant('move' as const), who, department }) },
  { weight: 2, arbitrary: record({ kind: fc.constant('rename' as const), who }) },
  { weight: 3, arbitrary: record({ kind: fc.constant('delete' as const), who }) },
  { weight: 5, arbitrary: record({ kind: fc.constant('member' as const), who, add: fc.boolean() }) },
  { weight: 1, arbitrary: just('clear group') },
  { weight: 1, arbitrary: just('delete group') },
  { weight: 2, arbitrary: just('restart') },
  { weight: 1, arbitrary: just('lock') },
  { weight: 2, arbitrary: just('unlock') },
  {
    weight: 2,
    arbitrary: record({
      kind: fc.constant('trigger' as const),
      which: fc.constantFrom(...(Object.keys(triggers) as TriggerName[])),
    }),
  },
  { weight: 2, arbitrary: just('forgive') },
  { weight: 1, arbitrary: record({ kind: fc.constant('row deleted by hand' as const), who }) },
  { weight: 1, arbitrary: record({ kind: fc.constant('role given by hand' as const), who }) },
  {
    weight: 3,
    arbitrary: record({
      kind: fc.constant('stop at' as const),
      point: fc.constantFrom<CrashPoint>('after intent', 'after target commit', 'before note', 'after proof'),
    }),
  },
  { weight: 2, arbitrary: record({ kind: fc.constant('state' as const), on: fc.boolean() }) },
  { weight: 2, arbitrary: record({ kind: fc.constant('guard' as const), people: fc.constantFrom(0, 1, 100) }) },
  {
    weight: 1,
    arbitrary: record({
      kind: fc.constant('pause' as const),
      removals: fc.constantFrom<PausedRemovals>('go on', 'wait'),
      everywhere: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: just('resume') },
  {
    weight: 2,
    arbitrary: record({
      kind: fc.constant('delivery' as const),
      debounceSeconds: fc.constantFrom(0, 0.1, 60),
      isOutsideHours: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: record({
      kind: fc.constantFrom('decide' as const, 'decide' as const, 'reject for one' as const),
      nth: fc.nat({ max: 5 }),
    }),
  },
  { weight: 3, arbitrary: just('wait') },
  { weight: 6, arbitrary: just('quiet') },
);

/** Hours of delivery that a story never meets, for its clock goes on by the hour: a minute of each day, some ago. */
export function aMinuteAgo(): DeliverySchedule {
  const [from = '', to = ''] = [5, 4].map((minutes) =>
    new Date(Date.now() - minutes * 60_000).toISOString().slice(11, 16),
  );
  return { timeZone: 'UTC', windows: [{ days: [...weekdays], from, to }], removals: 'at once' };
}
