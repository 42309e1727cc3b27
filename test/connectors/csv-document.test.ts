import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '../../electron/engine/connectors/connector.ts';
import {
  changeRows,
  type Document,
  emptyDocument,
  insertRow,
  removeRows,
  renderDocument,
} from '../../electron/engine/connectors/csv/document.ts';
import { escapeFormula, unescapeFormula } from '../../electron/engine/connectors/csv/formula.ts';
import { parseDocument } from '../../electron/engine/connectors/csv/parse.ts';
import { csvDelimiters } from '../../shared/model/csv-target.ts';

const parse = (text: string | Buffer, delimiter = ','): Document =>
  parseDocument(Buffer.isBuffer(text) ? text : Buffer.from(text), delimiter, 'users.csv');
const cellsOf = ({ header, rows }: Document) => [header, ...rows].map((row) => row?.values);

const delimiter = fc.constantFrom(...csvDelimiters);
/** Texts of which many hold what CSV gives a meaning to. */
const cell = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\t', '|', '\r', '\n', "'", '=', 'ß', '😀') }),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
);
const table = fc
  .integer({ min: 2, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }));

/** A file as somebody wrote it: quotes where they need not be, either line ending, perhaps none at the end. */
const written = fc
  .record({ table, delimiter, mark: fc.boolean(), last: fc.boolean(), seed: fc.infiniteStream(fc.boolean()) })
  .map(({ table: rows, delimiter: separator, mark, last, seed }) => {
    const next = () => seed.next().value === true;
    const cells = (row: readonly string[]) =>
      row.map((value) => (next() || /[",;\t|\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value));
    const lines = rows.map((row) => cells(row).join(separator) + (next() ? '\r\n' : '\n'));
    const text = (mark ? '\uFEFF' : '') + lines.join('');
    return { rows, delimiter: separator, text: last ? text : text.replace(/\r?\n$/, '') };
  });

describe('a file', () => {
  it('holds the cells that were written, and is the same bytes when it is written back', () => {
    fc.assert(
      fc.property(written, ({ rows, delimiter: separator, text }) => {
        // A byte order mark of its own in the first cell cannot be told from the file's.
        fc.pre(!(rows[0]?.[0] ?? '').startsWith('\uFEFF'));
        const document = parse(text, separator);
        expect(cellsOf(document)).toEqual(rows);
        expect(renderDocument(document)).toEqual(Buffer.from(text));
      }),
      { numRuns: 500 },
    );
  });

  it('gives back what is added to it, whatever the cells hold', () => {
    fc.assert(
      fc.property(table, delimiter, fc.boolean(), (rows, separator, mark) => {
        const width = rows[0]?.length ?? 0;
        const columns = Array.from({ length: width }, (_, index) => `column ${index}`);
        const document = rows.reduce(
          (before, row) => insertRow(before, row, null),
          emptyDocument(columns, separator, mark),
        );
        const bytes = renderDocument(document);
        expect(cellsOf(parse(bytes, separator))).toEqual([columns, ...rows]);
        expect(bytes.toString('utf8').startsWith('\uFEFF')).toBe(mark);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the bytes of every row and cell that is not changed', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.nat(), cell, ({ rows, delimiter: separator, text }, which, where, value) => {
        fc.pre(!(rows[0]?.[0] ?? '').startsWith('\uFEFF') && rows.length > 1);
        const document = parse(text, separator);
        const row = which % document.rows.length;
        const column = where % (document.header?.values.length ?? 1);
        const after = parse(renderDocument(changeRows(document, [row], new Map([[column, value]]))), separator);
        expect(after.rows[row]?.values[column]).toBe(value);
        const strip = (one: Document) =>
          one.rows.map(({ raws, end }, index) => [raws.filter((_, at) => index !== row || at !== column), end]);
        expect(strip(after)).toEqual(strip(document));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['at the end', 'a,b\n1,2\n', null, 'a,b\n1,2\n3,4\n'],
    ['at the end, without a last line ending', 'a,b\r\n1,2', null, 'a,b\r\n1,2\r\n3,4'],
    ['behind a header alone', 'a,b\n', null, 'a,b\n3,4\n'],
    ['behind a header without a line ending', 'a,b', null, 'a,b\r\n3,4'],
    ['in the middle', 'a,b\n1,2\n5,6\n', 0, 'a,b\n1,2\n3,4\n5,6\n'],
    ['among quoted cells', '"a","b"\n"1","2"\n', null, '"a","b"\n"1","2"\n"3","4"\n'],
  ])('takes a row %s, written as its neighbours are', (_, before, after, expected) => {
    expect(renderDocument(insertRow(parse(before), ['3', '4'], after)).toString()).toBe(expected);
  });

  it('loses the rows that are removed and nothing else', () => {
    const document = parse('a,b\r\n1,"2"\r\n3,4\r\n\r\n5,6');
    expect(renderDocument(removeRows(document, [1])).toString()).toBe('a,b\r\n1,"2"\r\n\r\n5,6');
  });

  it.each([
    [
      'a quotation mark in the middle',
      'a,b\n5" disk,x\n',
      [
        ['a', 'b'],
        ['5" disk', 'x'],
      ],
    ],
    [
      'lines in a cell',
      'a,b\n"one\r\ntwo",x\n',
      [
        ['a', 'b'],
        ['one\r\ntwo', 'x'],
      ],
    ],
    [
      'an empty quoted cell',
      'a,b\n"",\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    ['a blank line at the end', 'a,b\n1,2\n\n', [['a', 'b'], ['1', '2'], ['']]],
    [
      'spaces, which are part of a cell',
      'a,b\n 1 ,2\n',
      [
        ['a', 'b'],
        [' 1 ', '2'],
      ],
    ],
    ['nothing but a byte order mark', '\uFEFF', [undefined]],
  ])('may have %s', (_, text, cells) => {
    const document = parse(text);
    expect(cellsOf(document)).toEqual(cells);
    expect(renderDocument(document).toString()).toBe(text);
  });

  it.each([
    ['too few cells', 'a,b\n"1\n1",2\nonly\n', 'line 4 has 1 cell, and the header has 2'],
    ['too many cells', 'a,b\n1,2,3\n', 'line 2 has 3 cells, and the header has 2'],
    [
      'a cell that is never closed',
      'a,b\n1,2\n"3,4\n5,6\n',
      'line 3 begins a cell with a quotation mark that is never closed',
    ],
    ['text behind a quoted cell', 'a,b\n"1"x,2\n', 'line 2 goes on behind the closing quotation mark of a cell'],
    [
      'a carriage return alone',
      'a,b\n1\r2,3\n',
      'line 2 has a carriage return without a line feed, outside of quotation marks',
    ],
    ['a NUL byte', 'a,b\n1,2\n3,\u00004\n', 'line 3 has a NUL byte, which no text has'],
    ['no header', '\na,b\n', 'line 1 is empty; the names of the columns should stand there'],
  ])('with %s is refused in a sentence with the line', (_, text, sentence) => {
    expect(() => parse(text)).toThrow(
      new Refusal('permanent', `users.csv: ${sentence}. Correct the file; nothing was changed.`),
    );
  });

  it.each([
    ['Latin-1', Buffer.from('a,b\n1,2\nJ\u00fcrgen,3\n', 'latin1'), 3],
    ['UTF-16', Buffer.from('\uFEFFa,b\n', 'utf16le'), 1],
    ['half a character', Buffer.from([0x61, 0x0a, 0xe2, 0x82]), 2],
  ])('in %s is refused with the line', (_, bytes, line) => {
    expect(() => parse(bytes)).toThrow(`users.csv, line ${line}: this is not UTF-8.`);
  });
});

describe('a formula-safe cell', () => {
  const begins = fc.constantFrom('', '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', "'", "''", "'=");
  const value = fc.tuple(begins, fc.string()).map(([first, rest]) => first + rest);

  it('reads back exactly, and never begins as a formula', () => {
    fc.assert(
      fc.property(value, (text) => {
        expect(unescapeFormula(escapeFormula(text))).toBe(text);
        expect(escapeFormula(text)).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['+49 151 234', "'+49 151 234"],
    ['-5', "'-5"],
    ['＝1+1', "'＝1+1"],
    ["'tis", "''tis"],
    ['49', '49'],
    ['', ''],
  ])('%s is written as %s', (text, cellText) => {
    expect(escapeFormula(text)).toBe(cellText);
    expect(unescapeFormula(cellText)).toBe(text);
  });

  it('leaves an apostrophe that somebody else wrote before a word', () => {
    expect(unescapeFormula("'tis")).toBe("'tis");
  });
});
