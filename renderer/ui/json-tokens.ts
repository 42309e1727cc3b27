export interface JsonToken {
  /** Where in the text it begins. */
  readonly at: number;
  readonly kind: 'key' | 'string' | 'value' | 'plain';
  readonly text: string;
}

const pattern = /("(?:[^"\\\n]|\\.)*")(\s*:)?|\b(?:true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Cuts JSON text into pieces to colour; joined together they are the text again, whatever it was. */
export function tokenizeJson(text: string): JsonToken[] {
  const tokens: JsonToken[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) tokens.push({ at: end, kind: 'plain', text: text.slice(end, match.index) });
    const kind = match[1] === undefined ? 'value' : match[2] === undefined ? 'string' : 'key';
    tokens.push({ at: match.index, kind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) tokens.push({ at: end, kind: 'plain', text: text.slice(end) });
  return tokens;
}
