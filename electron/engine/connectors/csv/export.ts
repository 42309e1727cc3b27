import { type AppExport, type Result, success, type TargetAccount } from '../connector.ts';
import { allRows, readAccount, readById, rowsOfLogin } from './accounts.ts';
import { failureOf } from './failure.ts';
import { look } from './file.ts';
import { bindSheet, type Layout, type Sheet } from './layout.ts';
import { parseDocument } from './parse.ts';

/** An export that is there, understood. */
export interface ReadExport {
  readonly at: number;
  readonly digest: string;
  readonly sheet: Sheet;
}

/**
 * Looks at the app's own export. It needs the columns of login, status and roles; the id, and attributes, may be missing.
 *
 * @returns null when the app gives none, or none is there
 * @throws Refusal when it cannot be understood
 */
export function lookAtExport(layout: Layout): ReadExport | null {
  const { target } = layout;
  if (target.export === null) return null;
  const { file, delimiter } = target.export;
  const { content } = look(file);
  if (content === null) return null;
  const document = parseDocument(content.bytes, delimiter, file);
  // An app that is about to write its export has emptied it: that says nothing of anybody.
  if (document.header === null) return null;
  const sheet = bindSheet(layout, document, { file, exists: true, whole: false });
  return { at: content.stats.mtimeMs, digest: content.digest, sheet };
}

/**
 * The app's own export as what it says it has. One without any account says nothing of anybody, and counts as none.
 */
export function readExport(layout: Layout): Result<AppExport | null> {
  try {
    const read = lookAtExport(layout);
    const accounts = read ? allRows(read.sheet).length : 0;
    if (read === null || accounts === 0) return success(null);
    const { at, digest, sheet } = read;
    return success({
      at,
      asked: `${sheet.file}, the app's own export of ${new Date(at).toISOString()} (${accounts} accounts)`,
      mark: `${at} ${digest}`,
      account(id, login) {
        try {
          return success(accountOf(sheet, id, login));
        } catch (error) {
          return failureOf(error, sheet.file);
        }
      },
    });
  } catch (error) {
    return failureOf(error, layout.target.export?.file ?? layout.target.file);
  }
}

/** By id, where the export has one, then by login. */
function accountOf(sheet: Sheet, id: string, login: string): TargetAccount | null {
  const { users } = sheet.layout.target;
  const byId = sheet.columns.has(users.id ?? users.login) ? readById(sheet, id) : null;
  if (byId !== null) return byId;
  const rows = rowsOfLogin(sheet, login, null);
  return rows.length === 0 ? null : readAccount(sheet, rows);
}
