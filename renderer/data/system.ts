import type { DesktopVerbs } from '../../shared/contract/desktop.ts';
import { ContractError } from '../../shared/contract/error.ts';
import type { FileKind, Saved, SavedText } from '../../shared/model/file.ts';

/** What the window asks of the computer it is on: by the verbs of the desktop host, else as a browser lets a page. */
export interface System {
  /**
   * Asks for a file's path: null when none was chosen. Absent in a browser, which tells no page where a file lies.
   *
   * @throws ContractError
   */
  readonly pickFile: ((kind: FileKind) => Promise<string | null>) | null;
  /** @throws ContractError when it could not be saved where somebody wanted it */
  saveFile(file: SavedText): Promise<Saved>;
  /**
   * Opens an address in the system's browser: whether it did. Absent in a browser, where a link opens by itself.
   *
   * @throws ContractError
   */
  readonly openOutside: ((url: string) => Promise<boolean>) | null;
  /** Shows on the program's icon how many things need a person. Absent in a browser, where the title says it. */
  readonly showBadge: ((count: number) => void) | null;
}

/** Gives a text to the browser to be downloaded under this name. */
export type Download = (file: SavedText) => void;

/** @param desktop what the desktop host gave; undefined in a browser */
export function createSystem(desktop: DesktopVerbs | undefined, download: Download): System {
  if (desktop === undefined) {
    return {
      pickFile: null,
      async saveFile(file) {
        download(file);
        return { kind: 'downloaded', name: file.name };
      },
      openOutside: null,
      showBadge: null,
    };
  }
  return {
    pickFile: (kind) => told(desktop.pickFile(kind)),
    async saveFile(file) {
      const path = await told(desktop.saveFile(file));
      return path === null ? { kind: 'declined' } : { kind: 'saved', path };
    },
    openOutside: (url) => told(desktop.openExternal(url)),
    // Nobody waits for it, and the next count sets it right.
    showBadge: (count) => void desktop.setBadge(count).catch(() => undefined),
  };
}

/** The host's words for a person, as the error that every screen can show. */
async function told<Value>(verb: Promise<Value>): Promise<Value> {
  try {
    return await verb;
  } catch (error) {
    throw new ContractError({
      code: 'refused',
      message: error instanceof Error ? error.message : String(error),
      affects: 'Nothing was changed.',
      fix: '',
      id: 'desktop-verb',
    });
  }
}

/** Downloads by a link to the text itself: no address of the host, so the strict policy has nothing to allow. */
export function downloadIn(document: Document): Download {
  return ({ name, text }) => {
    const address = URL.createObjectURL(new Blob([text], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
    // The browser reads it a moment later.
    setTimeout(() => URL.revokeObjectURL(address), textKept);
  };
}

/** How long a text that was given to the browser is kept, in milliseconds. */
const textKept = 60_000;
