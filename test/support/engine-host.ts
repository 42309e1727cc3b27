import path from 'node:path';
import { createSocketTransport } from '../../electron/headless/socket-transport.ts';
import { socketOf } from '../../electron/host/folder-socket.ts';
import { type Client, createClient } from '../../shared/contract/client.ts';
import { type Ended, type Ready, realMain, serve, sourceMain } from './command.ts';

/** The real command line's `serve`, as a process of its own. */
export interface TestHost {
  readonly pid: number;
  readonly ready: Ready;
  /** Speaks the contract over the socket in the data folder. */
  readonly client: Client;
  readonly stderr: () => string;
  /** How it ended, whoever ended it. */
  readonly ended: Promise<Ended & { readonly signal: NodeJS.Signals | null }>;
  /** Ends it as a power cut does, and waits until it is gone. */
  kill(): Promise<void>;
  /** Ends it as an admin does. @returns the exit code */
  stop(): Promise<number | null>;
}

export interface HostOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Where the program lies; this very one when absent. */
  readonly program?: string;
}

const PORT_TAKEN = 4;

/**
 * Starts a host on a data folder and waits until it is ready. The port that it remembers may be taken for a moment by
 * a connection of somebody else: then it is started again.
 *
 * @throws Error with what it said when it ends instead
 */
export async function startHost(data: string, { env = {}, program }: HostOptions = {}): Promise<TestHost> {
  const main = program === undefined ? realMain : path.join(program, sourceMain);
  for (let attempt = 1; ; attempt++) {
    try {
      const running = await serve(main, ['--data', data], env);
      const ended = running.ended.then((end) => ({ ...end, signal: running.child.signalCode }));
      return {
        pid: running.ready.pid,
        ready: running.ready,
        client: createClient(createSocketTransport(socketOf(data), 'live')),
        stderr: running.stderr,
        ended,
        async kill() {
          running.child.kill('SIGKILL');
          await ended;
        },
        async stop() {
          running.child.kill('SIGTERM');
          return (await ended).code;
        },
      };
    } catch (error) {
      const taken = (error as Error).message.startsWith(`serve ended with ${PORT_TAKEN}:`);
      if (!taken || attempt === 5) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
