import { type AdminServer, type AdminServerOptions, createAdminServer } from './admin/server.ts';
import type { Session } from './admin/session.ts';
import { CommandFailure, exitCode } from './exit.ts';
import { prepareSocket, protectSocket, socketOf } from './folder-socket.ts';
import { remember, remembered } from './remembered.ts';

type Given = Pick<AdminServerOptions, 'worlds' | 'logger'>;

export interface OpenDoor {
  readonly server: AdminServer;
  readonly port: number;
}

/**
 * The door for browsers of this computer.
 *
 * @param asked the port that was chosen (0: any free one); undefined: the one chosen last, while it is free
 * @throws CommandFailure (exit 4) when the chosen port cannot be had
 */
export async function openLoopbackDoor(
  given: Given,
  data: string,
  asked: number | undefined,
  session: Session,
  screens: string,
): Promise<OpenDoor> {
  const door = { kind: 'loopback', session, screens } as const;
  const listenOn = async (port: number): Promise<OpenDoor> => {
    const server = createAdminServer({ ...given, door });
    return { server, port: (await server.listen({ port })) ?? port };
  };
  const last = remembered(data).adminPort;
  if (asked === undefined && last !== null) {
    try {
      return await listenOn(last);
    } catch (error) {
      given.logger.warn({ port: last }, `The port chosen last cannot be had (${codeOf(error)}); another one is taken.`);
    }
  }
  const port = asked ?? 0;
  try {
    const opened = await listenOn(port);
    if (port !== 0 && port !== last) rememberPort(given, data, port);
    return opened;
  } catch (error) {
    throw portFailure(port, codeOf(error)) ?? error;
  }
}

/** The door for the command line: a socket that only this user may open. Only for who holds the data folder. */
export async function openFolderDoor(given: Given, data: string): Promise<AdminServer> {
  const socket = socketOf(data);
  prepareSocket(socket);
  const server = createAdminServer({ ...given, door: { kind: 'folder' } });
  await server.listen({ path: socket });
  protectSocket(socket);
  return server;
}

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

function portFailure(port: number, code: string): CommandFailure | null {
  if (code === 'EADDRINUSE') {
    return new CommandFailure(
      exitCode.portTaken,
      `Port ${port} is taken by another program.`,
      'Choose another with --admin-port, or 0 for any free one.',
    );
  }
  if (code !== 'EACCES') return null;
  return new CommandFailure(
    exitCode.portTaken,
    `This user may not listen on port ${port}.`,
    'Choose one above 1023 with --admin-port, or 0 for any free one.',
  );
}

function rememberPort({ logger }: Given, data: string, adminPort: number): void {
  try {
    remember(data, { adminPort });
  } catch (error) {
    logger.warn({ err: error }, 'The chosen port could not be remembered; it holds for this run.');
  }
}
