import { ContractError } from '../../shared/contract/error.ts';

/** The code of a call's error, or `answered`. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'answered';
  } catch (error) {
    return error instanceof ContractError ? error.body.code : String(error);
  }
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/**
 * Follows a list from its first page to its last.
 *
 * @param between is done after each page but the last: what else happens meanwhile
 */
export async function pagesOf<T>(
  ask: (cursor: string | undefined) => Promise<Page<T>>,
  between: () => Promise<unknown> = async () => undefined,
): Promise<T[][]> {
  const pages: T[][] = [];
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await ask(cursor);
    pages.push([...items]);
    if (next === null) return pages;
    cursor = next;
    await between();
  }
}

/** What no list has given as its `next`: no base64, no JSON, a list of other values. */
export const badCursors = ['', 'nonsense', '%%%', btoa('{}'), btoa('[1,2,3,4,5]'), btoa('[null]'), btoa('[{}]')];
