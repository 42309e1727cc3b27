import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

type When = 'before' | 'after' | 'silence';

export interface CuttingProxy {
  readonly port: number;
  /**
   * Cuts the connection over which these bytes go out: before they are passed on, or right after, unanswered; `silence`:
   * nothing goes either way any more, and nothing is closed.
   */
  cutAt(bytes: string, when: When): void;
  close(): void;
}

/** A way to a server on this computer that can be cut at a word. */
export async function startCuttingProxy(serverPort: number): Promise<CuttingProxy> {
  let cut: { readonly bytes: string; readonly when: When } | null = null;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    far.on('data', (bytes) => near.write(bytes));
    near.on('data', (bytes) => {
      if (cut === null || !bytes.includes(cut.bytes)) {
        far.write(bytes);
        return;
      }
      const { when } = cut;
      cut = null;
      near.removeAllListeners('data');
      far.removeAllListeners('data');
      if (when === 'silence') return;
      if (when === 'before') {
        near.destroy();
        return;
      }
      // What the server answers is not passed on; that it did shows that it was done.
      far.once('data', () => near.destroy());
      far.write(bytes);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    cutAt(bytes, when) {
      cut = { bytes, when };
    },
    close() {
      server.close();
      for (const socket of open) socket.destroy();
    },
  };
}
