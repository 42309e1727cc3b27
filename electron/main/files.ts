import path from 'node:path';
import type {
  BrowserWindow,
  FileFilter,
  OpenDialogOptions,
  OpenDialogReturnValue,
  SaveDialogOptions,
  SaveDialogReturnValue,
} from 'electron';
import type { FileKind, SavedText } from '../../shared/model/file.ts';
import { writeWhole } from '../host/whole-file.ts';
import { VerbFailure } from './verb-failure.ts';

/** What of Electron's `dialog` is needed. */
export interface SystemDialogs {
  showOpenDialog(window: BrowserWindow, options: OpenDialogOptions): Promise<OpenDialogReturnValue>;
  showSaveDialog(window: BrowserWindow, options: SaveDialogOptions): Promise<SaveDialogReturnValue>;
}

/** Asks for a file that is there. @returns its path; null when none was chosen */
export async function pickFile(dialog: SystemDialogs, window: BrowserWindow, kind: FileKind): Promise<string | null> {
  const { title, filter } = pickings[kind];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    title,
    // macOS shows no title on this dialog.
    message: title,
    buttonLabel: 'Choose',
    filters: [filter, everyFile],
    properties: ['openFile'],
  });
  return canceled ? null : (filePaths[0] ?? null);
}

/**
 * Asks where to save a text, and saves it whole or not at all, readable by its owner only.
 *
 * @returns the path it was saved at; null when none was chosen
 * @throws VerbFailure when it cannot be written there
 */
export async function saveFile(
  dialog: SystemDialogs,
  window: BrowserWindow,
  { name, text }: SavedText,
): Promise<string | null> {
  const proposed = plainName(name);
  const ending = path.extname(proposed).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    title: `Save ${proposed}`,
    buttonLabel: 'Save',
    defaultPath: proposed,
    filters: [...(ending === '' ? [] : [{ name: `${ending.toUpperCase()} file`, extensions: [ending] }]), everyFile],
    properties: ['createDirectory', 'showOverwriteConfirmation'],
  });
  if (canceled || filePath === '') return null;
  try {
    writeWhole(filePath, text);
  } catch (error) {
    throw new VerbFailure(unwritten(filePath, (error as NodeJS.ErrnoException).code ?? String(error)));
  }
  return filePath;
}

/**
 * A page proposes a name, never a place: what is left of one has no folder in it, is no hidden file and has no
 * character that a system keeps for itself.
 */
export function plainName(name: string): string {
  const plain = name.replace(/[^\p{L}\p{N} ._-]+/gu, '-').replace(/^[. -]+|[. -]+$/g, '');
  return plain === '' ? 'Footbridge' : plain;
}

/** What each kind of file is called on the dialog, and which endings it shows first. */
const pickings: Readonly<Record<FileKind, { readonly title: string; readonly filter: FileFilter }>> = {
  sqlite: {
    title: 'Choose the app’s SQLite database',
    filter: { name: 'SQLite databases', extensions: ['db', 'sqlite', 'sqlite3', 'db3'] },
  },
  csv: {
    title: 'Choose the app’s CSV file',
    filter: { name: 'CSV files', extensions: ['csv', 'tsv', 'txt'] },
  },
  configuration: {
    title: 'Choose a Footbridge configuration',
    filter: { name: 'Footbridge configurations', extensions: ['json'] },
  },
};

const everyFile: FileFilter = { name: 'All files', extensions: ['*'] };

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk can only be read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  ENOENT: 'the folder is gone',
  ENOTDIR: 'the folder is gone',
  EISDIR: 'a folder of that name is there',
  ENAMETOOLONG: 'the name is too long',
};

const unwritten = (file: string, code: string): string =>
  `Nothing was saved at ${file}: ${reasons[code] ?? `the system said ${code}`}. Choose another place.`;
