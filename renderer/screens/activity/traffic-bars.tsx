import { formatMoment } from '../../ui/time.ts';
import { isEmpty } from './brush.ts';
import type { Bucket, Traffic } from './buckets.ts';
import classes from './time-strip.module.css';
import { words } from './words.ts';

export const barsHeight = 26;

export interface TrafficBarsProps {
  readonly traffic: Traffic;
  /** Pixels that all of them fill. */
  readonly width: number;
}

/** A bar for each bucket: requests, on them those that were refused and those that failed. */
export function TrafficBars({ traffic: { buckets, peak, step }, width }: TrafficBarsProps) {
  const barWidth = width / Math.max(1, buckets.length);
  return buckets.map((bucket, index) =>
    isEmpty(bucket) ? null : (
      <Bars
        key={bucket.from}
        bucket={bucket}
        x={index * barWidth}
        width={barWidth - 1}
        unit={peak === 0 ? 0 : barsHeight / peak}
        step={step}
      />
    ),
  );
}

interface BarsProps {
  readonly bucket: Bucket;
  readonly x: number;
  readonly width: number;
  /** Pixels per request. */
  readonly unit: number;
  readonly step: number;
}

function Bars({ bucket, x, width, unit, step }: BarsProps) {
  const { ok, refused, failed } = bucket;
  const heights = [ok, refused, failed].map((number) => (number === 0 ? 0 : Math.max(2, number * unit)));
  const [okHeight = 0, refusedHeight = 0, failedHeight = 0] = heights;
  const tops = [barsHeight - okHeight, barsHeight - okHeight - refusedHeight];
  const [okTop = 0, refusedTop = 0] = tops;
  return (
    <g>
      <title>{`${formatMoment(bucket.from)}, ${formatStep(step)}: ${words.spoken(ok + refused + failed, refused, failed)}`}</title>
      <rect className={classes.ok} x={x} width={width} y={okTop} height={okHeight} />
      <rect className={classes.refused} x={x} width={width} y={refusedTop} height={refusedHeight} />
      <rect className={classes.failed} x={x} width={width} y={refusedTop - failedHeight} height={failedHeight} />
    </g>
  );
}

/** The length of a bucket: `5 s`, `2 min`, `4 h`. */
export const formatStep = (step: number): string =>
  step < 60_000 ? `${step / 1_000} s` : step < 3_600_000 ? `${step / 60_000} min` : `${step / 3_600_000} h`;
