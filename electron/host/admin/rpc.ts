import type { FastifyInstance } from 'fastify';
import { isProcedure } from '../../../shared/contract/contract.ts';
import { World } from '../../../shared/model/status.ts';
import { type EngineThread, StartFailure } from '../../engine/thread.ts';
import { Refused, refusalBody, refusals } from './refusal.ts';

/** Gives the engine of a world; null when it does not run and this door starts none. May throw a StartFailure. */
export type EngineOf = (world: World) => Promise<EngineThread | null>;

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
 * The engine that a request is for, or why it cannot be had, as the contract's client reads it.
 *
 * @throws what is no StartFailure
 */
export async function engineFor(
  engineOf: EngineOf,
  world: World,
): Promise<EngineThread | ReturnType<typeof refusalBody>> {
  const affects = `Everything in the ${world} world.`;
  try {
    const engine = await engineOf(world);
    return engine ?? refusalBody({ status: 503, error: { ...notRunning(world), affects } });
  } catch (error) {
    if (!(error instanceof StartFailure)) throw error;
    const { message, fix } = error;
    return refusalBody({ status: 503, error: { code: 'unreachable', message, affects, fix } });
  }
}

const notRunning = (world: World) => ({
  code: 'unreachable' as const,
  message: `The ${world} world does not run here.`,
  fix:
    world === 'sandbox'
      ? 'Found a pretend company in it (sandbox.start does), which starts it. Or start Footbridge with --demo.'
      : `Start it: footbridge status --world ${world}.`,
});

/** Rehearsing begins with an empty folder and no engine of the sandbox: this one procedure starts it. */
const startsSandbox = (name: string, world: World): boolean => name === 'sandbox.start' && world === 'sandbox';

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
