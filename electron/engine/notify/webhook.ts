import { createHmac } from 'node:crypto';
import type { WebhookChannel } from '../../../shared/model/notifications.ts';
import { readSecretLine } from '../secrets/named.ts';
import type { Message } from './message.ts';

const LONGEST_MS = 20_000;

/** Over the very bytes of the body, as `X-Footbridge-Signature` says it: `sha256=` and hexadecimal digits. */
export const signatureOf = (secret: string, body: string): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Posts one message; redirections are not followed. @returns what was answered @throws Error why it was not taken */
export async function postWebhook({ url, secretFile }: WebhookChannel, message: Message): Promise<string> {
  const secret = secretFile === null ? null : await readSecretLine(secretFile, 'secret file');
  const body = JSON.stringify(message.body);
  const headers = {
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
    'user-agent': 'Footbridge',
    ...(secret === null ? {} : { 'x-footbridge-signature': signatureOf(secret, body) }),
  };
  return new Promise((resolve, reject) => {
    // As modules they would bring all of Node's fetch along, and only when something is told are they needed.
    const { request: send } = process.getBuiltinModule(url.startsWith('https:') ? 'node:https' : 'node:http');
    const request = send(url, { method: 'POST', headers, signal: AbortSignal.timeout(LONGEST_MS) }, (reply) => {
      const status = reply.statusCode ?? 0;
      // What else it says is of no interest, however long it is.
      reply.destroy();
      if (status >= 200 && status < 300) resolve(`HTTP ${status}`);
      else reject(new Error(`The server answered HTTP ${status}, which is no success.`));
    });
    request.on('error', (error) => {
      const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
      reject(isLate ? new Error(`The server did not answer within ${LONGEST_MS / 1000} seconds.`) : error);
    });
    request.end(body);
  });
}
