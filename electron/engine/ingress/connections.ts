import type { Socket } from 'node:net';
import { limits } from './limits.ts';

/** Which source a connection was last used by, so that one source cannot take all there are. */
export interface Connections {
  /** A source used a connection. @returns whether it may: it holds no more than its share of them */
  use(sourceKey: string, socket: Socket): boolean;
}

export function createConnections(): Connections {
  const users = new Map<Socket, string>();
  const held = new Map<string, number>();

  function count(sourceKey: string, change: 1 | -1): number {
    const now = (held.get(sourceKey) ?? 0) + change;
    if (now === 0) held.delete(sourceKey);
    else held.set(sourceKey, now);
    return now;
  }

  return {
    use(sourceKey, socket) {
      const former = users.get(socket);
      if (former === sourceKey) return true;
      // A tunnel may send the requests of several sources over one connection.
      if (former !== undefined) count(former, -1);
      else
        socket.once('close', () => {
          const last = users.get(socket);
          users.delete(socket);
          if (last !== undefined) count(last, -1);
        });
      users.set(socket, sourceKey);
      return count(sourceKey, 1) <= limits.sourceConnections;
    },
  };
}
