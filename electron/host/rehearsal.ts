import { createClient } from '../../shared/contract/client.ts';
import type { Logger } from '../engine/ports.ts';
import type { EngineThread } from '../engine/thread.ts';
import type { Worlds } from './worlds.ts';

/** A sandbox from an earlier run. When it cannot be started, real people are still served. */
export async function sandboxIfWell(worlds: Worlds, logger: Logger): Promise<EngineThread | null> {
  try {
    return await worlds.engine('sandbox');
  } catch (error) {
    logger.warn({ err: error }, 'The sandbox world could not be started; the live world runs without it.');
    return null;
  }
}

/**
 * Founds the pretend company, or lets the one that is there live on.
 *
 * @throws ContractError when the sandbox refuses
 */
export async function beginRehearsal(sandbox: EngineThread): Promise<void> {
  const client = createClient(sandbox);
  const { company, failure } = await client.call('sandbox.get', {});
  if (company === null || failure !== null) await client.call('sandbox.start', {});
  else await client.call('sandbox.setSpeed', { speed: 1 });
}
