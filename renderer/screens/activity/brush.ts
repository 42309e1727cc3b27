import type { Stretch } from '../../state/stretch.ts';
import type { Bucket, Traffic } from './buckets.ts';

/** The bucket under a pointer `x` pixels into a strip of `width`; the nearest one beyond its ends. */
export function bucketIndexAt({ buckets }: Traffic, x: number, width: number): number {
  const index = Math.floor((x / Math.max(1, width)) * buckets.length);
  return Math.max(0, Math.min(buckets.length - 1, index));
}

/** The stretch of time that two buckets and those between them cover, whichever of the two comes first. */
export function stretchOf({ buckets, step }: Traffic, one: number, other: number): Stretch | null {
  const first = buckets[Math.min(one, other)];
  const last = buckets[Math.max(one, other)];
  return first && last ? { from: first.from, to: last.from + step } : null;
}

export const isEmpty = ({ ok, refused, failed }: Bucket): boolean => ok + refused + failed === 0;

export type BrushMove = 'earlier' | 'later' | 'longer' | 'shorter';

/**
 * The stretch after a key press. Without one, the first press takes the newest bucket that holds anything; `earlier`
 * and `later` go on to the next bucket that does; `longer` and `shorter` move the beginning.
 */
export function moveStretch(traffic: Traffic, stretch: Stretch | null, move: BrushMove): Stretch | null {
  const { buckets, step } = traffic;
  const full = buckets.flatMap((bucket, index) => (isEmpty(bucket) ? [] : [index]));
  const newest = full.at(-1);
  if (newest === undefined) return null;
  if (stretch === null) return stretchOf(traffic, newest, newest);
  const origin = buckets[0]?.from ?? 0;
  const first = Math.round((stretch.from - origin) / step);
  const last = Math.max(first, Math.round((stretch.to - origin) / step) - 1);
  const bound = (index: number) => Math.max(0, Math.min(buckets.length - 1, index));
  switch (move) {
    case 'earlier': {
      const next = full.findLast((index) => index < first);
      return next === undefined ? stretch : stretchOf(traffic, next, next);
    }
    case 'later': {
      const next = full.find((index) => index > last);
      return next === undefined ? stretch : stretchOf(traffic, next, next);
    }
    case 'longer':
      return stretchOf(traffic, bound(first - 1), bound(last));
    case 'shorter':
      return stretchOf(traffic, bound(Math.min(last, first + 1)), bound(last));
  }
}
