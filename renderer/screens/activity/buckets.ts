import type { Exchange } from '../../../shared/model/exchange.ts';
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

/** Requests per bucket from the oldest of `rows` up to `now`, in at most `most` buckets aligned to round times. */
export function countTraffic(rows: readonly Exchange[], now: number, most: number): Traffic {
  const oldest = rows.reduce((least, row) => Math.min(least, Date.parse(row.at)), now);
  const step = bucketStep(Math.max(minute, now - oldest), most);
  const first = Math.floor(Math.min(oldest, now - minute) / step) * step;
  const size = Math.floor((now - first) / step) + 1;
  const counts = Array.from({ length: size }, () => ({ ok: 0, refused: 0, failed: 0 }));
  let peak = 0;
  for (const row of rows) {
    const bucket = counts[Math.min(size - 1, Math.floor((Date.parse(row.at) - first) / step))];
    if (!bucket) continue;
    bucket[row.outcome] += 1;
    peak = Math.max(peak, bucket.ok + bucket.refused + bucket.failed);
  }
  return { step, peak, buckets: counts.map((bucket, index) => ({ from: first + index * step, ...bucket })) };
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
