/** A piece of a sentence; `time` in ms since the epoch where it is one, else null. */
export interface SentencePiece {
  /** Where in the sentence it begins. */
  readonly at: number;
  readonly piece: string;
  readonly time: number | null;
}

/** A sentence cut where ISO 8601 times in UTC stand in it; joined, the pieces are it again. */
export function cutAtTimes(sentence: string): readonly SentencePiece[] {
  const pieces: SentencePiece[] = [];
  let end = 0;
  for (const { 0: piece, index } of sentence.matchAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g)) {
    const time = Date.parse(piece);
    if (Number.isNaN(time)) continue;
    if (index > end) pieces.push({ at: end, piece: sentence.slice(end, index), time: null });
    pieces.push({ at: index, piece, time });
    end = index + piece.length;
  }
  if (end < sentence.length) pieces.push({ at: end, piece: sentence.slice(end), time: null });
  return pieces;
}
