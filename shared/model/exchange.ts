import { id, time } from './page.ts';
import { z } from './z.ts';

/** ok: answered as asked; refused: the request was at fault (4xx); failed: we were (5xx). */
export const Outcome = z.enum(['ok', 'refused', 'failed']);
export type Outcome = z.infer<typeof Outcome>;

/**
 * Where what an exchange caused stands, worst first in this order: the row shows the worst. not verifiable: it
 * was done, and the app could not be asked about it. handed over: a file or message was written, and that the app took it
 * over is not confirmed.
 */
export const EffectState = z.enum([
  'contradicted',
  'failed',
  'parked',
  'waiting',
  'not verifiable',
  'handed over',
  'proved',
  'held',
  'none',
]);
export type EffectState = z.infer<typeof EffectState>;

/** One row of Activity. */
export const Exchange = z.object({
  id,
  /** Rises in the order in which exchanges were written (reads a little after changes); pages are asked by it. */
  seq: z.number().int(),
  at: time,
  source: z.object({ id, name: z.string() }).nullable(),
  method: z.string(),
  /** Path and query below the base URL, as sent. */
  path: z.string(),
  status: z.number().int(),
  durationMs: z.number(),
  outcome: Outcome,
  resourceType: z.enum(['User', 'Group']).nullable(),
  /** The request in plain words: "Update Ada Lovelace: active true -> false". */
  summary: z.string(),
  /** How many deviations were understood ("False" read as false). */
  notes: z.number().int(),
  effect: z.object({ state: EffectState, text: z.string() }),
});
export type Exchange = z.infer<typeof Exchange>;

/** One deviation that a dialect normaliser understood: "we understood X as Y". */
export const DialectNote = z.object({ normaliser: z.string(), text: z.string() });
export type DialectNote = z.infer<typeof DialectNote>;

const message = z.object({
  headers: z.record(z.string(), z.string()),
  /** As sent or answered, secrets redacted; null when empty or not captured. */
  body: z.string().nullable(),
});

export const ExchangeFilter = z.object({
  /** Any of these outcomes; empty is all. */
  outcomes: z.array(Outcome).default([]),
  sourceId: id.optional(),
  resourceType: z.enum(['User', 'Group']).optional(),
  /** Only what changed something. */
  changesOnly: z.boolean().default(false),
  /** Every word must occur in summary, path or method; `status:>=400` and `path:/Groups` are understood too. */
  text: z.string().max(500).default(''),
});
export type ExchangeFilter = z.infer<typeof ExchangeFilter>;

export const ExchangeDetail = Exchange.extend({
  request: message,
  response: message,
  /** With what the normaliser does in general; null where the note says it all. */
  dialectNotes: z.array(DialectNote.extend({ explanation: z.string().nullable() })),
});
export type ExchangeDetail = z.infer<typeof ExchangeDetail>;
