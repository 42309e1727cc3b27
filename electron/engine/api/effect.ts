import { EffectState, type Exchange } from '../../../shared/model/exchange.ts';
import type { Decision } from '../../../shared/model/trace.ts';
import type { EffectRow } from '../store/exchange.ts';

type Effect = Exchange['effect'];
type State = Effect['state'];

const worstFirst: readonly State[] = EffectState.options;

const done: Readonly<Record<string, readonly [one: string, many: string]>> = {
  create: ['account created', 'accounts created'],
  update: ['account updated', 'accounts updated'],
  enable: ['account enabled', 'accounts enabled'],
  disable: ['account disabled', 'accounts disabled'],
  delete: ['account deleted', 'accounts deleted'],
  addRole: ['role given', 'roles given'],
  removeRole: ['role removed', 'roles removed'],
};

/** Kinds of proof that are no proof (rule 9), with what is said of them. */
const lessThanProved = {
  'not verifiable': 'done, but not seen',
  'handed over': 'handed over, import not confirmed',
} as const;

const isLessThanProved = (kind: string | null): kind is keyof typeof lessThanProved =>
  kind !== null && Object.hasOwn(lessThanProved, kind);

/** The worst state of what an exchange caused, and in words what that was: "1 account disabled, 2 roles removed". */
export function effectOf(rows: readonly EffectRow[]): Effect {
  if (rows.length === 0) return { state: 'none', text: '' };
  const states = new Set(rows.map(stateOf));
  const state = worstFirst.find((candidate) => states.has(candidate)) ?? 'none';
  const finished = rows.filter((row) => row.state === 'done' && row.proof !== 'contradicted');
  const parts = [
    ...count(finished.filter(({ proof }) => !isLessThanProved(proof))),
    ...Object.entries(lessThanProved).flatMap(([kind, words]) => {
      const counted = count(finished.filter(({ proof }) => proof === kind)).join(', ');
      return counted === '' ? [] : [`${words}: ${counted}`];
    }),
  ];
  return { state, text: [...parts, ...openIn(rows, state)].join(', ') };
}

function count(rows: readonly EffectRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { verb } of rows) if (verb !== null) counts.set(verb, (counts.get(verb) ?? 0) + 1);
  return [...counts].map(([verb, n]) => `${n} ${done[verb]?.[n === 1 ? 0 : 1] ?? verb}`);
}

function openIn(rows: readonly EffectRow[], state: State): string[] {
  if (state === 'proved' || isLessThanProved(state) || state === 'none') return [];
  const open = new Set(rows.filter((row) => stateOf(row) === state).map((row) => row.delivery_pk)).size;
  const accounts = `${open} ${open === 1 ? 'account' : 'accounts'}`;
  switch (state) {
    case 'contradicted':
      return [`${accounts}: the app says otherwise`];
    case 'failed':
      return [
        rows.some((row) => row.account_state === 'conflict')
          ? `${accounts}: the login is there already`
          : `${accounts}: the app refused`,
      ];
    case 'parked':
      return [`${accounts} parked by the guard`];
    case 'held':
      return [`${accounts} held in doubt`];
    case 'waiting':
      return [
        rows.some((row) => row.app_state === 'observing') ? `${accounts}, only observed` : `${accounts} on the way`,
      ];
  }
}

function stateOf(row: EffectRow): State {
  // The app's own export can contradict what was done: the file is as it should be, the app is not.
  if (row.state === 'contradicted' || (row.state === 'done' && row.proof === 'contradicted')) return 'contradicted';
  if (row.state === 'failed' && isBlocked(row)) return 'failed';
  if (row.cause_parked === 1) return 'parked';
  if (row.state === 'running' || row.state === 'waiting') return 'waiting';
  if (isBlocked(row)) return 'failed';
  if (row.cause_generation > row.confirmed_generation && row.parked === null) return 'waiting';
  if (row.state === 'done') return isLessThanProved(row.proof) ? row.proof : 'proved';
  const decisions = JSON.parse(row.decisions) as Decision[];
  return decisions.some((decision) => decision.effect === 'held') ? 'held' : 'none';
}

const isBlocked = (row: EffectRow): boolean =>
  row.parked !== null && (JSON.parse(row.parked) as { blockedBy: number | null }).blockedBy !== null;
