import { type EngineThread, StartFailure } from '../engine/thread.ts';
import type { Closers } from './closers.ts';
import { exitCode, HostFailure } from './exit.ts';
import { isAnswering, socketOf } from './folder-socket.ts';
import { startPatiently } from './patience.ts';
import type { StartEngine } from './worlds.ts';

/** What ends the waiting for a held folder when the host is told to stop meanwhile. */
const stoppedEarly = new StartFailure('internal', 'Footbridge is stopping.', 'Start it again.');

/** Starts the engines of a host; the live one only while no other host answers on the folder. */
export const hostEngine =
  (start: StartEngine, data: string, closers: Closers): StartEngine =>
  async (options): Promise<EngineThread> => {
    const answering = async () => {
      if (closers.closing) throw stoppedEarly;
      return options.world === 'live' && (await isAnswering(socketOf(data)));
    };
    const engine = await startPatiently(start, options, answering);
    if (engine !== null) return engine;
    throw new HostFailure(
      exitCode.folderHeld,
      `Another Footbridge already runs on ${data}.`,
      'Use that one, stop it first, or choose another folder with --data.',
    );
  };
