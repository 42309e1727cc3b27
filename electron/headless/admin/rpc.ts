import type { FastifyInstance } from 'fastify';
import { isProcedure } from '../../../shared/contract/contract.ts';
import { World } from '../../../shared/model/status.ts';
import { type EngineThread, StartFailure } from '../../engine/thread.ts';
import type { Worlds } from '../worlds.ts';
import { Refused, refusalBody, refusals } from './refusal.ts';

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

/** An engine that could not be started on demand, as the contract's client reads it. */
export const unstarted = ({ message, fix }: StartFailure, world: World) =>
  refusalBody({
    status: 200,
    error: { code: 'unreachable', message, affects: `Everything in the ${world} world.`, fix },
  });

/** `POST /rpc/:name?world=…` with `{input}`: hands the call to that world's engine, which parses and answers it. */
export function registerRpc(app: FastifyInstance, worlds: Worlds): void {
  app.post('/rpc/:name', async (request, reply) => {
    const { name } = request.params as { name: string };
    if (!isProcedure(name)) throw new Refused(refusals.procedure);
    const world = worldOf(request.query);
    const body: unknown = request.body;
    if (typeof body !== 'object' || body === null || !Object.hasOwn(body, 'input')) {
      throw new Refused(refusals.notJson);
    }
    let engine: EngineThread;
    try {
      engine = await worlds.engine(world);
    } catch (error) {
      if (error instanceof StartFailure) return unstarted(error, world);
      throw error;
    }
    const cancelled = new AbortController();
    reply.raw.once('close', () => {
      if (!reply.raw.writableFinished) cancelled.abort();
    });
    return engine.call(name, (body as { input: unknown }).input, { signal: cancelled.signal });
  });
}
