import { createClient } from '../../shared/contract/client.ts';
import type { Logger } from '../engine/ports.ts';
import { type EngineThread, StartFailure } from '../engine/thread.ts';
import type { Worlds } from './worlds.ts';

/**
 * The engine of the sandbox, from an earlier run or because somebody asked for it. When it cannot be started, real people
 * are still served.
 *
 * @param say is given what happened, and why with what to do; the log has both in any case
 */
export async function sandboxIfWell(
  worlds: Worlds,
  logger: Logger,
  say: (what: string, why: string) => void = () => undefined,
): Promise<EngineThread | null> {
  try {
    return await worlds.engine('sandbox');
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const why = error instanceof StartFailure ? `${message} ${error.fix}` : message;
    logger.warn({ err: error }, `${withoutSandbox} ${why}`);
    say(withoutSandbox, why);
    return null;
  }
}

const withoutSandbox = 'The sandbox could not be started; the live world runs without it.';

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
