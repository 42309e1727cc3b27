import type { Held } from '../../shared/model/pause.ts';
import type { AccountState, AttemptOutcome, OperationState, ProofKind } from '../../shared/model/trace.ts';
import type { Shape, Tone } from './mark.tsx';

/** How a state is shown: shape, tone and word always together. */
export interface StateWord {
  readonly shape: Shape;
  readonly tone: Tone;
  readonly word: string;
  readonly loud?: boolean;
}

export const accountWords: Record<AccountState, StateWord> = {
  pending: { shape: 'ring', tone: 'quiet', word: 'pending' },
  active: { shape: 'check', tone: 'good', word: 'active' },
  disabled: { shape: 'pause', tone: 'quiet', word: 'disabled' },
  deleted: { shape: 'dash', tone: 'quiet', word: 'deleted' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed', loud: true },
  parked: { shape: 'hand', tone: 'warn', word: 'parked', loud: true },
  conflict: { shape: 'diamond', tone: 'bad', word: 'conflict', loud: true },
  unknown: { shape: 'diamond', tone: 'warn', word: 'unknown', loud: true },
};

/** What keeps changes from an app. */
export const heldWords: Record<Held['kind'], StateWord> = {
  paused: { shape: 'pause', tone: 'warn', word: 'paused', loud: true },
  unreachable: { shape: 'cross', tone: 'bad', word: 'cannot be reached', loud: true },
  closed: { shape: 'ring', tone: 'quiet', word: 'outside its hours' },
};

export const operationWords: Record<OperationState, StateWord> = {
  running: { shape: 'ring', tone: 'quiet', word: 'running' },
  waiting: { shape: 'ring', tone: 'quiet', word: 'waiting' },
  done: { shape: 'check', tone: 'good', word: 'done' },
  failed: { shape: 'cross', tone: 'bad', word: 'failed', loud: true },
  contradicted: { shape: 'unequal', tone: 'bad', word: 'contradicted', loud: true },
  superseded: { shape: 'dash', tone: 'quiet', word: 'superseded' },
};

export const attemptWords: Record<AttemptOutcome, StateWord> = {
  done: { shape: 'check', tone: 'good', word: 'done' },
  'already so': { shape: 'check', tone: 'good', word: 'was so already' },
  transient: { shape: 'ring', tone: 'warn', word: 'failed for now, tried again' },
  permanent: { shape: 'cross', tone: 'bad', word: 'refused by the target' },
  credentials: { shape: 'key', tone: 'bad', word: 'our login was refused' },
  conflict: { shape: 'diamond', tone: 'bad', word: 'conflict' },
  unknown: { shape: 'diamond', tone: 'warn', word: 'outcome unknown' },
  running: { shape: 'ring', tone: 'quiet', word: 'running' },
};

export const proofWords: Record<ProofKind, StateWord & { readonly meaning: string }> = {
  proved: { shape: 'check', tone: 'good', word: 'proved', meaning: 'read back from the target' },
  'handed over': { shape: 'ring', tone: 'warn', word: 'handed over', meaning: 'its import is not confirmed' },
  attested: { shape: 'dot', tone: 'quiet', word: 'attested', meaning: 'a person said so' },
  'not verifiable': { shape: 'diamond', tone: 'warn', word: 'not verifiable', meaning: 'the target cannot be asked' },
  contradicted: {
    shape: 'unequal',
    tone: 'bad',
    word: 'contradicted',
    loud: true,
    meaning: 'the target says otherwise',
  },
};
