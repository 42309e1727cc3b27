import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { StreamHandlers } from '../../../shared/contract/client.ts';
import type { StreamPosition } from '../../../shared/contract/event.ts';
import { type EngineOf, engineFor } from '../engine-of.ts';
import { Refused, refusals } from './refusal.ts';
import { worldOf } from './rpc.ts';
import { answerHeaders } from './security.ts';

export interface StreamLimits {
  /** How often a comment line shows that the stream lives, in milliseconds. */
  readonly heartbeat: number;
  /** With more bytes than these still waiting for a listener it is dropped; it comes back and resumes where it was. */
  readonly waiting: number;
}

export const streamLimits: StreamLimits = { heartbeat: 15_000, waiting: 1024 * 1024 };

/**
 * Writes an event stream (HTML standard, "server-sent events"): each message one `data:` line of JSON. What arrives in
 * one turn of the event loop is written at once.
 *
 * @param follow begins to listen; gives back how to stop
 * @returns ends the stream
 */
export function writeStream(
  response: ServerResponse,
  follow: (handlers: StreamHandlers) => () => void,
  limits: StreamLimits,
): () => void {
  response.writeHead(200, { ...answerHeaders, 'content-type': 'text/event-stream; charset=utf-8' });
  response.write(': following\n\n');
  let batch = '';
  const flush = () => {
    const text = batch;
    batch = '';
    // The end may have come between a message and its turn to be written.
    if (response.writableEnded || text === '') return;
    // What waits already counts, not what is new: whoever was away long gets all of it, or they would ask forever.
    if (response.writableLength > limits.waiting) response.destroy();
    else response.write(text);
  };
  const heartbeat = setInterval(() => response.write(': still here\n\n'), limits.heartbeat);
  const end = () => {
    clearInterval(heartbeat);
    flush();
    response.end();
  };
  const unfollow = follow({
    onMessage(message) {
      if (batch === '') setImmediate(flush);
      batch += `data: ${JSON.stringify(message)}\n\n`;
    },
    onEnd: end,
  });
  response.once('close', () => {
    clearInterval(heartbeat);
    unfollow();
  });
  return end;
}

/**
 * From where on to follow: both `epoch` and `after`, or null.
 *
 * @throws Refused (400) for half a position or one that is none
 */
export function positionOf(query: unknown): StreamPosition | null {
  const { epoch, after } = query as { epoch?: unknown; after?: unknown };
  if (epoch === undefined && after === undefined) return null;
  if (typeof epoch !== 'string' || epoch === '' || epoch.length > 200) throw new Refused(refusals.position);
  if (typeof after !== 'string' || !/^\d{1,15}$/.test(after)) throw new Refused(refusals.position);
  return { epoch, seq: Number(after) };
}

/** `GET /events?world=…&epoch=…&after=…`. @returns ends every open stream */
export function registerEvents(app: FastifyInstance, engineOf: EngineOf, limits: StreamLimits): () => void {
  const open = new Set<() => void>();
  app.get('/events', { exposeHeadRoute: false }, async (request, reply) => {
    const world = worldOf(request.query);
    const position = positionOf(request.query);
    const engine = await engineFor(engineOf, world);
    if ('ok' in engine) return reply.code(503).send(engine);
    reply.hijack();
    const end = writeStream(reply.raw, (handlers) => engine.follow(position, handlers), limits);
    open.add(end);
    reply.raw.once('close', () => open.delete(end));
  });
  return () => {
    for (const end of open) end();
  };
}
