import { id, time } from './page.ts';
import { Dialect } from './source.ts';
import { z } from './z.ts';

/** How often something was seen of a source, and where it can be looked at. */
const seen = {
  requests: z.number().int(),
  firstAt: time,
  lastAt: time,
  /** The newest request of it; null once that is forgotten. */
  exchangeId: id.nullable(),
};

/** One deviation that was understood, over all requests of a source. */
export const Understood = z.object({
  normaliser: z.string(),
  /** Null of one that this version does not know any more. */
  explanation: z.string().nullable(),
  /** The only dialects that it is applied to; null when it is applied to all. */
  dialects: z.array(Dialect).nullable(),
  ...seen,
});
export type Understood = z.infer<typeof Understood>;

/** A dialect that requests of a source look like, with what they were seen by. Hints, and never authorisation. */
export const Likeness = z.object({
  dialect: Dialect,
  /** Which of several ways this identity provider speaks; null where it has one, or where the sign tells none. */
  way: z.enum(['with the flag', 'without the flag']).nullable(),
  signs: z.array(z.object({ sign: z.string(), explanation: z.string(), ...seen })),
});
export type Likeness = z.infer<typeof Likeness>;

/** How the requests of a source speak SCIM, judged from what was really seen. */
export const DialectCard = z.object({
  /** What the source is labelled with. */
  dialect: Dialect,
  /** In plain words: how identity providers of this dialect speak. */
  speaks: z.string(),
  /** Requests that showed the token; 0 while none has arrived. */
  requests: z.number().int(),
  looksLike: z.array(Likeness),
  /** What it means that label and requests do not fit, and what to do; null while they do. */
  hint: z.string().nullable(),
  operations: z.array(z.object({ operation: z.string(), ...seen })),
  /** What these operations say of how it works, a sentence each: "Users are updated by PUT only: …". */
  habits: z.array(z.string()),
  understood: z.array(Understood),
  /** How many requests were not understood in full, in how many shapes. */
  unrecognised: z.object({ requests: z.number().int(), shapes: z.number().int() }),
});
export type DialectCard = z.infer<typeof DialectCard>;

/** Requests of one shape that no normaliser understood in full. */
export const UnrecognisedShape = z.object({
  id,
  /** refused: answered with an error; dropped: done, but for attributes that this service does not know. */
  kind: z.enum(['refused', 'dropped']),
  method: z.string(),
  /** `/Users/{id}`. */
  path: z.string(),
  status: z.number().int(),
  scimType: z.string().nullable(),
  /** The attribute paths and operators in question, literals left out: `replace emails[type eq "…"].value`. */
  parts: z.array(z.string()),
  /** The sentence that was answered last, or what was left out. */
  sentence: z.string(),
  ...seen,
});
export type UnrecognisedShape = z.infer<typeof UnrecognisedShape>;
