import { World } from '../model/status.ts';
import { z } from '../model/z.ts';
import type { ContractErrorBody } from './error.ts';
import type { StreamMessage } from './event.ts';

/*
 * The contract over one MessagePort, for a page that lives in its host's own program. Both worlds share the port; ids are
 * the page's, one row for calls and follows. What a page sends is parsed: it shows what identity providers send.
 */

const id = z.number().int().positive();

/** From the page to its host. */
export const ToHost = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, world: World, name: z.string().max(200), input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({
    type: z.literal('follow'),
    id,
    world: World,
    position: z.object({ epoch: z.string().min(1).max(200), seq: z.number().int().nonnegative() }).nullable(),
  }),
  /** One batch of a stream was taken: the next may come. A port has no back-pressure of its own. */
  z.object({ type: z.literal('heard'), id }),
  z.object({ type: z.literal('unfollow'), id }),
]);
export type ToHost = z.infer<typeof ToHost>;

/** From the host to the page. */
export type FromHost =
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  /** The stream stands. */
  | { readonly type: 'following'; readonly id: number }
  | { readonly type: 'stream'; readonly id: number; readonly messages: readonly StreamMessage[] }
  | { readonly type: 'ended'; readonly id: number; readonly error: ContractErrorBody | null };
