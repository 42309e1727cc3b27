/** The load that somebody waits for: the last one that was begun. */
export interface PageLoad {
  /** @returns settles with this load; it is rejected when another is begun before it is done */
  begin(url: string): Promise<void>;
  finish(): void;
  /** @param name Chromium's for what went wrong. @returns what the listeners of did-fail-load are told */
  fail(name: string): { readonly code: number; readonly text: string };
  readonly isLoading: boolean;
}

/** Chromium's numbers of those that a test can bring about (net/base/net_error_list.h). */
const codes: Readonly<Record<string, number>> = {
  ERR_ABORTED: -3,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_UNKNOWN_URL_SCHEME: -301,
};
const failed = -2;

export function createPageLoad(): PageLoad {
  let current: { readonly url: string; resolve(): void; reject(error: Error): void } | null = null;
  const fail = (name: string) => {
    const text = name.replace(/^.*net::/, '');
    const code = codes[text] ?? failed;
    current?.reject(
      Object.assign(new Error(`${text} (${code}) loading '${current.url}'`), { code: text, errno: code }),
    );
    current = null;
    return { code, text };
  };
  return {
    begin(url) {
      fail('ERR_ABORTED');
      const loaded = new Promise<void>((resolve, reject) => {
        current = { url, resolve, reject };
      });
      // Whoever does not wait for it is told by an event.
      loaded.catch(() => undefined);
      return loaded;
    },
    finish() {
      current?.resolve();
      current = null;
    },
    fail,
    get isLoading() {
      return current !== null;
    },
  };
}
