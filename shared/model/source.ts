import { id, label, time } from './page.ts';
import { z } from './z.ts';

/** The dialects of SCIM that a source can be said to speak; see docs/SCIM.md. */
export const dialects = ['entra', 'okta', 'onelogin', 'jumpcloud', 'google', 'ping', 'authentik', 'generic'] as const;
export const Dialect = z.enum(dialects);
export type Dialect = z.infer<typeof Dialect>;

/** What an admin says of a source. */
export const SourceSettings = z.strictObject({
  name: label,
  dialect: Dialect,
  /** Requests per second that this source may send; 0 is no limit. */
  rate: z.number().int().min(0).max(100_000),
});
export type SourceSettings = z.infer<typeof SourceSettings>;

export const Source = z.object({
  id,
  ...SourceSettings.shape,
  baseUrl: z.url(),
  createdAt: time,
  /** When its last authenticated request arrived; null when none has yet. */
  lastSeenAt: time.nullable(),
  tokenLastFour: z.string(),
});
export type Source = z.infer<typeof Source>;

/** What `source.add` answers: the only moment at which the token is shown. */
export const NewSource = z.object({ id, name: label, baseUrl: z.url(), token: z.string() });
export type NewSource = z.infer<typeof NewSource>;
