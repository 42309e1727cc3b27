import type { CsvTarget } from '../../../../shared/model/csv-target.ts';
import { Refusal } from '../connector.ts';
import { type Document, emptyDocument, type Row } from './document.ts';
import { escapeFormula, unescapeFormula } from './formula.ts';

/** A target with the attributes that a mapping fills. */
export interface Layout {
  readonly target: CsvTarget;
  readonly attributes: readonly { readonly name: string; readonly column: string }[];
}

/** A document whose columns are found: what stands where. */
export interface Sheet {
  readonly layout: Layout;
  readonly document: Document;
  /** For messages. */
  readonly file: string;
  /** Whether the file is there at all. */
  readonly exists: boolean;
  /** Index of each column, by its name. */
  readonly columns: ReadonlyMap<string, number>;
}

/**
 * Status words and logins as they are compared in a file: spreadsheets write `true` as `TRUE`, and a space that somebody
 * typed behind a login makes nobody another person.
 */
export const foldWord = (text: string): string => text.trim().normalize('NFC').toLowerCase();

/**
 * Prepares a target. Login, status and roles have verbs of their own: an attribute over one of their columns is left
 * out, or a mapping could enable an account.
 */
export function layOut(target: CsvTarget): Layout {
  const own = [target.users.login, target.users.active.column, target.roles?.column];
  const attributes = Object.entries(target.users.columns)
    .map(([name, column]) => ({ name, column }))
    .filter(({ name, column }) => name !== 'login' && !own.includes(column));
  return { target, attributes };
}

/** The columns without which nothing can be told: id (where there is one), login, status, roles. */
function keyColumns({ target }: Layout): readonly string[] {
  const { id, login, active } = target.users;
  return [...(id === null ? [] : [id]), login, active.column, ...(target.roles ? [target.roles.column] : [])];
}

/** Every column that is used, in the order in which a new file has them. */
export function usedColumns(layout: Layout): readonly string[] {
  const { id, login, active } = layout.target.users;
  const { roles } = layout.target;
  const attributes = layout.attributes.map(({ column }) => column);
  return [
    ...new Set([...(id === null ? [] : [id]), login, ...attributes, active.column, ...(roles ? [roles.column] : [])]),
  ];
}

/**
 * Finds the columns in a document; an empty one is given its header.
 *
 * @param whole false for an app's own export: of that, attributes may be missing, and the id
 * @throws Refusal permanent naming the columns that are missing or there twice
 */
export function bindSheet(
  layout: Layout,
  document: Document,
  { file, exists, whole }: { readonly file: string; readonly exists: boolean; readonly whole: boolean },
): Sheet {
  const { target } = layout;
  const used = usedColumns(layout);
  const mark = target.byteOrderMark || document.byteOrderMark;
  const bound = document.header === null ? emptyDocument(used, document.delimiter, mark) : document;
  const names = bound.header?.values ?? [];
  const needed = whole ? used : keyColumns(layout).filter((column) => column !== target.users.id);
  const missing = needed.filter((column) => !names.includes(column));
  if (missing.length > 0) {
    const has = names.slice(0, 30).join(', ');
    throw new Refusal('permanent', `${file}, line 1: there is no column ${missing.join(', ')}; the header has ${has}.`);
  }
  const twice = used.find((column) => names.indexOf(column) !== names.lastIndexOf(column));
  if (twice !== undefined)
    throw new Refusal('permanent', `${file}, line 1: the column ${twice} is there twice; rename one of them.`);
  const columns = new Map(used.map((column) => [column, names.indexOf(column)] as const).filter(([, at]) => at >= 0));
  return { layout, document: bound, file, exists, columns };
}

/** The sheet with another document of the same columns. */
export const withDocument = (sheet: Sheet, document: Document): Sheet => ({ ...sheet, document });

/** What a row holds in a column; empty where there is none. */
export function cellOf({ layout, columns }: Sheet, row: Row, column: string): string {
  const index = columns.get(column);
  const value = index === undefined ? '' : (row.values[index] ?? '');
  return layout.target.formulaSafe ? unescapeFormula(value) : value;
}

/**
 * Cells to write, by their index.
 *
 * @throws Refusal permanent for a text that no CSV file can hold
 */
export function cellsToWrite(sheet: Sheet, written: readonly (readonly [string, string])[]): Map<number, string> {
  const cells = new Map<number, string>();
  for (const [column, value] of written) {
    const index = sheet.columns.get(column);
    if (index === undefined) continue;
    if (value.includes('\0') || !value.isWellFormed()) {
      const why = 'it has a NUL character, or half of one';
      throw new Refusal('permanent', `What is to be written to the column ${column} is no text for a file: ${why}.`);
    }
    cells.set(index, sheet.layout.target.formulaSafe ? escapeFormula(value) : value);
  }
  return cells;
}
