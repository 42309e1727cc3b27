import { type AdminServer, type AdminServerOptions, createAdminServer } from '../host/admin/server.ts';
import type { Session } from '../host/admin/session.ts';
import { exitCode, HostFailure } from '../host/exit.ts';
import { remember, remembered } from '../host/remembered.ts';

type Given = Pick<AdminServerOptions, 'worlds' | 'logger'>;

export interface OpenDoor {
  readonly server: AdminServer;
  readonly port: number;
}

/**
 * The door for browsers of this computer.
 *
 * @param asked the port that was chosen (0: any free one); undefined: the one chosen last, while it is free
 * @throws HostFailure (exit 4) when the chosen port cannot be had
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

const codeOf = (error: unknown): string => String((error as NodeJS.ErrnoException).code);

function portFailure(port: number, code: string): HostFailure | null {
  if (code === 'EADDRINUSE') {
    return new HostFailure(
      exitCode.portTaken,
      `Port ${port} is taken by another program.`,
      'Choose another with --admin-port, or 0 for any free one.',
    );
  }
  if (code !== 'EACCES') return null;
  return new HostFailure(
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
