import { setTimeout as wait } from 'node:timers/promises';
import { Refusal, type Result, success } from '../connector.ts';
import type { Changed } from './change.ts';
import { type Document, renderDocument } from './document.ts';
import { failureOf } from './failure.ts';
import { type Looked, look, removeLeftovers, replace } from './file.ts';
import { bindSheet, type Layout, type Sheet, withDocument } from './layout.ts';
import { parseDocument } from './parse.ts';

/** How long after a first look a second one shows whether somebody is writing the file right now, in milliseconds. */
const SECOND_LOOK_MS = 150;

/** The one place where a target's file is read and written: one change of it at a time. */
export interface Desk {
  /**
   * Reads the file anew.
   *
   * @param doubtful whether the answer is only believed when the file stays as it is for a moment: a file that another
   *   program is just writing lacks what comes later
   */
  read<T>(work: (sheet: Sheet) => T, doubtful?: (value: T) => boolean): Promise<Result<T>>;
  /** Reads the file anew, changes it and writes it. What is asked for meanwhile is written together afterwards. */
  edit<T>(work: (sheet: Sheet) => Changed<T>): Promise<Result<T>>;
}

/** One edit that waits. */
interface Waiting {
  /** Changes the document, or notes why not. @returns the document as it stands then */
  apply(sheet: Sheet): Document;
  /** Answers whoever asked; with what writing failed, if it did. */
  answer(written: Result<void>): void;
}

export function createDesk(layout: Layout): Desk {
  const { file, delimiter } = layout.target;
  const waiting: Waiting[] = [];
  let busy = false;
  let parsed: { readonly digest: string; readonly document: Document } | null = null;
  let tidied = false;
  /** Whether the file has been seen: then one that is not there is not one to begin anew. */
  let seen = false;

  async function load(): Promise<{ readonly looked: Looked; readonly sheet: Sheet }> {
    const looked = look(file);
    try {
      return { looked, sheet: toSheet(looked) };
    } catch (error) {
      // What cannot be understood may be half of what another program is writing.
      await wait(SECOND_LOOK_MS);
      assertStill(looked);
      throw error;
    }
  }

  function toSheet({ content }: Looked): Sheet {
    if (content === null)
      return bindSheet(
        layout,
        { byteOrderMark: false, delimiter, header: null, rows: [] },
        { file, exists: false, whole: true },
      );
    seen = true;
    if (parsed?.digest !== content.digest)
      parsed = { digest: content.digest, document: parseDocument(content.bytes, delimiter, file) };
    return bindSheet(layout, parsed.document, { file, exists: true, whole: true });
  }

  /** @throws Refusal transient when the file is not what it was */
  function assertStill(looked: Looked): void {
    if (look(file).content?.digest !== looked.content?.digest)
      throw new Refusal('transient', `${file} is being written by somebody else right now; it is looked at again`);
  }

  async function carryOut(batch: readonly Waiting[]): Promise<Result<void>> {
    try {
      const { looked, sheet } = await load();
      if (looked.content === null && seen)
        throw new Refusal(
          'transient',
          `${file} is not there any more; is its drive away? Put it back, or an empty file to begin anew`,
        );
      let document = sheet.document;
      for (const one of batch) document = one.apply(withDocument(sheet, document));
      if (document === sheet.document) return success(undefined);
      if (!tidied) removeLeftovers(looked);
      tidied = true;
      await replace(looked, renderDocument(document), file);
      return success(undefined);
    } catch (error) {
      return failureOf(error, file);
    }
  }

  async function work(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      while (waiting.length > 0) {
        const batch = waiting.splice(0);
        const written = await carryOut(batch);
        for (const one of batch) one.answer(written);
      }
    } finally {
      busy = false;
    }
  }

  return {
    async read(look, doubtful = () => false) {
      try {
        const { looked, sheet } = await load();
        const value = look(sheet);
        if (doubtful(value)) {
          await wait(SECOND_LOOK_MS);
          assertStill(looked);
        }
        return success(value);
      } catch (error) {
        return failureOf(error, file);
      }
    },
    edit: <T>(change: (sheet: Sheet) => Changed<T>) =>
      new Promise<Result<T>>((resolve, reject) => {
        let result: Result<T> | null = null;
        waiting.push({
          apply(sheet) {
            try {
              const { document, value } = change(sheet);
              result = success(value);
              return document;
            } catch (error) {
              result = failureOf(error, file);
              return sheet.document;
            }
          },
          answer(written) {
            resolve(result === null || (result.ok && !written.ok) ? (written as Result<never>) : result);
          },
        });
        // Begins in a turn of its own, so that what is asked for at once is written at once.
        setImmediate(() => work().catch(reject));
      }),
  };
}
