import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server on this machine that the window must never reach: it stands for anybody outside. */
export interface Lure {
  /** `http://127.0.0.1:port`, without a slash at its end. */
  readonly origin: string;
  /** Paths that were asked for. */
  readonly hits: readonly string[];
  close(): Promise<void>;
}

/** It answers every path with a page of its own, and `/redirect` with the way to another of its pages. */
export async function openLure(): Promise<Lure> {
  const hits: string[] = [];
  const server = createServer((request, response) => {
    hits.push(request.url ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: '/landed' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Elsewhere</h1>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
