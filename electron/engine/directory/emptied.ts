import type { JsonObject, JsonValue } from '../scim/json.ts';
import type { Memory } from '../store/sharedTransaction.ts';

/** So many people losing the same attribute within the window are doubt and no wish (rule 3). */
const SEVERAL = 3;
const WINDOW_MS = 10 * 60 * 1000;

/** What a person had before an attribute of theirs went empty. */
export interface Former {
  readonly personPk: number;
  readonly value: JsonValue;
}

/** Watches attributes that go empty, for each source and attribute. What is undone in the store is forgotten here, too. */
export interface Emptied extends Memory {
  /**
   * Notes that an attribute of a person went empty.
   *
   * @returns who is newly in doubt: nobody until several lost it within the window, then everybody who did, each once
   */
  note(sourcePk: number, path: string, former: Former, now: number): readonly Former[];
  /** The person has a value again: what they had before that is of no account any more. */
  forget(sourcePk: number, path: string, personPk: number): void;
  /** The person has left: nothing that they had before may come back by doubt. */
  forgetPerson(sourcePk: number, personPk: number): void;
}

/** One person's loss of one attribute. */
interface Loss {
  readonly value: JsonValue;
  readonly at: number;
  readonly told: boolean;
}

/** Kept in memory: a restart forgets a window of ten minutes, and the guard stands behind it. */
export function createEmptied(): Emptied {
  const windows = new Map<string, Map<number, Loss>>();
  const keyOf = (sourcePk: number, path: string) => `${sourcePk} ${path}`;
  /** What takes back the newest changes, the oldest first. */
  const undo: (() => void)[] = [];

  function put(window: Map<number, Loss>, personPk: number, loss: Loss | undefined): void {
    const before = window.get(personPk);
    const set = (to: Loss | undefined) => (to ? window.set(personPk, to) : window.delete(personPk));
    set(loss);
    undo.push(() => set(before));
  }

  return {
    note(sourcePk, path, former, now) {
      const key = keyOf(sourcePk, path);
      const window = windows.get(key) ?? new Map<number, Loss>();
      windows.set(key, window);
      for (const [personPk, { at }] of window) if (at < now - WINDOW_MS) put(window, personPk, undefined);
      put(window, former.personPk, { value: former.value, at: now, told: false });
      if (window.size < SEVERAL) return [];
      // Told once: what a person has decided about them since is not asked again.
      const untold = [...window].filter(([, { told }]) => !told);
      for (const [personPk, loss] of untold) put(window, personPk, { ...loss, told: true });
      return untold.map(([personPk, { value }]) => ({ personPk, value }));
    },
    forget(sourcePk, path, personPk) {
      const window = windows.get(keyOf(sourcePk, path));
      if (window?.has(personPk)) put(window, personPk, undefined);
    },
    forgetPerson(sourcePk, personPk) {
      for (const [key, window] of windows)
        if (key.startsWith(`${sourcePk} `) && window.has(personPk)) put(window, personPk, undefined);
    },
    mark() {
      const length = undo.length;
      return () => {
        while (undo.length > length) undo.pop()?.();
      };
    },
    keep() {
      undo.length = 0;
    },
  };
}

/** One attribute with a value, by the path under which it is held: `title`, `urn:…:User:department`. */
export interface PathValue {
  readonly path: string;
  readonly value: JsonValue;
}

const unwatched = new Set(['schemas', 'id', 'active', 'userName', 'externalId', 'displayName']);

/** Top-level attributes, and those of schema extensions, one by one. */
export function attributesOf(user: JsonObject): PathValue[] {
  return Object.entries(user).flatMap(([name, value]) => {
    if (unwatched.has(name)) return [];
    if (!name.startsWith('urn:')) return [{ path: name, value }];
    return Object.entries(value as JsonObject).map(([inner, held]) => ({ path: `${name}:${inner}`, value: held }));
  });
}

/** What `before` has and `after` has not. */
export function lost(before: JsonObject, after: JsonObject): PathValue[] {
  const left = new Set(attributesOf(after).map((attribute) => attribute.path));
  return attributesOf(before).filter((attribute) => !left.has(attribute.path));
}

/** Puts a held attribute back in its place. */
export function withHeld(user: JsonObject, path: string, value: JsonValue): JsonObject {
  const colon = path.startsWith('urn:') ? path.lastIndexOf(':') : -1;
  if (colon < 0) return { ...user, [path]: value };
  const urn = path.slice(0, colon);
  return { ...user, [urn]: { ...((user[urn] ?? {}) as JsonObject), [path.slice(colon + 1)]: value } };
}
