/** What a spreadsheet takes for the beginning of a formula, in languages with wide letters also =, +, - and @ in these. */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/**
 * A cell that no spreadsheet runs: one apostrophe before what begins like a formula, and before an apostrophe, so that
 * `unescapeFormula` gives back exactly what was there.
 */
export const escapeFormula = (value: string): string =>
  formula.test(value) || value.startsWith("'") ? `'${value}` : value;

/** Reads it back. An apostrophe before anything else was not put there by us, and stays. */
export const unescapeFormula = (cell: string): string =>
  cell.startsWith("'") && (cell[1] === "'" || formula.test(cell.slice(1))) ? cell.slice(1) : cell;
