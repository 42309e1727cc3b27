import type { FileKind, SavedText } from '../model/file.ts';

/**
 * What the desktop host gives its page, as `window.desktop`: these verbs and no other. A new one is a decision.
 * Each is refused for any frame but the window's own. A verb that fails rejects with an Error whose message says, for a
 * person, what happened and what to do.
 */
export interface DesktopVerbs {
  /**
   * Asks for the port that carries the contract. It comes as a `message` event of the window itself, from this origin,
   * with `portMessage` as its data and the port as its one port; a port given earlier is closed.
   */
  port(): Promise<void>;
  readonly platform: string;
  /** Opens an https address of an allowed host in the system's browser. @returns whether it was allowed */
  openExternal(url: string): Promise<boolean>;
  /** @returns the path that the admin chose; null when they chose none */
  pickFile(kind: FileKind): Promise<string | null>;
  /** @returns the path it was saved at; null when the admin chose none */
  saveFile(file: SavedText): Promise<string | null>;
  /** Shows how many things need a person, where the system has a place for it; 0 shows nothing. */
  setBadge(count: number): Promise<void>;
}

/** The names of the verbs, exactly as the page sees them. */
export const desktopVerbs = [
  'openExternal',
  'pickFile',
  'platform',
  'port',
  'saveFile',
  'setBadge',
] as const satisfies readonly (keyof DesktopVerbs)[];

/** The data of the message that brings the port. */
export const portMessage = 'footbridge:port';

/** The channels between preload and main. */
export const channels = {
  port: 'footbridge:port',
  openExternal: 'footbridge:open-external',
  pickFile: 'footbridge:pick-file',
  saveFile: 'footbridge:save-file',
  setBadge: 'footbridge:set-badge',
} as const;

/** What main answers on a channel. Electron writes its own words before those of a handler that throws; ours stay whole. */
export type DesktopAnswer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };
