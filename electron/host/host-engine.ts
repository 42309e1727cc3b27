import { type EngineThread, StartFailure } from '../engine/thread.ts';
import type { Closers } from './closers.ts';
import { exitCode, HostFailure } from './exit.ts';
import { isAnswering, socketOf } from './folder-socket.ts';
import { startPatiently } from './patience.ts';
import type { StartEngine } from './worlds.ts';

/** What ends the waiting for a held folder when the host is told to stop meanwhile. */
const stoppedEarly = new StartFailure('internal', 'Footbridge is stopping.', 'Start it again.');

/** Starts the engines of a host; the live one only while no other host answers on the folder. */
export function hostEngine(start: StartEngine, data: string, closers: Closers): StartEngine {
  /** Once the folder was ours, whoever answers on it are we: a live engine that died is started again. */
  let ours = false;
  return async (options): Promise<EngineThread> => {
    const answering = async () => {
      if (closers.closing) throw stoppedEarly;
      return options.world === 'live' && !ours && (await isAnswering(socketOf(data)));
    };
    const engine = await startPatiently(start, options, answering);
    if (engine === null) {
      throw new HostFailure(
        exitCode.folderHeld,
        `Another Footbridge already runs on ${data}.`,
        'Use that one, stop it first, or choose another folder with --data.',
      );
    }
    if (options.world === 'live') ours = true;
    return engine;
  };
}
