import { type AdminServer, type AdminServerOptions, createAdminServer } from './admin/server.ts';
import { prepareSocket, protectSocket, socketOf } from './folder-socket.ts';

/** The door for the command line: a socket that only this user may open. Only for who holds the data folder. */
export async function openFolderDoor(
  given: Pick<AdminServerOptions, 'worlds' | 'logger'>,
  data: string,
): Promise<AdminServer> {
  const socket = socketOf(data);
  prepareSocket(socket);
  const server = createAdminServer({ ...given, door: { kind: 'folder' } });
  await server.listen({ path: socket });
  protectSocket(socket);
  return server;
}
