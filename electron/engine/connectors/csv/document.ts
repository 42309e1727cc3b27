/**
 * A CSV file (RFC 4180) in parts that put together again are the same bytes: every cell keeps how it was written, every
 * row its line ending. Only what is changed is written anew. Pure.
 */
export interface Row {
  /** Where the row begins, from 1; 0 for one that was not read. */
  readonly line: number;
  /** What the cells hold. */
  readonly values: readonly string[];
  /** How they are written, with their quotes. */
  readonly raws: readonly string[];
  /** CRLF or LF; empty at the end of a file without a last line ending. */
  readonly end: string;
}

export interface Document {
  readonly byteOrderMark: boolean;
  readonly delimiter: string;
  /** null: the file is empty. */
  readonly header: Row | null;
  readonly rows: readonly Row[];
}

/** The line ending of RFC 4180, for a file that has none to go by. */
const CRLF = '\r\n';

/** A line with nothing in it, as editors leave at the end: kept, and no row of anybody. */
export const isBlank = ({ raws }: Row): boolean => raws.length === 1 && raws[0] === '';

/**
 * A cell as it is written: in quotes where it must be. A space at its edge is quoted too, since some readers trim it.
 *
 * @param quoted in quotes even if it need not be, as the cells around it are
 */
export function writeCell(value: string, delimiter: string, quoted: boolean): string {
  const needed = value.includes(delimiter) || /["\r\n]|^\s|\s$/.test(value);
  return needed || quoted ? `"${value.replaceAll('"', '""')}"` : value;
}

const isQuoted = (raw: string | undefined): boolean => raw?.startsWith('"') === true;

/** The bytes of a document. */
export function renderDocument({ byteOrderMark, delimiter, header, rows }: Document): Buffer {
  const parts = [byteOrderMark ? '\uFEFF' : ''];
  for (const row of header ? [header, ...rows] : rows) parts.push(row.raws.join(delimiter), row.end);
  return Buffer.from(parts.join(''), 'utf8');
}

/** A document that has nothing but a header. */
export function emptyDocument(columns: readonly string[], delimiter: string, byteOrderMark: boolean): Document {
  const raws = columns.map((column) => writeCell(column, delimiter, false));
  return { byteOrderMark, delimiter, header: { line: 1, values: columns, raws, end: CRLF }, rows: [] };
}

/** The row with some cells changed; the others, and those that hold it already, stay as they are written. */
export function changeRow(row: Row, delimiter: string, changes: ReadonlyMap<number, string>): Row {
  const differs = [...changes].filter(([index, value]) => row.values[index] !== value);
  if (differs.length === 0) return row;
  const values = [...row.values];
  const raws = [...row.raws];
  for (const [index, value] of differs) {
    values[index] = value;
    raws[index] = writeCell(value, delimiter, isQuoted(row.raws[index]));
  }
  return { ...row, values, raws };
}

/** The document with some of its rows, by their index, replaced; the same document when nothing differs. */
export function changeRows(
  document: Document,
  indexes: readonly number[],
  changes: ReadonlyMap<number, string>,
): Document {
  const rows = [...document.rows];
  let differs = false;
  for (const index of indexes) {
    const row = rows[index];
    if (!row) continue;
    const changed = changeRow(row, document.delimiter, changes);
    differs ||= changed !== row;
    rows[index] = changed;
  }
  return differs ? { ...document, rows } : document;
}

/** The document without some of its rows. */
export function removeRows(document: Document, indexes: readonly number[]): Document {
  const gone = new Set(indexes);
  return { ...document, rows: document.rows.filter((_, index) => !gone.has(index)) };
}

/**
 * The document with a row more, written as its neighbours are.
 *
 * @param after index of the row that it follows; null: at the end
 * @param like a row whose cells it takes over as they are written, where the values are the same
 */
export function insertRow(
  document: Document,
  values: readonly string[],
  after: number | null,
  like: Row | null = null,
): Document {
  const { header, delimiter } = document;
  const rows = [...document.rows];
  const quoted = header?.raws.every(isQuoted) === true;
  const raws = values.map((value, index) => {
    const same = like?.values[index] === value ? like.raws[index] : undefined;
    return same ?? writeCell(value, delimiter, quoted);
  });
  const place = after === null ? rows.length - 1 : after;
  const before = rows[place] ?? header;
  const newline = header !== null && header.end !== '' ? header.end : CRLF;
  const added: Row = { line: 0, values, raws, end: before === null ? newline : before.end };
  rows.splice(place + 1, 0, added);
  if (before === null || before.end !== '') return { ...document, rows };
  // A file without a last line ending stays one.
  const ended = { ...before, end: newline };
  if (place < 0) return { ...document, header: ended, rows };
  rows[place] = ended;
  return { ...document, rows };
}
