import { z } from './z.ts';

const address = z.email('Write an e-mail address, such as it@example.com.').max(254);
const secretFile = z
  .string()
  .min(1)
  .max(4096)
  .nullable()
  .default(null)
  .describe('A file that only its owner may read; its first line counts');

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);

/** Mail by a server of yours. */
export const EmailChannel = z
  .strictObject({
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535).default(587),
    security: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('How the connection is encrypted; certificates are always verified. none: on this computer alone'),
    user: z.string().min(1).max(320).nullable().default(null),
    passwordFile: secretFile,
    from: address,
    to: z.array(address).min(1).max(20),
  })
  .refine(({ host, security }) => security !== 'none' || isLoopback(host), {
    message: 'Without encryption only a mail server on this computer is used.',
    path: ['security'],
  });
export type EmailChannel = z.infer<typeof EmailChannel>;

/** A POST of JSON to an address of yours, signed where there is a secret. */
export const WebhookChannel = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'Write the address of a web server, beginning with https://.' })
    .max(2048)
    .refine((url) => {
      const [, scheme = '', authority = ''] = /^(https?):\/\/([^/?#]*)/i.exec(url) ?? [];
      if (authority === '' || authority.includes('@')) return false;
      return scheme.toLowerCase() === 'https' || isLoopback(authority.replace(/:\d+$/, ''));
    }, 'Write an https:// address without a name in it; http:// is for this computer alone.'),
  secretFile,
});
export type WebhookChannel = z.infer<typeof WebhookChannel>;

/** Whom Footbridge tells that somebody still has access that should be gone; null: nobody, by this channel. */
export const Notifications = z.strictObject({
  email: EmailChannel.nullable().default(null),
  webhook: WebhookChannel.nullable().default(null),
});
export type Notifications = z.infer<typeof Notifications>;

export const Channel = z.enum(['email', 'webhook']);
export type Channel = z.infer<typeof Channel>;
