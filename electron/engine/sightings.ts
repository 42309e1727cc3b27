import { fingerprintsOf } from './scim/dialect/fingerprint.ts';
import { operationKind } from './scim/dialect/operation-kind.ts';
import type { Note } from './scim/dialect/reading.ts';
import { type Shape, unrecognisedIn } from './scim/unrecognised/shape.ts';
import {
  type Addition,
  addSighting,
  addUnrecognised,
  countUnrecognised,
  type SightingKind,
  totalOfUnrecognised,
} from './store/sighting.ts';
import type { WriteDb } from './store/sql.ts';

/** One exchange, as far as it tells how its source speaks. */
export interface SeenExchange {
  readonly id: string;
  readonly at: number;
  readonly sourcePk: number | null;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestBody: string | null;
  readonly responseBody: string | null;
  readonly notes: readonly Note[];
}

/** Shapes that are kept of a source: one that sends ever other ones fills no disk. All beyond are counted as one. */
const SHAPES_KEPT = 500;
const others = JSON.stringify({
  kind: 'refused',
  method: '',
  path: '',
  status: 0,
  scimType: null,
  said: `More than ${SHAPES_KEPT} kinds of requests were not understood; the newer ones are counted here together.`,
  parts: [],
} satisfies Shape);

interface Count {
  requests: number;
  firstAt: number;
  lastAt: number;
  example: string;
}

/**
 * Counts what a batch of exchanges shows of how their sources speak, in the transaction that lists them: so counts and
 * lists agree. Costs a statement for each thing that was seen, not for each request.
 *
 * @param nextId ids for shapes that are new
 */
export function countSightings(db: WriteDb, batch: readonly SeenExchange[], nextId: () => string): void {
  const seen = new Map<number, Map<SightingKind, Map<string, Count>>>();
  const shapes = new Map<number, Map<string, Count>>();
  for (const exchange of batch) {
    const { sourcePk, status } = exchange;
    // Whoever was not let in is nobody's client, and whoever came too fast was not read.
    if (sourcePk === null || status === 401 || status === 429) continue;
    const kinds = within(seen, sourcePk);
    count(within(kinds, 'operation'), operationKind(exchange.method, exchange.path), exchange);
    for (const { normaliser } of exchange.notes) count(within(kinds, 'normaliser'), normaliser, exchange);
    for (const name of fingerprintsOf({ ...exchange, body: exchange.requestBody }))
      count(within(kinds, 'fingerprint'), name, exchange);
    const shape = unrecognisedIn(exchange);
    if (shape !== null) count(within(shapes, sourcePk), JSON.stringify(shape), exchange);
  }
  for (const [sourcePk, kinds] of seen)
    for (const [kind, names] of kinds)
      for (const [name, counted] of names) addSighting(db, sourcePk, kind, name, counted);
  for (const [sourcePk, ofSource] of shapes)
    for (const [shape, counted] of ofSource) keep(db, nextId, sourcePk, shape, counted);
}

function keep(db: WriteDb, nextId: () => string, sourcePk: number, shape: string, counted: Addition): void {
  if (countUnrecognised(db, sourcePk, shape, counted)) return;
  const isFull = totalOfUnrecognised(db, sourcePk).shapes >= SHAPES_KEPT;
  if (isFull && countUnrecognised(db, sourcePk, others, counted)) return;
  addUnrecognised(db, nextId(), sourcePk, isFull ? others : shape, counted);
}

/** The map of this key; a new one where there is none. */
function within<Key, InnerKey, Value>(maps: Map<Key, Map<InnerKey, Value>>, key: Key): Map<InnerKey, Value> {
  const known = maps.get(key) ?? new Map<InnerKey, Value>();
  maps.set(key, known);
  return known;
}

/** Counts a request once, however often it shows the same. */
function count(counts: Map<string, Count>, name: string, exchange: SeenExchange): void {
  const known = counts.get(name);
  if (known?.example === exchange.id) return;
  counts.set(name, added(known, exchange));
}

const added = (known: Count | undefined, { id, at }: SeenExchange): Count => ({
  requests: (known?.requests ?? 0) + 1,
  firstAt: Math.min(known?.firstAt ?? at, at),
  lastAt: Math.max(known?.lastAt ?? at, at),
  example: id,
});
