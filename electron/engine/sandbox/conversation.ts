/** One SCIM request as an identity provider sends it, below the base URL. */
export interface ScimRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, percent-encoded: `/Users?filter=userName%20eq%20%22ada%22`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | null;
  /** Of the body, where it is not `application/scim+json; charset=utf-8`. */
  readonly contentType?: string;
}

export interface ScimAnswer {
  readonly status: number;
  /** Parsed JSON; null when there was none. */
  readonly body: unknown;
}

/**
 * Requests that depend on the answers to those before: yields a request, is given its answer, returns what was
 * learned. Pure: it knows no network, so whoever drives it decides how, and how fast, it is carried.
 *
 * @throws UnfitAnswer into whoever drives it
 */
export type Conversation<T> = Generator<ScimRequest, T, ScimAnswer>;

/** A server answered as no identity provider can work with. Names the request, the answer and what was needed. */
export class UnfitAnswer extends Error {
  override readonly name = 'UnfitAnswer';
  readonly request: ScimRequest;
  readonly answer: ScimAnswer;

  constructor(request: ScimRequest, answer: ScimAnswer, needed: string) {
    const said = answer.body === null ? 'no body' : JSON.stringify(answer.body).slice(0, 500);
    super(
      `${request.method} ${decodeURIComponent(request.path)} needs ${needed}; the answer was ${answer.status}: ${said}`,
    );
    this.request = request;
    this.answer = answer;
  }
}

/** Sends one request and insists on one of the given statuses. */
export function* ask(request: ScimRequest, statuses: readonly number[]): Conversation<ScimAnswer> {
  const answer = yield request;
  if (!statuses.includes(answer.status)) throw new UnfitAnswer(request, answer, `status ${statuses.join(' or ')}`);
  return answer;
}

/**
 * Looks for one resource.
 *
 * @param absent statuses that mean that there is none, besides an empty list
 * @returns its id, null when there is none
 */
export function* findOne(request: ScimRequest, absent: readonly number[] = []): Conversation<string | null> {
  const answer = yield* ask(request, [200, ...absent]);
  if (absent.includes(answer.status)) return null;
  const resources = memberOf(answer.body, 'Resources');
  const total = memberOf(answer.body, 'totalResults');
  if (total === 0) return null;
  const id = Array.isArray(resources) ? memberOf(resources[0], 'id') : undefined;
  if (total === 1 && typeof id === 'string') return id;
  throw new UnfitAnswer(request, answer, 'a ListResponse (RFC 7644, 3.4.2) with no or just one resource');
}

/** Creates one resource. @returns the id that the server gave it */
export function* createOne(request: ScimRequest): Conversation<string> {
  return createdId(request, yield* ask(request, [201]));
}

/** Creates one resource. @returns the id that the server gave it; null when the server has it already (409) */
export function* createUnlessThere(request: ScimRequest): Conversation<string | null> {
  const answer = yield* ask(request, [201, 409]);
  return answer.status === 409 ? null : createdId(request, answer);
}

/** Reads the whole list of an endpoint, page by page. @returns every resource */
export function* readPages(page: (startIndex: number) => ScimRequest): Conversation<readonly unknown[]> {
  const all: unknown[] = [];
  for (;;) {
    const request = page(all.length + 1);
    const answer = yield* ask(request, [200]);
    const resources = memberOf(answer.body, 'Resources') ?? [];
    const total = memberOf(answer.body, 'totalResults');
    if (!Array.isArray(resources) || typeof total !== 'number') {
      throw new UnfitAnswer(request, answer, 'a ListResponse (RFC 7644, 3.4.2) whose totalResults is a number');
    }
    all.push(...resources);
    if (resources.length === 0 || all.length >= total) return all;
  }
}

function createdId(request: ScimRequest, answer: ScimAnswer): string {
  const id = memberOf(answer.body, 'id');
  if (typeof id === 'string' && id !== '') return id;
  throw new UnfitAnswer(request, answer, 'the created resource with its id (RFC 7644, 3.3)');
}

/** A member of what may be an object; undefined when there is none. */
export const memberOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
