/** Marks that are put on a letter: é is e and one of these. */
const marks = /[\u0300-\u036f]/g;

/**
 * A text as lists sort and search it: without regard to case and to marks on letters, so that "zoe" finds “Zoë” and
 * Ångström stands among the As, whatever the language of the computer. Vowel signs of other scripts are letters and stay.
 */
export const searchable = (text: string): string =>
  text.toLowerCase().normalize('NFD').replace(marks, '').normalize('NFC');

/** The words of a search, each of which must occur. */
export const wordsOf = (text: string): string[] =>
  searchable(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
