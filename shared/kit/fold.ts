/** Below it every character is one of its own: no mark that could be put on another, no second form of a letter. */
const FIRST_MARK = 0x300;

/** Forms of other letters by their width, as East Asian keyboards write them: “Ａ” for “A”. */
const otherWidths = /[\u3000\uff01-\uffee]+/g;

/**
 * The folding of everything that is compared without regard to case: as RFC 8265 §3.3 (UsernameCaseMapped, after the
 * RFC 7613 that RFC 7644 §5 names) prepares names: one width, lower case, one form of each letter with its marks (NFC).
 * Folding what is folded changes nothing.
 */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  return isPlain(lower) ? lower : unify(text);
}

const unify = (text: string): string =>
  text
    .replace(otherWidths, (wide) => wide.normalize('NFKC'))
    .toLowerCase()
    .normalize('NFC');

/** Most texts are, and need no more than their lower case. */
function isPlain(text: string): boolean {
  for (let position = 0; position < text.length; position += 1)
    if (text.charCodeAt(position) >= FIRST_MARK) return false;
  return true;
}
