import { isUtf8 } from 'node:buffer';
import { Refusal } from '../connector.ts';
import { type Document, isBlank, type Row } from './document.ts';

const quote = '"';

/**
 * Reads a CSV file (RFC 4180, UTF-8, with or without a byte order mark, CRLF or LF). A quotation mark inside a cell that
 * is not quoted is taken as it stands, as every reader does; what readers take in different ways is refused.
 *
 * @param file its name, for messages
 * @throws Refusal permanent, in a sentence with the line
 */
export function parseDocument(bytes: Buffer, delimiter: string, file: string): Document {
  if (!isUtf8(bytes))
    throw new Refusal(
      'permanent',
      `${file}, line ${badLine(bytes)}: this is not UTF-8. Save it as “CSV UTF-8”; nothing was changed.`,
    );
  const whole = bytes.toString('utf8');
  const byteOrderMark = whole.startsWith('\uFEFF');
  const text = byteOrderMark ? whole.slice(1) : whole;
  const nul = text.indexOf('\0');
  if (nul >= 0) throw refusal(file, countLines(text.slice(0, nul)) + 1, 'has a NUL byte, which no text has');

  const rows = readRows(text, delimiter, file);
  const [header, ...others] = rows;
  if (header === undefined) return { byteOrderMark, delimiter, header: null, rows: [] };
  if (isBlank(header)) throw refusal(file, 1, 'is empty; the names of the columns should stand there');
  for (const row of others) {
    if (row.values.length === header.values.length || isBlank(row)) continue;
    const cells = `${row.values.length} ${row.values.length === 1 ? 'cell' : 'cells'}`;
    throw refusal(file, row.line, `has ${cells}, and the header has ${header.values.length}`);
  }
  return { byteOrderMark, delimiter, header, rows: others };
}

const refusal = (file: string, line: number, what: string): Refusal =>
  new Refusal('permanent', `${file}: line ${line} ${what}. Correct the file; nothing was changed.`);

function readRows(text: string, delimiter: string, file: string): Row[] {
  const rows: Row[] = [];
  const stop = new RegExp(`[${delimiter}\\r\\n]`, 'g');
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begins = line;
    const values: string[] = [];
    const raws: string[] = [];
    for (;;) {
      const end = text[at] === quote ? endOfQuoted(text, at, line, file) : endOfPlain(text, at, stop);
      const raw = text.slice(at, end);
      const quoted = raw.startsWith(quote);
      raws.push(raw);
      values.push(quoted ? raw.slice(1, -1).replaceAll('""', quote) : raw);
      if (quoted) line += countLines(raw);
      at = end;
      if (text[at] !== delimiter) break;
      at += 1;
    }
    const ending = lineEnding(text, at, line, file);
    at += ending.length;
    line += 1;
    rows.push({ line: begins, values, raws, end: ending });
  }
  return rows;
}

function endOfPlain(text: string, at: number, stop: RegExp): number {
  stop.lastIndex = at;
  return stop.exec(text)?.index ?? text.length;
}

/** @returns the index behind the closing quotation mark of the cell that begins at `at` */
function endOfQuoted(text: string, at: number, line: number, file: string): number {
  let from = at + 1;
  for (;;) {
    const found = text.indexOf(quote, from);
    if (found < 0) throw refusal(file, line, 'begins a cell with a quotation mark that is never closed');
    if (text[found + 1] !== quote) return found + 1;
    from = found + 2;
  }
}

function lineEnding(text: string, at: number, line: number, file: string): string {
  if (at === text.length) return '';
  if (text[at] === '\n') return '\n';
  if (text[at] === '\r') {
    if (text[at + 1] === '\n') return '\r\n';
    throw refusal(file, line, 'has a carriage return without a line feed, outside of quotation marks');
  }
  throw refusal(file, line, 'goes on behind the closing quotation mark of a cell');
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** The first line that is not UTF-8: no byte of a longer character is a line feed, so each line can be looked at alone. */
function badLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from <= bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, from);
    const end = found < 0 ? bytes.length : found;
    if (!isUtf8(bytes.subarray(from, end))) return line;
    from = end + 1;
  }
  return line;
}
