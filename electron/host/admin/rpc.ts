import type { FastifyInstance } from 'fastify';
import { isProcedure } from '../../../shared/contract/contract.ts';
import { World } from '../../../shared/model/status.ts';
import { type EngineOf, engineFor, startsSandbox } from '../engine-of.ts';
import { Refused, refusals } from './refusal.ts';

/**
 * The world that a request is about: `?world=live|sandbox`, live when absent.
 *
 * @throws Refused (400) for any other
 */
export function worldOf(query: unknown): World {
  const asked = World.safeParse((query as { world?: unknown }).world ?? 'live');
  if (!asked.success) throw new Refused(refusals.world);
  return asked.data;
}

/**
 * `POST /rpc/:name?world=…` with `{input}`: hands the call to that world's engine, which parses and answers it.
 *
 * @param open gives the engine of a world, and starts it when it does not run
 */
export function registerRpc(app: FastifyInstance, engineOf: EngineOf, open: EngineOf): void {
  app.post('/rpc/:name', async (request, reply) => {
    const { name } = request.params as { name: string };
    if (!isProcedure(name)) throw new Refused(refusals.procedure);
    const world = worldOf(request.query);
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'input')) {
      throw new Refused(refusals.notJson);
    }
    const engine = await engineFor(startsSandbox(name, world) ? open : engineOf, world);
    if ('ok' in engine) return engine;
    const cancelled = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) cancelled.abort();
    });
    return engine.call(name, (body as { input: unknown }).input, { signal: cancelled.signal });
  });
}
