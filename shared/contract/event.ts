import { z } from '../model/z.ts';

/**
 * What changed, never whole tables. `exchange`: rows to fetch or refresh; `directory`: people or groups;
 * `provisioning`: the ids are exchanges whose effect moved on; `configuration`: sources, apps, rules; `work`: items;
 * `sandbox`: the sandbox IdP.
 */
export const EventType = z.enum(['exchange', 'directory', 'provisioning', 'configuration', 'work', 'sandbox']);
export type EventType = z.infer<typeof EventType>;

export const Event = z.object({
  /** A new one at each start of the engine. */
  epoch: z.string(),
  /** Rises by one from event to event within an epoch. */
  seq: z.number().int(),
  type: EventType,
  ids: z.array(z.string()),
  summary: z.string(),
});
export type Event = z.infer<typeof Event>;

/** The stream's answer when what was asked for is gone: reload, then follow from here. */
export const Resync = z.object({ type: z.literal('resync'), epoch: z.string(), seq: z.number().int() });
export type Resync = z.infer<typeof Resync>;

export const StreamMessage = z.union([Event, Resync]);
export type StreamMessage = z.infer<typeof StreamMessage>;

/** Where a client left off. */
export interface StreamPosition {
  readonly epoch: string;
  readonly seq: number;
}
