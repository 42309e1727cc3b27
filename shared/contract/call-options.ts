/** What a transport heeds. */
export interface CallOptions {
  readonly signal?: AbortSignalLike;
}

export interface ClientCallOptions extends CallOptions {
  /** How long to wait for this answer, in milliseconds, instead of the client's usual patience. */
  readonly timeout?: number;
}

/** The part of AbortSignal that a transport needs; the shared rooms know no DOM. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}
