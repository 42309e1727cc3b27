import type { EmailChannel } from '../../../shared/model/notifications.ts';
import { readSecretLine } from '../secrets/named.ts';
import type { Message } from './message.ts';

const LONGEST_MS = 20_000;

/** Sends one message. @returns what the server answered @throws Error why not, in the words of the server or the system */
export async function sendEmail(channel: EmailChannel, { subject, text }: Message): Promise<string> {
  const { host, port, security, user, passwordFile, from, to } = channel;
  const pass = passwordFile === null ? null : await readSecretLine(passwordFile, 'password file');
  // Whoever tells nobody by mail never loads it.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    tls: { rejectUnauthorized: true },
    ...(user === null ? {} : { auth: { user, pass: pass ?? '' } }),
    connectionTimeout: LONGEST_MS,
    greetingTimeout: LONGEST_MS,
    socketTimeout: LONGEST_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    const { response } = await transport.sendMail({ from, to: [...to], subject, text });
    return String(response);
  } finally {
    transport.close();
  }
}
