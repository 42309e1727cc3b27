/** What an identity provider remembers of a server: object id -> the id that the server gave, for users and groups alike. */
export type Memory = Readonly<Record<string, string>>;

/** A memory while it grows, in the middle of a conversation. */
export interface Recollection {
  readonly memory: Memory;
  /** @returns the server's id of an object, null when it is not known */
  find(objectId: string): string | null;
  /** @returns the server's id of an object that must be known. @throws Error when changes are told out of order */
  idOf(objectId: string): string;
  learn(objectId: string, serverId: string): void;
  forget(objectId: string): void;
}

/** @param learned called with the whole memory after each thing that was learned or forgotten */
export function recollect(start: Memory, learned: (memory: Memory) => void = () => undefined): Recollection {
  const known = new Map(Object.entries(start));
  const current = () => Object.fromEntries(known);
  return {
    get memory() {
      return current();
    },
    find: (objectId) => known.get(objectId) ?? null,
    idOf(objectId) {
      const id = known.get(objectId);
      if (id === undefined) throw new Error(`The server was never told of ${objectId}: changes are told out of order.`);
      return id;
    },
    learn(objectId, serverId) {
      if (known.get(objectId) === serverId) return;
      known.set(objectId, serverId);
      learned(current());
    },
    forget(objectId) {
      if (known.delete(objectId)) learned(current());
    },
  };
}
