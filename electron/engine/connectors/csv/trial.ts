import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import type { TestStep } from '../connector.ts';
import { allRows, cellAt, rolesOf, statusOf } from './accounts.ts';
import { lookAtExport } from './export.ts';
import { failureOf } from './failure.ts';
import { look } from './file.ts';
import { bindSheet, foldWord, type Layout, type Sheet } from './layout.ts';
import { parseDocument } from './parse.ts';

/** Does one step. @returns what it gave, null when it failed */
type Try = <T>(step: string, work: () => { readonly detail: string; readonly value: T }) => T | null;

/**
 * Tries a target: finds its folder, reads its file, looks for columns, status words and what must be unique, asks for
 * the right to write. Nothing is changed, and nothing is made.
 */
export function testTarget(layout: Layout): { readonly steps: readonly TestStep[]; readonly roles: readonly string[] } {
  const { target } = layout;
  const steps: TestStep[] = [];
  const attempt: Try = (step, work) => {
    try {
      const { detail, value } = work();
      steps.push({ step, ok: true, detail });
      return value;
    } catch (error) {
      const failed = failureOf(error, target.file);
      steps.push({ step, ok: false, detail: failed.ok ? '' : failed.failure.message });
      return null;
    }
  };
  const known = [...new Set(target.knownRoles)].sort();
  const folder = path.dirname(target.file);
  const isFolder = attempt('Find the folder', () => {
    statSync(folder);
    return { detail: folder, value: true };
  });
  if (isFolder === null) return { steps, roles: known };

  const sheet = attempt('Read the file', () => read(layout));
  if (sheet === null) return { steps, roles: known };
  if (sheet.exists) steps.push(...contents(sheet));
  const roles = [...new Set([...known, ...foundRoles(sheet)])].sort();
  if (target.roles !== null)
    steps.push(step('Read the roles', null, roles.length === 0 ? 'Warning: no role is known yet.' : roles.join(', ')));
  attempt('Write', () => writable(layout, folder));
  if (target.export !== null) attempt('Read the export', () => exportInWords(layout));
  return { steps, roles };
}

const step = (name: string, problem: string | null, detail: string): TestStep => ({
  step: name,
  ok: problem === null,
  detail: problem ?? detail,
});

function read(layout: Layout): { readonly detail: string; readonly value: Sheet } {
  const { file, delimiter } = layout.target;
  const { content } = look(file);
  const document =
    content === null
      ? { byteOrderMark: false, delimiter, header: null, rows: [] }
      : parseDocument(content.bytes, delimiter, file);
  const value = bindSheet(layout, document, { file, exists: content !== null, whole: true });
  if (content === null) return { detail: `${file} is not there yet; it is made at the first account.`, value };
  if (document.header === null)
    return { detail: `${file} is empty; its header is written at the first account.`, value };
  return { detail: `${file}: every column is there, ${allRows(value).length} accounts`, value };
}

const foundRoles = (sheet: Sheet): readonly string[] =>
  rolesOf(
    sheet,
    sheet.document.rows.map((_, index) => index),
  );

function contents(sheet: Sheet): TestStep[] {
  return [statusStep(sheet), idStep(sheet), loginStep(sheet)];
}

function statusStep(sheet: Sheet): TestStep {
  const { column, on, off } = sheet.layout.target.users.active;
  const counts = { on: 0, off: 0 };
  const others = new Map<string, number>();
  for (const rows of allRows(sheet)) {
    const word = cellAt(sheet, rows[0] ?? -1, column);
    const status = statusOf(sheet, word);
    if (status === null) others.set(word, (others.get(word) ?? 0) + 1);
    else counts[status] += 1;
  }
  const seen = `${counts.on} on (${on}), ${counts.off} off (${off})`;
  if (others.size === 0) return step('Status words', null, seen);
  const rest = [...others].slice(0, 5).map(([word, n]) => `${n} with “${word.slice(0, 40)}”`);
  const follows =
    'neither on nor off. Such an account can be disabled; anything else waits until the word is corrected';
  return step('Status words', null, `Warning: ${seen}, and ${rest.join(', ')}: ${follows}.`);
}

/** In the layout of rows one id has several rows; rows of one id must then be of one login. */
function idStep(sheet: Sheet): TestStep {
  const { id, login } = sheet.layout.target.users;
  const name = 'Immutable id';
  if (id === null)
    return step(name, null, `Warning: the login (${login}) is the id; an account can then not be renamed.`);
  const mapped = sheet.layout.attributes.find(({ column }) => column === id);
  const seen = new Map<string, string>();
  let empty = 0;
  for (const [index, row] of sheet.document.rows.entries()) {
    const value = cellAt(sheet, index, id);
    const rowLogin = foldWord(cellAt(sheet, index, login));
    if (value === '' && rowLogin !== '') empty += 1;
    if (value === '') continue;
    const other = seen.get(value);
    const repeated = sheet.layout.target.roles?.layout === 'rows' ? other !== rowLogin : true;
    if (other !== undefined && repeated)
      return step(name, `${sheet.file}, line ${row.line}: the id ${value} is there twice; correct the file.`, '');
    seen.set(value, rowLogin);
  }
  const given = mapped ? `from the attribute ${mapped.name}` : 'a key that Footbridge makes';
  const foreign = empty === 0 ? '' : ` ${empty} rows have none: Footbridge leaves them alone.`;
  return step(name, null, `${id}, ${given}.${foreign}`);
}

function loginStep(sheet: Sheet): TestStep {
  const { users, roles } = sheet.layout.target;
  const { login } = users;
  const seen = new Set<string>();
  // Only where roles are rows does an account have several.
  const accounts = roles?.layout === 'rows' ? allRows(sheet) : sheet.document.rows.map((_, index) => [index]);
  for (const rows of accounts) {
    const value = cellAt(sheet, rows[0] ?? -1, login);
    const line = sheet.document.rows[rows[0] ?? -1]?.line ?? 0;
    if (value !== '' && seen.has(foldWord(value)))
      return step('Unique login', `${sheet.file}, line ${line}: the login ${value} is there twice.`, '');
    seen.add(foldWord(value));
  }
  return step('Unique login', null, `each ${login} occurs once`);
}

function writable(layout: Layout, folder: string): { readonly detail: string; readonly value: true } {
  const { file } = layout.target;
  const { path: real, content } = look(file);
  accessSync(content === null ? folder : path.dirname(real), constants.W_OK | constants.X_OK);
  const detail = 'the file and its folder may be written; nothing was changed';
  if (content === null) return { detail, value: true };
  accessSync(real, constants.W_OK);
  const us = process.getuid?.();
  if (us === undefined || us === 0 || us === content.stats.uid) return { detail, value: true };
  const why = `it belongs to another system user (${content.stats.uid}), and will belong to Footbridge's (${us})`;
  return { detail: `Warning: ${detail}; when it is written, ${why}. See that the app may still read it.`, value: true };
}

function exportInWords(layout: Layout): { readonly detail: string; readonly value: true } {
  const read = lookAtExport(layout);
  const file = layout.target.export?.file;
  const accounts = read ? allRows(read.sheet).length : 0;
  if (read === null || accounts === 0)
    return { detail: `${file} holds nothing yet: until it does, what is handed over is not confirmed.`, value: true };
  return { detail: `${file}, of ${new Date(read.at).toISOString()}: ${accounts} accounts`, value: true };
}
