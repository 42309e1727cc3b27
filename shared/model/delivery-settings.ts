import { z } from './z.ts';

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
  })
  .meta({ title: 'Delivery', description: 'How changes are delivered to an app.' });
export type DeliverySettings = z.infer<typeof DeliverySettings>;

/** What an app is added with. */
export const usualDelivery: DeliverySettings = DeliverySettings.parse({});
