import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ScimAnswer, ScimRequest } from '../../electron/engine/sandbox/conversation.ts';

export interface Received extends ScimRequest {
  readonly headers: IncomingMessage['headers'];
  /** Milliseconds, of the monotonic clock. */
  readonly at: number;
}

/** What a listening server answers: `text` goes out as it is, null closes the connection without a word. */
export type HttpAnswer = (ScimAnswer & { readonly text?: string; readonly headers?: Record<string, string> }) | null;

export interface Listening {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A server on loopback that writes down what arrives, in order, and answers as it is told. */
export async function listen(respond: (request: Received) => HttpAnswer): Promise<Listening> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const request: Received = {
        method: incoming.method as ScimRequest['method'],
        path: incoming.url ?? '',
        body: text === '' ? null : (JSON.parse(text) as Record<string, unknown>),
        headers: incoming.headers,
        at: performance.now(),
      };
      received.push(request);
      const answer = respond(request);
      if (answer === null) return void outgoing.destroy();
      outgoing.writeHead(answer.status, { 'content-type': 'application/scim+json', ...answer.headers });
      outgoing.end(answer.text ?? (answer.body === null ? '' : JSON.stringify(answer.body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
