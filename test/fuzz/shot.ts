/** How a request is brought over the wire. */
export const deliveries = [
  'whole',
  'in pieces',
  'in chunks',
  'cut off',
  'longer than it says',
  'shorter than it says',
  'three at once',
  'with bytes of no character',
] as const;
export type Delivery = (typeof deliveries)[number];

/**
 * One request as data: it can be kept in a file and sent again. `{{user}}`, `{{other}}` and `{{group}}` stand for ids of
 * resources that are there, `{{prefix}}` and `{{token}}` for the source's.
 */
export interface Shot {
  readonly method: string;
  /** Below the base URL, as it goes out. */
  readonly path: string;
  /** Besides the usual ones, or instead of them; null leaves one out. */
  readonly headers: Readonly<Record<string, string | null>>;
  readonly body: string | null;
  readonly delivery: Delivery;
}

/** What a shot's placeholders stand for. */
export interface Bindings {
  readonly user: string;
  readonly other: string;
  readonly group: string;
}

/** A text with its placeholders filled in. */
export const bind = (text: string, bindings: Bindings): string =>
  text
    .replaceAll('{{user}}', bindings.user)
    .replaceAll('{{other}}', bindings.other)
    .replaceAll('{{group}}', bindings.group);

export const plain = (method: string, path: string, body?: unknown): Shot => ({
  method,
  path,
  headers: {},
  body: body === undefined ? null : JSON.stringify(body),
  delivery: 'whole',
});

/**
 * Whether a request may be answered by nothing but the end of the connection: it was not a whole one, or something about
 * its head is wrong and its body so long that it is not waited for.
 */
export const isBroken = ({ delivery, headers, method, path, body }: Shot): boolean =>
  delivery === 'cut off' ||
  delivery === 'longer than it says' ||
  delivery === 'shorter than it says' ||
  ((body?.length ?? 0) > 60_000 &&
    (Object.keys(headers).length > 0 ||
      delivery !== 'whole' ||
      path.length > 15_000 ||
      !/^(?:GET|POST|PUT|PATCH|DELETE)$/.test(method)));
