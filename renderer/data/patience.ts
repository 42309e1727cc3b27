import type { Patience } from '../../shared/contract/patience.ts';

/** Runs something later, in milliseconds. @returns a function that cancels */
export function after(milliseconds: number, run: () => void): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

/** The screens' patience: somebody sits before them. A mutation may have to wait for an app, and for the disk. */
export const screenPatience: Patience = { query: 30_000, mutation: 120_000, after };
