import { randomUUID } from 'node:crypto';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Logger } from '../../engine/ports.ts';
import type { Worlds } from '../worlds.ts';
import { registerEvents, type StreamLimits, streamLimits } from './events.ts';
import { registerPages } from './pages.ts';
import { internalRefusal, type Refusal, Refused, refusalBody, refusalOfError, refusals } from './refusal.ts';
import { registerRpc } from './rpc.ts';
import { answerHeaders, refusalOfOrigin } from './security.ts';
import type { Session } from './session.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether this route is for everybody who can reach the server; every other one asks for the token. */
    open?: boolean;
  }
}

/**
 * Who may come in: a browser of this computer that shows the token (loopback), or whoever the file system lets open
 * the socket in the data folder (folder).
 */
export type Door =
  | { readonly kind: 'loopback'; readonly session: Session; readonly screens: string }
  | { readonly kind: 'folder' };

export interface AdminServerOptions {
  readonly worlds: Worlds;
  readonly logger: Logger;
  readonly door: Door;
  readonly limits?: StreamLimits;
}

export interface AdminServer {
  /** Listens on a port of 127.0.0.1 (0: any free one) or on a socket. @returns the port; null for a socket */
  listen(where: { readonly port: number } | { readonly path: string }): Promise<number | null>;
  /** Ends every stream, lets running calls finish for up to a second, then closes. */
  close(): Promise<void>;
}

/** What may be asked of each kind of address; for the Allow header of a 405. */
const allowed = (door: Door, path: string): string | null => {
  if (/^\/rpc\/[^/]+$/.test(path)) return 'POST';
  if (path === '/events') return 'GET';
  if (door.kind === 'folder') return null;
  return path === '/session' ? 'POST' : 'GET, HEAD';
};

/** The admin's door over HTTP: procedures, events and (on loopback) the screens. See security.ts for the threats. */
export function createAdminServer({ worlds, logger, door, limits = streamLimits }: AdminServerOptions): AdminServer {
  const refuse = (reply: FastifyReply, why: Refusal, id?: string) =>
    reply.code(why.status).headers(answerHeaders).send(refusalBody(why, id));
  const app = fastify({
    logger: false,
    // A configuration file of 8 MB, as text within JSON.
    bodyLimit: 16 * 1024 * 1024,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (_error, _request, reply) => void refuse(reply as FastifyReply, refusals.malformed),
  });
  app.server.headersTimeout = 10_000;
  app.server.maxConnections = 200;
  // A page of another origin may send text/plain without asking first; only JSON is read.
  app.removeContentTypeParser('text/plain');
  let port = 0;

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(answerHeaders);
    if (door.kind !== 'loopback') return;
    const why = refusalOfOrigin(request.headers.host, request.headers.origin, port);
    if (why !== null) throw new Refused(why);
    const guarded = !request.is404 && request.routeOptions.config.open !== true;
    if (guarded && !door.session.accepts(request.headers.authorization)) throw new Refused(refusals.token);
  });
  app.setErrorHandler((error, _request, reply) => {
    const why = refusalOfError(error);
    if (why !== null) return refuse(reply, why);
    const id = randomUUID();
    logger.error({ id, err: error }, 'A request to the admin server failed.');
    return refuse(reply, internalRefusal, id);
  });
  app.setNotFoundHandler((request, reply) => {
    const methods = allowed(door, request.url.split('?', 1)[0] ?? '');
    if (methods === null || methods.includes(request.method)) return refuse(reply, refusals.nothingHere);
    return refuse(reply.header('allow', methods), refusals.method);
  });

  // The command line may ask for a world by name and so start it; the screens look at what runs, and start a rehearsal.
  const engineOf = door.kind === 'folder' ? worlds.engine : worlds.running;
  registerRpc(app, engineOf, worlds.engine);
  const endStreams = registerEvents(app, engineOf, limits);
  if (door.kind === 'loopback') {
    registerSession(app, door.session);
    registerPages(app, door.screens);
  }
  return {
    async listen(where) {
      await app.listen('port' in where ? { port: where.port, host: '127.0.0.1' } : where);
      const address = app.server.address();
      if (typeof address !== 'object' || address === null) return null;
      port = address.port;
      return port;
    },
    async close() {
      endStreams();
      const late = setTimeout(() => app.server.closeAllConnections(), 1_000);
      await app.close();
      clearTimeout(late);
    },
  };
}

/** `POST /session {code}` -> `{token}`: what `--open` put into the browser's address, once. */
function registerSession(app: FastifyInstance, session: Session): void {
  app.post('/session', { config: { open: true } }, async (request) => {
    const token = session.redeem((request.body as { code?: unknown } | null | undefined)?.code);
    if (token === null) throw new Refused(refusals.code);
    return { token };
  });
}
