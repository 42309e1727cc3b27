import { limits } from './limits.ts';

/** How much the bodies of each source take that are on their way in, or wait to be answered, in bytes. */
export interface Bodies {
  /**
   * Counts a body in, before it is read.
   *
   * @param bytes how long it says that it is
   * @returns what counts it out again, once and for all; null when it is too much for now
   */
  take(sourceKey: string, bytes: number): (() => void) | null;
}

/** One alone is always let in: how long it may be is another limit. */
export function createBodies(most: number = limits.sourceBytes): Bodies {
  const held = new Map<string, number>();
  return {
    take(sourceKey, bytes) {
      const before = held.get(sourceKey) ?? 0;
      if (before > 0 && bytes > 0 && before + bytes > most) return null;
      held.set(sourceKey, before + bytes);
      let isOut = false;
      return () => {
        if (isOut) return;
        isOut = true;
        const left = (held.get(sourceKey) ?? 0) - bytes;
        if (left > 0) held.set(sourceKey, left);
        else held.delete(sourceKey);
      };
    },
  };
}
