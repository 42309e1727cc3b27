import { type KeyboardEvent, useRef } from 'react';

/** What is typed within this long belongs together, in ms. */
const typingPause = 800;

export interface TypeAhead {
  /** Whether this key is one of a name that is being typed. */
  takes(event: KeyboardEvent): boolean;
  /** The row that begins with what was typed so far; `from` when none does. */
  find(event: KeyboardEvent, texts: readonly string[], from: number): number;
}

/** Going to a row by typing how it begins. */
export function useTypeAhead(): TypeAhead {
  const typing = useRef({ text: '', at: Number.NEGATIVE_INFINITY });
  const before = (event: KeyboardEvent) =>
    event.timeStamp - typing.current.at < typingPause ? typing.current.text : '';
  return {
    takes: (event) => /^[\p{L}\p{N}]$/u.test(event.key) || (event.key === ' ' && before(event) !== ''),
    find(event, texts, from) {
      const text = before(event) + event.key;
      typing.current = { text, at: event.timeStamp };
      const found = findByText(texts, text, from);
      return found < 0 ? from : found;
    },
  };
}

/**
 * The row that type-ahead goes to: the next one after `from` (around the end) that begins with what was typed; while
 * more is typed the row of now may stay.
 *
 * @returns its index, -1 when no row begins so
 */
export function findByText(texts: readonly string[], typed: string, from: number): number {
  const found = findFrom(texts, typed, typed.length > 1 ? Math.max(0, from) : from + 1);
  // One letter again and again goes from one row that begins with it to the next.
  const letter = typed.charAt(0);
  return found < 0 && typed === letter.repeat(typed.length) ? findFrom(texts, letter, from + 1) : found;
}

function findFrom(texts: readonly string[], typed: string, start: number): number {
  const wanted = fold(typed);
  for (let step = 0; step < texts.length; step += 1) {
    const index = (start + step) % texts.length;
    if (fold(texts[index] ?? '').startsWith(wanted)) return index;
  }
  return -1;
}

/** Letters as they are looked for: without case and marks, so that "e" finds "Élodie". */
const fold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
