import type { DialectNote } from '../../../shared/model/exchange.ts';
import type { Dialect } from '../../../shared/model/source.ts';
import type { Preconditions } from '../scim/version.ts';

/** A source as the door knows it. */
export interface KnownSource {
  readonly pk: number;
  readonly key: string;
  readonly name: string;
  readonly dialect: Dialect;
  /** Requests per second; 0 is no limit, null the default. */
  readonly rate: number | null;
  readonly tokenHashes: readonly Buffer[];
}

/** An authenticated request below a source's base URL. */
export interface ScimRequest {
  readonly exchangeId: string;
  readonly source: KnownSource;
  readonly method: string;
  /** `/Users/2819c223`, without the query. */
  readonly path: string;
  /** Undecoded; '' when there is none. */
  readonly query: string;
  readonly body: unknown;
  readonly preconditions: Preconditions;
  /** The body as it came, for its digest. */
  readonly text: string;
}

/** What is answered and what is known about it for Activity. */
export interface ScimReply {
  readonly status: number;
  /** JSON text, null when there is none. */
  readonly body: string | null;
  /** The URI of the one resource that is answered, which is its `meta.location`. */
  readonly location?: string;
  /** The version of the one resource that was asked for or changed. */
  readonly etag?: string;
  readonly retryAfter?: number;
  /** In plain words: "Update Ada Lovelace: active true -> false". */
  readonly summary: string;
  readonly resourceType: 'User' | 'Group' | null;
  readonly notes: readonly DialectNote[];
  /** Key of the exchange where its transaction has written it already. */
  readonly exchangePk: number | null;
}

/** One exchange, ready to be written. */
export interface Captured {
  readonly id: string;
  readonly at: number;
  readonly sourcePk: number | null;
  readonly method: string;
  readonly path: string;
  readonly durationUs: number;
  readonly requestHeaders: Record<string, string>;
  readonly requestBody: string | null;
  readonly responseHeaders: Record<string, string>;
  readonly reply: ScimReply;
}
