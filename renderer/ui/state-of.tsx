import { StateMark } from './mark.tsx';
import type { StateWord } from './state-words.ts';

/** A state as its words say: shape, tone and word together. */
export function StateOf({ word: { shape, tone, word, loud = false } }: { readonly word: StateWord }) {
  return (
    <StateMark shape={shape} tone={tone} loud={loud}>
      {word}
    </StateMark>
  );
}
