import type { JsonObject } from './json.ts';

/** RFC 7644 §3.12, table 9; the last three of RFC 9865 §2.1. */
export type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue'
  | 'invalidVers'
  | 'sensitive'
  | 'invalidCursor'
  | 'expiredCursor'
  | 'invalidCount';

/** The one error of the IdP's door. `detail` is a sentence that names what was wrong and what to send instead. */
export class ScimError extends Error {
  override readonly name = 'ScimError';
  readonly status: number;
  readonly scimType?: ScimType;
  readonly detail: string;
  /** Seconds after which asking again makes sense, for the Retry-After header. */
  readonly retryAfter?: number;

  constructor(status: number, detail: string, more: { scimType?: ScimType; retryAfter?: number } = {}) {
    super(detail);
    this.status = status;
    this.detail = detail;
    if (more.scimType !== undefined) this.scimType = more.scimType;
    if (more.retryAfter !== undefined) this.retryAfter = more.retryAfter;
  }
}

const badRequest = (scimType: ScimType) => (detail: string) => new ScimError(400, detail, { scimType });

/** Every refusal that SCIM knows, by the name that the RFC gives it. */
export const scimError = {
  invalidFilter: badRequest('invalidFilter'),
  invalidPath: badRequest('invalidPath'),
  invalidSyntax: badRequest('invalidSyntax'),
  invalidValue: badRequest('invalidValue'),
  invalidVersion: badRequest('invalidVers'),
  invalidCursor: badRequest('invalidCursor'),
  expiredCursor: badRequest('expiredCursor'),
  invalidCount: badRequest('invalidCount'),
  noTarget: badRequest('noTarget'),
  mutability: badRequest('mutability'),
  tooMany: badRequest('tooMany'),
  unauthorized: (detail: string) => new ScimError(401, detail),
  forbidden: (detail: string) => new ScimError(403, detail),
  notFound: (detail: string) => new ScimError(404, detail),
  methodNotAllowed: (detail: string) => new ScimError(405, detail),
  uniqueness: (detail: string) => new ScimError(409, detail, { scimType: 'uniqueness' }),
  preconditionFailed: (detail: string) => new ScimError(412, detail),
  tooLarge: (detail: string) => new ScimError(413, detail),
  unsupportedMediaType: (detail: string) => new ScimError(415, detail),
  tooManyRequests: (detail: string, retryAfter: number) => new ScimError(429, detail, { retryAfter }),
  notImplemented: (detail: string) => new ScimError(501, detail),
  /** Our own fault, whatever it is: clients try again on 503 and quarantine on 4xx. */
  unavailable: (detail: string, retryAfter: number) => new ScimError(503, detail, { retryAfter }),
} as const;

export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** The body of an error reply: RFC 7644 §3.12, its members only, `status` as text. */
export function errorBody(error: ScimError): JsonObject {
  const body = { schemas: [errorSchema], status: String(error.status) };
  return error.scimType === undefined
    ? { ...body, detail: error.detail }
    : { ...body, scimType: error.scimType, detail: error.detail };
}

/** A name or value for use in a detail: quoted, and cut when it is long. */
export function quote(text: string): string {
  return text.length > 60 ? `“${text.slice(0, 60).toWellFormed()}…”` : `“${text.toWellFormed()}”`;
}
