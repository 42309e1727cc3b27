import { type Client, createClient } from '../../shared/contract/client.ts';
import type { World } from '../../shared/model/status.ts';
import type { EngineOptions } from '../engine/thread.ts';
import { neighbourOf, worldFolder } from '../host/data-folder.ts';
import { isAnswering, socketOf } from '../host/folder-socket.ts';
import { startPatiently } from '../host/patience.ts';
import type { CommandContext } from './context.ts';
import { createSocketTransport } from './socket-transport.ts';

/**
 * Does something with one world's contract: over the socket of the host that holds the data folder, else with an
 * engine of the command's own (no SCIM door, no deliveries), which is stopped afterwards.
 *
 * @throws StartFailure when neither can be had, ContractError from the calls
 */
export async function withWorld<T>(
  { data, start }: CommandContext,
  world: World,
  act: (client: Client) => Promise<T>,
): Promise<T> {
  const socket = socketOf(data);
  const options: EngineOptions = {
    world,
    data: worldFolder(data, world),
    scimPort: null,
    logLevel: 'warn',
    neighbour: neighbourOf(data, world),
  };
  const engine = await startPatiently(start, options, () => isAnswering(socket));
  if (engine === null) return act(createClient(createSocketTransport(socket, world)));
  try {
    return await act(createClient(engine));
  } finally {
    await engine.stop();
  }
}
