import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useState } from 'react';
import type { Exchange } from '../../../shared/model/exchange.ts';
import { usePart, useWorld } from '../../state/context.tsx';
import type { Stretch } from '../../state/stretch.ts';
import { formatMoment } from '../../ui/time.ts';
import { type BrushMove, bucketIndexAt, isEmpty, moveStretch, stretchOf } from './brush.ts';
import { countWithin, layOutTraffic, oldestArrival, stepOf, type Traffic, tallyTraffic } from './buckets.ts';
import classes from './time-strip.module.css';
import { barsHeight, formatStep, TrafficBars } from './traffic-bars.tsx';
import { formatStretch, words } from './words.ts';

/** The narrowest bar; bars grow until they fill the strip. */
const leastWidth = 5;

/**
 * The traffic of the loaded rows: a bar per stretch of time, newest at the right. Dragging over it, a click on a bar or
 * the arrow keys narrow the list to a stretch; Esc and the button in the filter bar show all times again.
 */
export function TimeStrip({ rows }: { readonly rows: readonly Exchange[] }) {
  const { exchanges } = useWorld();
  const stretch = usePart(exchanges.store, (state) => state.stretch);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | null>(null);
  // While a stretch is chosen the strip stands still, so that it means the same bars.
  const now = useNow(1_000, stretch === null && drag === null);
  const most = Math.max(24, Math.floor(width / leastWidth));
  const oldestRow = useMemo(() => oldestArrival(rows), [rows]);
  const length = stepOf(oldestRow, now, most);
  const tally = useMemo(() => tallyTraffic(rows, length), [rows, length]);
  const traffic = useMemo(() => layOutTraffic(tally, oldestRow, now), [tally, oldestRow, now]);
  const { buckets, peak, step } = traffic;
  const oldest = buckets[0]?.from ?? now;
  const shown = drag ? stretchOf(traffic, drag.from, drag.to) : stretch;

  const indexAt = (event: PointerEvent<HTMLDivElement>) =>
    bucketIndexAt(traffic, event.clientX - event.currentTarget.getBoundingClientRect().left, width);

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const index = indexAt(event);
    setDrag({ from: index, to: index });
  };

  const onPointerUp = () => {
    if (!drag) return;
    setDrag(null);
    const bucket = buckets[drag.from];
    const isBeside = drag.from === drag.to && (!bucket || isEmpty(bucket));
    exchanges.setStretch(isBeside ? null : stretchOf(traffic, drag.from, drag.to));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = keyMoves[`${event.shiftKey ? 'Shift+' : ''}${event.key}`];
    if (move) exchanges.setStretch(moveStretch(traffic, stretch, move));
    else if (event.key === 'Escape' && stretch !== null) exchanges.setStretch(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div
      ref={ref}
      className={classes.strip}
      role="slider"
      tabIndex={0}
      aria-label={words.strip}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, buckets.length - 1)}
      aria-valuenow={stretch ? Math.max(0, Math.round((stretch.to - oldest) / step) - 1) : buckets.length - 1}
      aria-valuetext={describe(traffic, stretch, now)}
      title={words.stripHint}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: indexAt(event) })}
      onPointerUp={onPointerUp}
      onPointerCancel={() => setDrag(null)}
    >
      <svg className={classes.bars} width="100%" height={barsHeight} aria-hidden="true">
        {width > 0 ? <TrafficBars traffic={traffic} width={width} /> : null}
        {shown ? <Brush stretch={shown} traffic={traffic} width={width} /> : null}
      </svg>
      <span className={classes.from}>{formatMoment(oldest)}</span>
      <span className={classes.scale}>
        {shown ? formatStretch(shown) : peak > 0 ? words.peak(peak, formatStep(step)) : ''}
      </span>
      <span className={classes.to}>{stretch ? formatMoment(now) : words.now}</span>
    </div>
  );
}

const keyMoves: Readonly<Record<string, BrushMove>> = {
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  'Shift+ArrowLeft': 'longer',
  'Shift+ArrowRight': 'shorter',
};

/** What lies outside the stretch is veiled. */
function Brush({ stretch, traffic, width }: { stretch: Stretch; traffic: Traffic; width: number }) {
  const { buckets, step } = traffic;
  const scale = width / Math.max(1, buckets.length * step);
  const origin = buckets[0]?.from ?? 0;
  const left = Math.max(0, (stretch.from - origin) * scale);
  const right = Math.min(width, (stretch.to - origin) * scale);
  return (
    <g>
      <rect className={classes.veil} x={0} width={Math.max(0, left)} height={barsHeight} />
      <rect className={classes.veil} x={right} width={Math.max(0, width - right)} height={barsHeight} />
      <rect className={classes.edge} x={left} width={Math.max(2, right - left)} y={0.5} height={barsHeight - 1} />
    </g>
  );
}

function describe(traffic: Traffic, stretch: Stretch | null, now: number): string {
  const { ok, refused, failed } = countWithin(traffic, stretch);
  const counted = words.spoken(ok + refused + failed, refused, failed);
  const whole = { from: traffic.buckets[0]?.from ?? now, to: now };
  return `${stretch ? formatStretch(stretch) : words.allTimes(formatStretch(whole))}: ${counted}`;
}

function useNow(interval: number, running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [interval, running]);
  return now;
}
