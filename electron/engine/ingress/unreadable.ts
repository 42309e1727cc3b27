import type { Socket } from 'node:net';
import { errorBody, ScimError } from '../scim/error.ts';

/** Written out, since whoever imports `node:http` as a module gets all of Node's fetch with it: 20 ms and 3 MB. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [
    '408 Request Timeout',
    'The request did not arrive in time; nothing was changed. Send it again.',
  ],
  HPE_HEADER_OVERFLOW: [
    '431 Request Header Fields Too Large',
    'The header is too large. Send a shorter URL and fewer or shorter header fields.',
  ],
};

/**
 * Answers what is no request of HTTP, or did not arrive whole in time, and ends the connection. Nobody can say whose it
 * was, so it is no exchange.
 */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, detail] = words[error.code ?? ''] ?? ['400 Bad Request', 'This is no request of HTTP/1.1.'];
  const body = JSON.stringify(errorBody(new ScimError(Number.parseInt(status, 10), detail)));
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/scim+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Not half open: whoever is this slow would keep the other half for ever.
  socket.destroySoon();
}
