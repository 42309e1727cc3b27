import { type AttributeValues, Refusal, type Search, type TargetAccount } from '../connector.ts';
import { isBlank, type Row } from './document.ts';
import { cellOf, foldWord, type Sheet } from './layout.ts';

/** Indexes of the rows of one account: several where roles are rows. */
export type Rows = readonly number[];

const idColumn = ({ layout }: Sheet): string => layout.target.users.id ?? layout.target.users.login;
const loginColumn = ({ layout }: Sheet): string => layout.target.users.login;

/** `line 3`, `lines 3 and 4`, for messages. */
function linesOf(sheet: Sheet, rows: Rows): string {
  const lines = rows.map((row) => sheet.document.rows[row]?.line ?? 0).filter((line) => line > 0);
  return lines.length === 1 ? `line ${lines[0]}` : `lines ${lines.slice(0, 5).join(', ')}`;
}

/** Indexes of the rows in which a column holds this. */
const rowsWhere = (sheet: Sheet, column: string, is: (cell: string) => boolean): number[] =>
  sheet.document.rows.flatMap((row, index) => (!isBlank(row) && is(cellOf(sheet, row, column)) ? [index] : []));

/** Ids as they are compared: exactly; but where the login is the id, as logins are. */
const sameId = (sheet: Sheet, cell: string, id: string): boolean =>
  sheet.layout.target.users.id === null ? foldWord(cell) === foldWord(id) : cell === id;

/**
 * The rows of the account with this id; none when there is no such account.
 *
 * @throws Refusal transient when the file is not there: that is no sign that the account is gone; permanent when the
 *   rows are of different people
 */
export function rowsOfId(sheet: Sheet, id: string): Rows {
  if (!sheet.exists)
    throw new Refusal('transient', `There is no file ${sheet.file} now, and it had accounts; is its drive away?`);
  if (id === '') return [];
  const rows = rowsWhere(sheet, idColumn(sheet), (cell) => sameId(sheet, cell, id));
  const logins = new Set(rows.map((row) => foldWord(cellAt(sheet, row, loginColumn(sheet)))));
  if (logins.size > 1)
    throw new Refusal(
      'permanent',
      `${sheet.file}, ${linesOf(sheet, rows)}: the id ${id} is that of different logins (${[...logins].join(', ')}).`,
    );
  return rows;
}

/**
 * The account with this id, as it can be told to be; null when there is none.
 *
 * @throws Refusal permanent when its login stands in rows of another id, or of none: which of them the app goes by
 *   cannot be told, so that one is shut says nothing. Disabling needs no look, and is done all the same (rule 2).
 */
export function readById(sheet: Sheet, id: string): TargetAccount | null {
  const rows = rowsOfId(sheet, id);
  if (rows.length === 0) return null;
  const login = cellAt(sheet, rows[0] ?? -1, loginColumn(sheet));
  const others = login.trim() === '' ? [] : rowsOfLogin(sheet, login, id);
  if (others.length > 0)
    throw new Refusal(
      'permanent',
      `${sheet.file}: the login ${login} is there again in ${linesOf(sheet, others)}, under another id or none; leave one account of this login.`,
    );
  return readAccount(sheet, rows);
}

export const cellAt = (sheet: Sheet, index: number, column: string): string => {
  const row = sheet.document.rows[index];
  return row ? cellOf(sheet, row, column) : '';
};

/** The rows by account: those of one id, or of one login where there is no id. Blank lines are nobody's. */
export function allRows(sheet: Sheet): readonly Rows[] {
  const groups = new Map<string, number[]>();
  sheet.document.rows.forEach((row, index) => {
    if (isBlank(row)) return;
    const group = keyOf(sheet, row);
    const before = groups.get(group);
    if (before) before.push(index);
    else groups.set(group, [index]);
  });
  return [...groups.values()];
}

/** What a row's account is known by in this file: its id, or its login where it has none. */
export function keyOf(sheet: Sheet, row: Row): string {
  const id = cellOf(sheet, row, idColumn(sheet));
  const login = foldWord(cellOf(sheet, row, loginColumn(sheet)));
  return id === '' || sheet.layout.target.users.id === null ? `login ${login}` : `id ${id}`;
}

/**
 * What a status cell says. Only the configured words are yes or no (in whatever case); anything else is neither: it is
 * said to be unclear, since to take it for either would give access, or take it, on a doubt (rules 3 and 9).
 */
export function statusOf(sheet: Sheet, cell: string): 'on' | 'off' | null {
  const { on, off } = sheet.layout.target.users.active;
  const word = foldWord(cell);
  if (word === foldWord(on)) return 'on';
  return word === foldWord(off) ? 'off' : null;
}

/**
 * The account in these rows.
 *
 * @throws Refusal permanent when its status cannot be told: another word, or rows that disagree. Disabling needs no
 *   look, so it can be done all the same (rule 2).
 */
export function readAccount(sheet: Sheet, rows: Rows): TargetAccount {
  const { users } = sheet.layout.target;
  const first = rows[0] ?? -1;
  const login = cellAt(sheet, first, users.login);
  const words = [...new Set(rows.map((row) => cellAt(sheet, row, users.active.column)))];
  const states = [...new Set(words.map((word) => statusOf(sheet, word)))];
  const where = `${sheet.file}, ${linesOf(sheet, rows)}: the status of ${login}`;
  const [state] = states;
  if (states.length > 1) throw new Refusal('permanent', `${where} differs from row to row (${words.join(', ')}).`);
  if (state !== 'on' && state !== 'off')
    throw new Refusal(
      'permanent',
      `${where} is “${words[0]}”, which is neither “${users.active.on}” nor “${users.active.off}”.`,
    );
  return {
    id: cellAt(sheet, first, idColumn(sheet)),
    login,
    active: state === 'on',
    attributes: attributesOf(sheet, rows),
    roles: rolesOf(sheet, rows),
  };
}

/** Attributes whose column is there. Rows that disagree are said to: no one value is what the account has. */
function attributesOf(sheet: Sheet, rows: Rows): AttributeValues {
  const present = sheet.layout.attributes.filter(({ column }) => sheet.columns.has(column));
  return Object.fromEntries(
    present.map(({ name, column }) => {
      const values = [...new Set(rows.map((row) => cellAt(sheet, row, column)))];
      const value = values.length > 1 ? `different from row to row: ${values.join(' | ')}` : (values[0] ?? '');
      return [name, value === '' ? null : value];
    }),
  );
}

/** The pieces of a cell that lists roles, as they are written. */
export const piecesOf = (cell: string, separator: string): readonly string[] =>
  cell === '' ? [] : cell.split(separator);

/** The roles that rows name, sorted, each once. */
export function rolesOf(sheet: Sheet, rows: Rows): readonly string[] {
  const { roles } = sheet.layout.target;
  if (roles === null) return [];
  const cells = rows.map((row) => cellAt(sheet, row, roles.column));
  const names = roles.layout === 'rows' ? cells : cells.flatMap((cell) => piecesOf(cell, roles.separator));
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].sort();
}

/** Indexes of the rows with this login, in whatever case and with whatever space around it, but for those of the account with the id `except`. */
export const rowsOfLogin = (sheet: Sheet, login: string, except: string | null): Rows =>
  rowsWhere(sheet, loginColumn(sheet), (cell) => foldWord(cell) === foldWord(login)).filter(
    (row) => except === null || !sameId(sheet, cellAt(sheet, row, idColumn(sheet)), except),
  );

/**
 * Every account that a part of the search finds, each once, those with an id first.
 *
 * @throws Refusal permanent when the status of one cannot be told
 */
export function findAccounts(sheet: Sheet, search: Search): readonly TargetAccount[] {
  const { users } = sheet.layout.target;
  const columnOf = (attribute: string | null): string | undefined =>
    sheet.layout.attributes.find(({ name }) => name === attribute)?.column;
  const looks: readonly [string | undefined, string | undefined, (text: string) => string][] = [
    [users.login, search.login, foldWord],
    [columnOf(users.email), search.email, foldWord],
    [columnOf(users.employeeNumber), search.employeeNumber, (text) => text.trim()],
  ];
  const found = new Set<number>();
  for (const [column, wanted, folded] of looks) {
    if (column === undefined || wanted === undefined || wanted === '') continue;
    for (const row of rowsWhere(sheet, column, (cell) => folded(cell) === folded(wanted))) found.add(row);
  }
  if (found.size === 0) return [];
  const accounts = allRows(sheet).filter((rows) => rows.some((row) => found.has(row)));
  return accounts.map((rows) => readAccount(sheet, rows)).sort((a, b) => Number(a.id === '') - Number(b.id === ''));
}
