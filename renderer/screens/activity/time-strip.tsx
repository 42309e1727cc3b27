import { useElementSize } from '@mantine/hooks';
import { useEffect, useMemo, useState } from 'react';
import type { Exchange } from '../../../shared/model/exchange.ts';
import { formatClock } from '../../ui/time.ts';
import { type Bucket, countTraffic } from './buckets.ts';
import classes from './time-strip.module.css';
import { words } from './words.ts';

/** The narrowest bar; bars grow until they fill the strip. */
const leastWidth = 5;
const height = 26;

/** The traffic of the loaded rows: a bar per stretch of time, newest at the right; refused and failed stand out. */
export function TimeStrip({ rows }: { readonly rows: readonly Exchange[] }) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const now = useNow(1_000);
  const most = Math.max(24, Math.floor(width / leastWidth));
  const { buckets, peak, step } = useMemo(() => countTraffic(rows, now, most), [rows, now, most]);
  const oldest = buckets[0];
  const barWidth = width / Math.max(1, buckets.length);
  const total = buckets.reduce(
    (sum, { ok, refused, failed }) => ({
      total: sum.total + ok + refused + failed,
      refused: sum.refused + refused,
      failed: sum.failed + failed,
    }),
    { total: 0, refused: 0, failed: 0 },
  );
  const label = oldest
    ? `Traffic from ${formatClock(oldest.from)} to ${formatClock(now)}: ${words.spoken(total.total, total.refused, total.failed)}`
    : '';
  return (
    <div ref={ref} className={classes.strip} role="img" aria-label={label}>
      <svg className={classes.bars} width="100%" height={height} aria-hidden="true">
        {(width > 0 ? buckets : []).map((bucket, index) => (
          <Bars
            key={bucket.from}
            bucket={bucket}
            x={index * barWidth}
            width={barWidth - 1}
            unit={peak === 0 ? 0 : height / peak}
            step={step}
          />
        ))}
      </svg>
      <span className={classes.from}>{oldest ? formatClock(oldest.from) : ''}</span>
      <span className={classes.scale}>{peak > 0 ? `peak ${peak} in ${formatStep(step)}` : ''}</span>
      <span className={classes.to}>now</span>
    </div>
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
  if (ok + refused + failed === 0) return null;
  const heights = [ok, refused, failed].map((number) => (number === 0 ? 0 : Math.max(2, number * unit)));
  const [okHeight = 0, refusedHeight = 0, failedHeight = 0] = heights;
  return (
    <g>
      <title>{`${formatClock(bucket.from)}, ${formatStep(step)}: ${words.spoken(ok + refused + failed, refused, failed)}`}</title>
      <rect className={classes.ok} x={x} width={width} y={height - okHeight} height={okHeight} />
      <rect
        className={classes.refused}
        x={x}
        width={width}
        y={height - okHeight - refusedHeight}
        height={refusedHeight}
      />
      <rect
        className={classes.failed}
        x={x}
        width={width}
        y={height - okHeight - refusedHeight - failedHeight}
        height={failedHeight}
      />
    </g>
  );
}

const formatStep = (step: number): string =>
  step < 60_000 ? `${step / 1_000} s` : step < 3_600_000 ? `${step / 60_000} min` : `${step / 3_600_000} h`;

function useNow(interval: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval]);
  return now;
}
