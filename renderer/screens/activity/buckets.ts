import type { Exchange } from '../../../shared/model/exchange.ts';
import { createArrivalReader } from '../../state/arrival.ts';
import type { Stretch } from '../../state/stretch.ts';

export interface Bucket {
  /** ms since the epoch. */
  readonly from: number;
  readonly ok: number;
  readonly refused: number;
  readonly failed: number;
}

export interface Traffic {
  /** Length of a bucket in ms. */
  readonly step: number;
  /** Oldest first, without gaps. */
  readonly buckets: readonly Bucket[];
  /** Requests in the fullest bucket. */
  readonly peak: number;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * second),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 4, 8, 12, 24].map((hours) => hours * hour),
];

/** The shortest round step with which `length` ms fit into `most` buckets; whole days beyond that. */
export function bucketStep(length: number, most: number): number {
  const found = steps.find((step) => length / step <= most - 1);
  return found ?? Math.ceil(length / (most - 1) / (24 * hour)) * 24 * hour;
}

/** Requests by stretch of `step` ms, counted from the epoch; what is dear to count of a long list, and does not age. */
export interface Tally {
  readonly step: number;
  readonly counts: ReadonlyMap<number, Omit<Bucket, 'from'>>;
}

/** When the oldest of `rows` arrived, in ms since the epoch; null when there is none. */
export function oldestArrival(rows: readonly Exchange[]): number | null {
  const arrival = createArrivalReader();
  let oldest: number | null = null;
  for (const { at } of rows) oldest = Math.min(oldest ?? Number.POSITIVE_INFINITY, arrival(at));
  return oldest;
}

/** The length of the buckets from the oldest row up to `now`, so that at most `most` of them are needed. */
export const stepOf = (oldest: number | null, now: number, most: number): number =>
  bucketStep(Math.max(minute, now - (oldest ?? now)), most);

export function tallyTraffic(rows: readonly Exchange[], step: number): Tally {
  const arrival = createArrivalReader();
  const counts = new Map<number, { ok: number; refused: number; failed: number }>();
  for (const { at, outcome } of rows) {
    const index = Math.floor(arrival(at) / step);
    const bucket = counts.get(index) ?? { ok: 0, refused: 0, failed: 0 };
    bucket[outcome] += 1;
    counts.set(index, bucket);
  }
  return { step, counts };
}

/** The tally as buckets without gaps, from the oldest row (a minute ago at the latest) up to `now`. */
export function layOutTraffic({ step, counts }: Tally, oldest: number | null, now: number): Traffic {
  const first = Math.floor(Math.min(oldest ?? now, now - minute) / step);
  const size = Math.floor(now / step) - first + 1;
  const buckets = Array.from({ length: size }, (_, index) => ({
    from: (first + index) * step,
    ok: 0,
    refused: 0,
    failed: 0,
  }));
  let peak = 0;
  for (const [index, { ok, refused, failed }] of counts) {
    // A row that is newer than `now`, by a clock that was set back, stands with the newest.
    const bucket = buckets[Math.min(size - 1, index - first)];
    if (!bucket) continue;
    bucket.ok += ok;
    bucket.refused += refused;
    bucket.failed += failed;
    peak = Math.max(peak, bucket.ok + bucket.refused + bucket.failed);
  }
  return { step, peak, buckets };
}

/** The requests of the buckets that begin within a stretch; of all of them when it is null. */
export function countWithin({ buckets }: Traffic, stretch: Stretch | null): Omit<Bucket, 'from'> {
  const sum = { ok: 0, refused: 0, failed: 0 };
  for (const { from, ok, refused, failed } of buckets) {
    if (stretch !== null && (from < stretch.from || from >= stretch.to)) continue;
    sum.ok += ok;
    sum.refused += refused;
    sum.failed += failed;
  }
  return sum;
}
