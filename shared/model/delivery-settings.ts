import { z } from './z.ts';

export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time of day is written as HH:MM, from 00:00 to 23:59.')
  .describe('HH:MM, from 00:00 to 23:59');

/** So long on each of these days. One that ends when it begins, or before, ends on the next day. */
export const DeliveryWindow = z.strictObject({
  days: z.array(z.enum(weekdays)).min(1).max(7).describe('The days on which it begins'),
  from: timeOfDay,
  to: timeOfDay,
});
export type DeliveryWindow = z.infer<typeof DeliveryWindow>;

/** When changes are delivered, by the clocks of one place. */
export const DeliverySchedule = z.strictObject({
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, 'Write a time zone as the IANA time zone database names it, such as Europe/Vienna.')
    .describe('A name of the IANA time zone database, such as Europe/Vienna'),
  windows: z.array(DeliveryWindow).min(1).max(14),
  removals: z
    .enum(['at once', 'in the windows'])
    .default('at once')
    .describe('When access is taken away; it is kept as long as that waits'),
});
export type DeliverySchedule = z.infer<typeof DeliverySchedule>;

function isTimeZone(name: string): boolean {
  try {
    // Offsets such as +01:00 are taken as well, and know no summer time.
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** How changes are delivered to an app. What takes access away waits for none of it but for what the app can take. */
export const DeliverySettings = z
  .strictObject({
    debounceSeconds: z
      .number()
      .min(0)
      .max(60)
      .default(1)
      .describe('So long is waited for more changes of the same account, so that they are delivered as one'),
    concurrency: z.number().int().min(1).max(16).default(4).describe('So many accounts are worked on at a time'),
    perSecond: z
      .number()
      .min(0.1)
      .max(10_000)
      .nullable()
      .default(null)
      .describe('So many operations in a second at most; null: as many as the app takes'),
    schedule: DeliverySchedule.nullable().default(null).describe('When changes are delivered; null: in real time'),
  })
  .meta({ title: 'Delivery', description: 'How changes are delivered to an app.' });
export type DeliverySettings = z.infer<typeof DeliverySettings>;

/** What an app is added with. */
export const usualDelivery: DeliverySettings = DeliverySettings.parse({});
