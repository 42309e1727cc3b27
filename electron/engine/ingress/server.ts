import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import type { Clock, Ids, Logger } from '../ports.ts';
import { operationsIn } from '../scim/bulk.ts';
import { errorBody, ScimError, scimError } from '../scim/error.ts';
import { createBodies } from './bodies.ts';
import { readBody } from './body.ts';
import type { Capture } from './capture.ts';
import { createConnections } from './connections.ts';
import type { KnownSource, ScimReply, ScimRequest } from './exchange.ts';
import { limits } from './limits.ts';
import { allowedAt, BASE_PATH, BULK, isLarge, routeOf, routes, sourceKey } from './place.ts';
import { createRates } from './rate.ts';
import { redactBody, redactHeaders, redactPath } from './redact.ts';
import { bearerToken, hashToken, tokenMatches, whyNot } from './token.ts';
import { createTurns } from './turns.ts';
import { answerUnreadable } from './unreadable.ts';

/** What the door is given: it decides who comes in, others decide what it means. */
export interface IngressOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly capture: Capture;
  findSource(key: string): KnownSource | undefined;
  /** Answers an authenticated request. @throws ScimError what is refused; anything else is our own fault */
  serve(request: ScimRequest): ScimReply | Promise<ScimReply>;
  /** Does in one go what `slice` does: answers requests, of which those that only read are done when it returns. */
  within?(slice: () => void): void;
  /** A request was authenticated. */
  seen(source: KnownSource, at: number): void;
  /** How long a header, a whole request and an idle connection may take, in milliseconds; usually the limits'. */
  readonly times?: Readonly<Record<'headerMs' | 'requestMs' | 'idleMs', number>>;
}

export interface Ingress {
  /** Listens on loopback. @returns the port. @throws the system's error, such as EADDRINUSE */
  listen(port: number): Promise<number>;
  /** Begins at once whatever waits for its turn. */
  flush(): void;
  close(): Promise<void>;
}

/** What is put aside of a request until its reply is known. */
interface Arrival {
  readonly id: string;
  readonly at: number;
  readonly started: number;
  /** Below the base URL, with the query. */
  path: string;
  /** As they may be stored. */
  readonly headers: Record<string, string>;
  /** Whose base URL was asked, whoever asked. */
  addressed: KnownSource | null;
  /** Who asked, once the token has shown it. */
  source: KnownSource | null;
  /** Why it was not let in, in words; null when it was. */
  whyNot: string | null;
  /** Whether its connection is one too many. */
  closes: boolean;
  text: string;
}

const arrivals = new WeakMap<object, Arrival>();
/** How often slow connections are looked for: how late one may be noticed, in milliseconds. */
const LOOK_EVERY_MS = 1_000;
/** Compared with when a source is unknown, so that the answer takes as long. */
const nobody = [hashToken('')];

/**
 * The HTTP server that IdPs talk to. Threats: anybody who finds the public address (tokens, limits before parsing,
 * uniform refusals), a token holder who sends too much (a rate for each source), and secrets in what is stored
 * (redaction before anything is kept). It listens on loopback; the tunnel reaches this port and no other.
 */
export function createIngress(options: IngressOptions): Ingress {
  const rates = createRates();
  const connections = createConnections();
  const bodies = createBodies();
  const turns = createTurns(options.within);
  const times = options.times ?? limits;
  const server = Fastify({
    logger: false,
    bodyLimit: limits.bodyBytes,
    requestTimeout: times.requestMs,
    keepAliveTimeout: times.idleMs,
    rewriteUrl: (request) => routeOf(request.url ?? ''),
    http: {
      maxHeaderSize: limits.headerBytes,
      headersTimeout: times.headerMs,
      // Refused below, with the body that every refusal has.
      requireHostHeader: false,
      connectionsCheckingInterval: Math.min(LOOK_EVERY_MS, times.headerMs),
    },
    clientErrorHandler: answerUnreadable,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  server.server.maxConnections = limits.connections;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));

  server.addHook('onRequest', async (request, reply) => {
    const arrival: Arrival = {
      id: options.ids.next(),
      at: options.clock.now(),
      started: performance.now(),
      path: request.originalUrl,
      headers: redactHeaders(request.headers),
      addressed: null,
      source: null,
      whyNot: null,
      closes: false,
      text: '',
    };
    arrivals.set(request, arrival);
    authenticate(request, arrival);
    countIn(request, reply, arrival);
    if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
      throw new ScimError(400, 'The request has no Host header, which HTTP/1.1 demands. Send one.');
    if (!methods.some((method) => method === request.method))
      throw scimError.methodNotAllowed(`${request.method} is no method of SCIM here.`);
    // Bodies are read as JSON whatever they are called; some clients call them by no name that is a media type.
    if (request.headers['content-type'] !== undefined) request.raw.headers['content-type'] = 'application/json';
  });

  /** Before the body is read: nobody unknown can make us read one. */
  function authenticate(request: FastifyRequest, arrival: Arrival): void {
    const url = request.originalUrl;
    if (url.length > limits.urlBytes) throw scimError.tooLarge(`The URL is longer than ${limits.urlBytes} bytes.`);
    const key = sourceKey(url);
    if (key === null) throw scimError.notFound(`Nothing is here. SCIM is served below ${BASE_PATH}/<source key>.`);
    arrival.path = url.slice(BASE_PATH.length + 1 + key.length) || '/';
    const source = options.findSource(key);
    const token = bearerToken(request.headers.authorization);
    const matches = tokenMatches(token ?? '', source?.tokenHashes ?? nobody);
    arrival.addressed = source ?? null;
    if (!source || token === null || !matches) {
      arrival.whyNot = source ? whyNot(request.headers.authorization) : 'no source has this base URL';
      throw scimError.unauthorized(
        'The bearer token is absent or wrong for this base URL. Compare both with the source.',
      );
    }
    arrival.source = source;
    if (!connections.use(source.key, request.socket)) {
      arrival.closes = true;
      throw scimError.tooManyRequests(
        `This source holds more than ${limits.sourceConnections} connections; close some, and send over those that are left.`,
        1,
      );
    }
    const wait = rates.take(source.key, source.rate, arrival.at);
    if (wait > 0)
      throw scimError.tooManyRequests('This source sends faster than its rate allows; wait and go on.', wait);
    options.seen(source, arrival.at);
  }

  /** Bodies that come at the same time take memory whole, however long they then wait for their turn. */
  function countIn(request: FastifyRequest, reply: FastifyReply, arrival: Arrival): void {
    const most = isLarge(arrival.path) ? limits.largeBodyBytes : limits.bodyBytes;
    const isChunked = request.headers['transfer-encoding'] !== undefined;
    const bytes = isChunked ? most : Math.min(Number(request.headers['content-length'] ?? 0), most);
    const release = bodies.take(arrival.source?.key ?? '', bytes);
    if (release === null) {
      arrival.closes = true;
      throw scimError.tooManyRequests(
        `This source is sending more than ${limits.sourceBytes / 1024 / 1024} MiB at a time; send less at once.`,
        1,
      );
    }
    reply.raw.once('close', release);
  }

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const arrival = arrivals.get(request);
    if (!arrival?.source) throw scimError.unauthorized('Not authenticated.');
    arrival.text = typeof request.body === 'string' ? request.body : '';
    const question = arrival.path.indexOf('?');
    const path = question < 0 ? arrival.path : arrival.path.slice(0, question);
    const { id, source, text } = arrival;
    const query = question < 0 ? '' : arrival.path.slice(question + 1);
    const preconditions = {
      ifMatch: request.headers['if-match'] ?? null,
      ifNoneMatch: request.headers['if-none-match'] ?? null,
    };
    // Reading a long body is a part of the work: it waits for its turn, too.
    const answer = await turns.take(source.key, text.length, () => {
      const body = readBody(text, path);
      if (path === BULK) rates.charge(source.key, operationsIn(body) - 1, options.clock.now());
      return options.serve({ exchangeId: id, source, method: request.method, path, query, body, text, preconditions });
    });
    send(request, reply, arrival, answer);
  }

  function send(request: FastifyRequest, reply: FastifyReply, arrival: Arrival, answer: ScimReply): void {
    const headers: Record<string, string> = {};
    if (answer.etag !== undefined) headers.etag = answer.etag;
    if (answer.body !== null) headers['content-type'] = 'application/scim+json; charset=utf-8';
    // RFC 7643 §3.1: `meta.location` "MUST be the same as the "Content-Location" HTTP response header".
    if (answer.location !== undefined) headers['content-location'] = answer.location;
    if (answer.location !== undefined && answer.status === 201) headers.location = answer.location;
    if (answer.retryAfter !== undefined) headers['retry-after'] = String(answer.retryAfter);
    if (answer.status === 401) headers['www-authenticate'] = 'Bearer';
    // Whoever is not known is not read from on and on: what they still send goes nowhere.
    if (arrival.closes || (answer.status === 401 && sendsMuch(request.headers))) headers.connection = 'close';
    if (answer.status === 405) headers.allow = allowedAt(arrival.path);
    // A connection that is closed on what is still being sent is reset, and the sentence in the answer lost with it.
    if (answer.status === 413 && arrival.source !== null && isReadOut(request.headers))
      reply.removeHeader('connection');
    reply
      .code(answer.status)
      .headers(headers)
      .send(answer.body ?? undefined);
    options.capture.add({
      id: arrival.id,
      at: arrival.at,
      sourcePk: arrival.addressed?.pk ?? null,
      method: request.method,
      path: redactPath(arrival.path),
      durationUs: Math.round((performance.now() - arrival.started) * 1000),
      requestHeaders: arrival.headers,
      requestBody: redactBody(arrival.text),
      responseHeaders: headers,
      reply: { ...answer, body: redactBody(answer.body) },
    });
  }

  server.setErrorHandler((error, request, reply) => {
    const arrival = arrivals.get(request);
    const known = recognise(error, arrival?.path ?? '');
    const refused = known ?? scimError.unavailable('Footbridge could not answer just now; nothing was changed.', 5);
    if (!known) {
      options.logger.error({ exchange: arrival?.id, error: String((error as Error).stack) }, 'a request failed');
    }
    if (!arrival) {
      reply.code(refused.status).send();
      return;
    }
    send(request, reply, arrival, {
      status: refused.status,
      body: JSON.stringify(errorBody(refused)),
      ...(refused.retryAfter === undefined ? {} : { retryAfter: refused.retryAfter }),
      summary: known ? `Refused: ${arrival.whyNot ?? refused.detail}` : `Failed: ${refused.detail}`,
      resourceType: arrival.path.startsWith('/Users') ? 'User' : arrival.path.startsWith('/Groups') ? 'Group' : null,
      notes: [],
      exchangePk: null,
    });
  });

  server.setNotFoundHandler(() => {
    throw scimError.notFound('Nothing is here.');
  });
  server.route({ method: [...methods], url: routes.large, bodyLimit: limits.largeBodyBytes, handler: handle });
  server.route({ method: [...methods], url: routes.others, handler: handle });

  return {
    async listen(port) {
      await server.listen({ host: '127.0.0.1', port });
      const address = server.server.address();
      if (address === null || typeof address === 'string') throw new Error('the SCIM door has no port');
      return address.port;
    },
    flush: turns.flush,
    async close() {
      await server.close();
      turns.flush();
    },
  };
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Whether a body is longer than any that is read here, or does not say how long it is. */
const sendsMuch = (headers: FastifyRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > limits.bodyBytes;

/** Whether a body that is too long is read to its end all the same, and thrown away. */
const isReadOut = (headers: FastifyRequest['headers']): boolean =>
  Number(headers['content-length'] ?? Number.NaN) <= limits.readOutBytes;

/** Refusals of SCIM, and what the HTTP server itself refuses; null is our own fault. */
function recognise(error: unknown, path: string): ScimError | null {
  if (error instanceof ScimError) return error;
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  // RFC 7644 §3.7.4: "the returned response MUST specify the limit exceeded".
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return scimError.tooLarge(
      `The body is longer than ${isLarge(path) ? limits.largeBodyBytes : limits.bodyBytes} bytes. Send it in parts.`,
    );
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new ScimError(statusCode, `The request cannot be read: ${(error as Error).message}`);
  return null;
}
