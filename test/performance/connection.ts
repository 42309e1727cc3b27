import { connect, type Socket } from 'node:net';

/** One reply, read to its end. */
export interface Reply {
  readonly status: number;
  readonly body: Buffer;
}

/** One keep-alive connection of HTTP/1.1, one request at a time. */
export interface Connection {
  /** @param request the whole request as it goes over the wire: `requestText` makes it */
  send(request: string): Promise<Reply>;
  close(): void;
}

const END_OF_HEAD = Buffer.from('\r\n\r\n');

/**
 * Opens a connection to a server on this computer. A client of node:http would cost as much as the floor it measures;
 * this one reads what the servers of the benchmarks answer (a length, no chunks) and takes little from their core.
 *
 * @throws the system's error when nobody listens
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return converse(socket);
}

function converse(socket: Socket): Connection {
  let received: Buffer = Buffer.alloc(0);
  let waiting: PromiseWithResolvers<Reply> | null = null;
  const fail = (cause: Error) => {
    waiting?.reject(cause);
    waiting = null;
  };
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    try {
      const read = readReply(received);
      if (read === null) return;
      received = received.subarray(read.length);
      waiting?.resolve(read.reply);
      waiting = null;
    } catch (error) {
      fail(error as Error);
    }
  });
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('the server closed the connection')));
  return {
    send(request) {
      waiting = Promise.withResolvers<Reply>();
      const { promise } = waiting;
      socket.write(request);
      return promise;
    },
    close: () => void socket.destroy(),
  };
}

/**
 * @returns the reply at the beginning of what was received and its length on the wire; null while it is not whole
 * @throws Error for a reply without a length
 */
export function readReply(received: Buffer): { readonly reply: Reply; readonly length: number } | null {
  const end = received.indexOf(END_OF_HEAD);
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const bodyLength = status === 204 ? 0 : lengthOf(head);
  const start = end + END_OF_HEAD.length;
  if (received.length < start + bodyLength) return null;
  return { reply: { status, body: received.subarray(start, start + bodyLength) }, length: start + bodyLength };
}

function lengthOf(head: string): number {
  const [, length] = /^content-length: *(\d+)/im.exec(head) ?? [];
  if (length === undefined) throw new Error(`a reply without a content-length: ${head.slice(0, 200)}`);
  return Number(length);
}

/** Where requests go, and as whom. */
export interface Place {
  readonly port: number;
  /** Before every path: `/scim/v2/<source key>`; '' for a floor. */
  readonly prefix: string;
  readonly token: string;
}

/** A request as an IdP writes it. @param body JSON text */
export function requestText({ port, prefix, token }: Place, method: string, path: string, body?: string): string {
  const head =
    `${method} ${prefix}${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
    'Accept: application/scim+json\r\nUser-Agent: bench\r\n';
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/scim+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
