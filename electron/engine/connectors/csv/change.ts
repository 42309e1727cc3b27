import { randomUUID } from 'node:crypto';
import { type AttributeValues, type NewAccount, Refusal } from '../connector.ts';
import { cellAt, piecesOf, type Rows, rolesOf, rowsOfId, rowsOfLogin } from './accounts.ts';
import { changeRows, type Document, insertRow, removeRows } from './document.ts';
import { cellsToWrite, foldWord, type Sheet } from './layout.ts';

/** What a verb makes of a document, and what it answers. */
export interface Changed<T> {
  readonly document: Document;
  readonly value: T;
}

type Written = readonly [column: string, value: string];

const changed = (document: Document): Changed<void> => ({ document, value: undefined });

/** A value as text: yes and no as 1 and 0, as everywhere where a target has no type for them. */
const toCell = (value: string | number | boolean | null): string =>
  value === null ? '' : String(typeof value === 'boolean' ? Number(value) : value);

function toWritten({ layout, file }: Sheet, values: AttributeValues): Written[] {
  return Object.entries(values).map(([name, value]) => {
    const attribute = layout.attributes.find((one) => one.name === name);
    if (attribute === undefined)
      throw new Refusal('permanent', `${file} has no column set up for the attribute ${name}.`);
    return [attribute.column, toCell(value)];
  });
}

function assertLoginFree(sheet: Sheet, login: string, except: string | null): void {
  const [other] = rowsOfLogin(sheet, login, except);
  if (other === undefined) return;
  const id = cellAt(sheet, other, sheet.layout.target.users.id ?? sheet.layout.target.users.login);
  throw new Refusal('conflict', `an account with the login ${login} is there already (id ${id})`);
}

/** @throws Refusal unknown when no account has this id */
function existing(sheet: Sheet, id: string): Rows {
  const rows = rowsOfId(sheet, id);
  if (rows.length === 0) throw new Refusal('unknown', `${sheet.file} has no account with the id ${id}.`);
  return rows;
}

/**
 * Adds an account without roles at the end. Its id is what the mapping says, else a key of our own, else the login.
 *
 * @throws Refusal conflict when its login or id is there; permanent when it has no login, or not the id it should have
 */
export function create(sheet: Sheet, account: NewAccount): Changed<string> {
  const { users } = sheet.layout.target;
  if (account.login.trim() === '') throw new Refusal('permanent', 'An account needs a login, and this one has none.');
  assertLoginFree(sheet, account.login, null);
  const written = toWritten(sheet, account.attributes);
  const id = newId(sheet, account, written);
  if (sheet.exists && rowsOfId(sheet, id).length > 0)
    throw new Refusal('conflict', `another account with the id ${id} is there already`);
  const cells = cellsToWrite(sheet, [
    ...written,
    ...(users.id === null ? [] : [[users.id, id] as const]),
    [users.login, account.login],
    [users.active.column, users.active.on],
  ]);
  const width = sheet.document.header?.values.length ?? 0;
  const values = Array.from({ length: width }, (_, index) => cells.get(index) ?? '');
  return { document: insertRow(sheet.document, values, null), value: id };
}

function newId({ layout }: Sheet, account: NewAccount, written: readonly Written[]): string {
  const { id } = layout.target.users;
  if (id === null) return account.login;
  const mapped = layout.attributes.find(({ column }) => column === id);
  if (mapped === undefined) return randomUUID();
  const value = written.find(([column]) => column === id)?.[1] ?? '';
  if (value !== '') return value;
  throw new Refusal(
    'permanent',
    `${id} is the immutable id, and the attribute ${mapped.name} gives ${account.login} none.`,
  );
}

/** Writes the given attributes and the login into every row of an account. */
export function update(
  sheet: Sheet,
  id: string,
  change: { readonly login?: string; readonly attributes: AttributeValues },
): Changed<void> {
  const { users } = sheet.layout.target;
  const rows = existing(sheet, id);
  const written = toWritten(sheet, change.attributes);
  const otherId = written.some(([column, value]) => column === users.id && value !== id);
  if (otherId)
    throw new Refusal(
      'permanent',
      `${users.id} is the immutable id in ${sheet.file}; an account's id is never changed.`,
    );
  if (change.login !== undefined) {
    if (users.id === null && change.login !== id)
      throw new Refusal(
        'permanent',
        `in ${sheet.file} the login is the id, so ${id} cannot be renamed to ${change.login}; rename it by hand in the app and in the file, or give the file a column for an id`,
      );
    assertLoginFree(sheet, change.login, id);
    written.push([users.login, change.login]);
  }
  return changed(changeRows(sheet.document, rows, cellsToWrite(sheet, written)));
}

/** Writes the status into every row of an account, whatever stood there. */
export function setStatus(sheet: Sheet, id: string, word: string): Changed<void> {
  const rows = existing(sheet, id);
  const { column } = sheet.layout.target.users.active;
  const others = rows.filter((row) => foldWord(cellAt(sheet, row, column)) !== foldWord(word));
  return changed(changeRows(sheet.document, others, cellsToWrite(sheet, [[column, word]])));
}

export const remove = (sheet: Sheet, id: string): Changed<void> =>
  changed(removeRows(sheet.document, existing(sheet, id)));

/** Gives a role, behind those that are there. */
export function addRole(sheet: Sheet, id: string, name: string): Changed<void> {
  const { document } = sheet;
  const { roles } = sheet.layout.target;
  const rows = existing(sheet, id);
  if (roles === null) throw new Refusal('permanent', `${sheet.file} has no column for roles.`);
  if (rolesOf(sheet, rows).includes(name)) return changed(document);
  if (roles.layout === 'column') {
    if (name.includes(roles.separator)) {
      const why = `it holds “${roles.separator}”, which separates the roles in the column ${roles.column}`;
      throw new Refusal('permanent', `the role “${name}” cannot be written to ${sheet.file}: ${why}`);
    }
    const first = rows.slice(0, 1);
    const before = cellAt(sheet, first[0] ?? -1, roles.column);
    const after = before.trim() === '' ? name : `${before}${roles.separator}${name}`;
    return changed(changeRows(document, first, cellsToWrite(sheet, [[roles.column, after]])));
  }
  const cells = cellsToWrite(sheet, [[roles.column, name]]);
  const empty = rows.find((row) => cellAt(sheet, row, roles.column).trim() === '');
  if (empty !== undefined) return changed(changeRows(document, [empty], cells));
  const last = rows.at(-1) ?? document.rows.length - 1;
  const like = document.rows[last] ?? null;
  const values = (like?.values ?? []).map((value, index) => cells.get(index) ?? value);
  return changed(insertRow(document, values, last, like));
}

/** Takes a role away; the others, and their order, stay. An account without roles keeps a row. */
export function removeRole(sheet: Sheet, id: string, name: string): Changed<void> {
  const { document } = sheet;
  const { roles } = sheet.layout.target;
  const rows = existing(sheet, id);
  if (roles === null) throw new Refusal('permanent', `${sheet.file} has no column for roles.`);
  // Where the role is not written like that, somebody wrote it in another case: an app may not mind the case.
  const isExact = rolesOf(sheet, rows).includes(name);
  const isIt = (text: string): boolean => (isExact ? text.trim() === name : foldWord(text) === foldWord(name));
  if (roles.layout === 'column')
    return changed(
      rows.reduce((after, row) => {
        const pieces = piecesOf(cellAt(sheet, row, roles.column), roles.separator);
        const kept = pieces.filter((piece) => !isIt(piece));
        if (kept.length === pieces.length) return after;
        return changeRows(after, [row], cellsToWrite(sheet, [[roles.column, kept.join(roles.separator)]]));
      }, document),
    );
  const holding = rows.filter((row) => isIt(cellAt(sheet, row, roles.column)));
  if (holding.length === 0) return changed(document);
  if (holding.length < rows.length) return changed(removeRows(document, holding));
  const emptied = changeRows(document, holding.slice(0, 1), cellsToWrite(sheet, [[roles.column, '']]));
  return changed(removeRows(emptied, holding.slice(1)));
}
