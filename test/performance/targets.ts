/**
 * The budgets. Absolute times drift with the machine, so each has a second form: how many times the floor it may cost,
 * where the floor is what a bare server costs here while the machine is quiet. Only who misses both has missed it.
 */
export interface Target {
  readonly title: string;
  readonly unit: 'CPU ms' | '/s' | 'ms' | 'MB';
  /** Null: reported only. */
  readonly budget: number | null;
  /** Times the floor, measured in the same run; null where there is no floor to compare with. */
  readonly ratio: number | null;
}

const cpu = (title: string, budget: number, floor: number): Target => ({
  title,
  unit: 'CPU ms',
  budget,
  ratio: budget / floor,
});

/** What the floors cost on a quiet machine of the class that the budgets were set on (two cores), as measured here. */
const quiet = { create: 0.2, change: 0.18, read: 0.02, readPage: 0.08, start: 93, disableP50: 1.6, disableP95: 2 };

export const targets = {
  create: cpu('create', 0.45, quiet.create),
  'create-rate': { title: 'create, 10 connections', unit: '/s', budget: 1500, ratio: 0.45 / quiet.create },
  'filter-userName': cpu('filter userName eq', 0.25, quiet.read),
  'filter-externalId': cpu('filter externalId eq', 0.25, quiet.read),
  'filter-emails': cpu('filter emails.value eq', 0.25, quiet.read),
  get: cpu('GET by id', 0.2, quiet.read),
  patch: cpu('PATCH active', 0.4, quiet.change),
  list: cpu('list page of 100, deep', 3, quiet.readPage),
  complex: cpu('filter emails[type eq … and value co …] and active eq true', 10, quiet.readPage),
  'member-5000': cpu('add one member to a group of 5,000', 0.5, quiet.change),
  'member-50000': cpu('add one member to a group of 50,000', 0.5, quiet.change),
  'create-3-apps': cpu('create, three apps of ten rules', 0.9, quiet.create),
  memory: { title: 'resident memory', unit: 'MB', budget: 150, ratio: null },
  'memory-highest': { title: 'resident memory at its highest', unit: 'MB', budget: null, ratio: null },
  start: { title: 'start to first 200', unit: 'ms', budget: 400, ratio: 400 / quiet.start },
  'start-ready': { title: 'start to the ready line', unit: 'ms', budget: null, ratio: null },
  'disable-p50': { title: 'disable to proved, SQLite app, p50', unit: 'ms', budget: 50, ratio: 50 / quiet.disableP50 },
  'disable-p95': {
    title: 'disable to proved, SQLite app, p95',
    unit: 'ms',
    budget: 150,
    ratio: 150 / quiet.disableP95,
  },
  'disable-postgres-p50': { title: 'disable to proved, PostgreSQL app, p50', unit: 'ms', budget: 50, ratio: null },
  'disable-postgres-p95': { title: 'disable to proved, PostgreSQL app, p95', unit: 'ms', budget: 150, ratio: null },
  claim: { title: 'take up what is next of 100,000, two apps', unit: 'ms', budget: 5, ratio: null },
  'first-sync-sqlite': { title: 'first synchronisation, SQLite app', unit: '/s', budget: null, ratio: null },
  'first-sync-csv': { title: 'first synchronisation, CSV app', unit: '/s', budget: null, ratio: null },
  'first-sync-postgres': { title: 'first synchronisation, PostgreSQL app', unit: '/s', budget: null, ratio: null },
  'first-sync-door': {
    title: 'look-ups beside it (25/s), p99; floor: the same, idle',
    unit: 'ms',
    budget: 0,
    ratio: 2,
  },
  'first-sync-memory': { title: 'memory at its highest; floor: before it', unit: 'MB', budget: null, ratio: null },
  'beside-p99': { title: 'requests beside it (25/s), p99', unit: 'ms', budget: null, ratio: null },
} as const satisfies Record<string, Target>;

export type Key = keyof typeof targets;
export const targetOf = (key: Key): Target => targets[key];

/** One row of one run. */
export interface Measured {
  readonly key: Key;
  /** In the target's unit; null where the system does not tell. */
  readonly measured: number | null;
  readonly floor: number | null;
  readonly perSecond?: number;
  /** Milliseconds. */
  readonly p50?: number;
  readonly p99?: number;
  readonly requests?: number;
  /** When it was measured, on the monotonic clock, in microseconds. */
  readonly window?: readonly [number, number];
  /** Whether the budget is meant for these circumstances; a row that is not judged is only reported. */
  readonly judged?: boolean;
}

export type Verdict = 'met' | 'met by ratio' | 'missed' | 'reported' | 'not available';

/** How many times the floor: above 1 is worse than the floor, whatever the unit. */
export function ratioOf({ key, measured, floor }: Measured): number | null {
  if (measured === null || floor === null || measured <= 0 || floor <= 0) return null;
  return targetOf(key).unit === '/s' ? floor / measured : measured / floor;
}

export function judge(row: Measured): Verdict {
  const { budget, ratio, unit } = targetOf(row.key);
  if (row.measured === null) return 'not available';
  if (budget === null || row.judged === false) return 'reported';
  if (unit === '/s' ? row.measured >= budget : row.measured <= budget) return 'met';
  const times = ratioOf(row);
  return ratio !== null && times !== null && times <= ratio ? 'met by ratio' : 'missed';
}

/** Red: missed in two of three runs. Fewer runs prove nothing on a machine that others use too. */
export const isRed = (verdicts: readonly Verdict[]): boolean =>
  verdicts.length >= 3 && verdicts.filter((verdict) => verdict === 'missed').length * 3 >= verdicts.length * 2;
