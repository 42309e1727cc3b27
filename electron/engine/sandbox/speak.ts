import { setTimeout as sleep } from 'node:timers/promises';
import { type Conversation, type ScimAnswer, type ScimRequest, UnfitAnswer } from './conversation.ts';

/** How a pretend identity provider reaches a source. */
export interface Line {
  /** The source's base URL, ending in its key. */
  readonly baseUrl: string;
  readonly token: string;
  /** At most so many requests per second, one after the other; 0 is as fast as the answers come. */
  readonly rate: number;
  readonly signal: AbortSignal;
}

/** A request that was never answered, or not in JSON, after every retry. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly request: ScimRequest;

  constructor(request: ScimRequest, baseUrl: string, reason: string, cause?: unknown) {
    super(`${request.method} ${decodeURIComponent(request.path)} at ${baseUrl}: ${reason}`, { cause });
    this.request = request;
  }
}

const tries = 6;
/** A server that does not answer at all is given up after this many milliseconds. */
const patience = 30_000;

/**
 * Carries a conversation over HTTP, one request at a time. What passes by itself (no connection, 429, 503) is tried
 * again, after the server's own Retry-After where it says one.
 *
 * @returns what the conversation returns
 * @throws UnfitAnswer, NoAnswer, or the signal's reason when aborted
 */
export async function speak<T>(conversation: Conversation<T>, line: Line): Promise<T> {
  let step = conversation.next();
  let earliest = 0;
  while (!step.done) {
    const wait = earliest - performance.now();
    if (wait > 0) await sleep(wait, undefined, { signal: line.signal });
    earliest = performance.now() + (line.rate > 0 ? 1000 / line.rate : 0);
    const answer = await send(step.value, line);
    step = conversation.next(answer);
  }
  return step.value;
}

async function send(request: ScimRequest, line: Line): Promise<ScimAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    line.signal.throwIfAborted();
    const last = attempt === tries;
    let pause = 150 * 2 ** (attempt - 1);
    try {
      const response = await fetch(`${line.baseUrl}${request.path}`, {
        method: request.method,
        headers: headers(request, line.token),
        body: request.body === null ? null : JSON.stringify(request.body),
        signal: AbortSignal.any([line.signal, AbortSignal.timeout(patience)]),
        redirect: 'manual',
      });
      const text = await response.text();
      if ((response.status !== 429 && response.status !== 503) || last) {
        return { status: response.status, body: parsed(text, request, response.status) };
      }
      const seconds = Number(response.headers.get('retry-after'));
      if (Number.isFinite(seconds) && seconds > 0) pause = Math.min(seconds * 1000, patience);
    } catch (error) {
      line.signal.throwIfAborted();
      if (error instanceof UnfitAnswer) throw error;
      if (last) throw new NoAnswer(request, line.baseUrl, `no answer after ${tries} tries (${reason(error)})`, error);
    }
    await sleep(pause, undefined, { signal: line.signal });
  }
}

/** What the system said: fetch wraps it. */
function reason(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message || String('code' in cause ? cause.code : cause.name) : String(cause);
}

/** As identity providers send them; nobody's User-Agent is pretended. */
function headers(request: ScimRequest, token: string): Record<string, string> {
  const always = { authorization: `Bearer ${token}`, accept: 'application/scim+json' };
  return request.body === null
    ? always
    : { ...always, 'content-type': request.contentType ?? 'application/scim+json; charset=utf-8' };
}

function parsed(text: string, request: ScimRequest, status: number): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    throw new UnfitAnswer(request, { status, body: text }, 'an answer in JSON');
  }
}
