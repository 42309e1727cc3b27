// biome-ignore-all lint/a11y/useSemanticElements: a virtual list of 100,000 rows cannot be a <table>; ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { usePart, useSetting, useWorld } from '../../state/context.tsx';
import { rowsWithin } from '../../state/stretch.ts';
import look from '../../ui/grid-rows.module.css';
import { rowHeight } from '../../ui/grid-size.ts';
import classes from './exchange-list.module.css';
import { ExchangeRow, rowId } from './exchange-row.tsx';
import { words } from './words.ts';

/** How near to its end the list must be scrolled before older rows are asked for. */
const nearEnd = 40;
/** How long the pointer may be on its way from the list to "N new" before the rows come in by themselves, in ms. */
const leavingPause = 1_500;

export interface ExchangeListProps {
  readonly onSelect: (id: string) => void;
  readonly onClose: () => void;
}

/** The live list: a grid with one tab stop, whose rows do not move under the pointer or the focus. */
export function ExchangeList({ onSelect, onClose }: ExchangeListProps) {
  const { exchanges, inspection } = useWorld();
  const loaded = usePart(exchanges.store, (state) => state.rows);
  const stretch = usePart(exchanges.store, (state) => state.stretch);
  const rows = useMemo(() => rowsWithin(loaded, stretch), [loaded, stretch]);
  const next = usePart(exchanges.store, (state) => state.next);
  const older = usePart(exchanges.store, (state) => state.older);
  const paused = usePart(exchanges.store, (state) => state.paused);
  const selectedId = usePart(inspection.store, (state) => state.id);
  const letterKeys = useSetting('letterKeys');
  const scroller = useRef<HTMLDivElement>(null);
  const reading = useRef({ pointer: false, focus: false, scrolled: false });
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [activeId, setActiveId] = useState<string | null>(selectedId);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 12,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;

  useEffect(() => {
    // All of a stretch is here: the strip shows what is loaded.
    if (stretch !== null || next === null || older !== 'idle') return;
    if (lastVisible >= rows.length - nearEnd) void exchanges.loadOlder();
  }, [exchanges, stretch, next, older, lastVisible, rows.length]);

  useEffect(() => {
    if (selectedId !== null) setActiveId(selectedId);
  }, [selectedId]);

  // A list that goes away (nothing matches the filter) gets no more pointer or focus events.
  useEffect(
    () => () => {
      clearTimeout(leaving.current);
      exchanges.setReading(false);
    },
    [exchanges],
  );

  const noteReading = (change: Partial<typeof reading.current>) => {
    Object.assign(reading.current, change);
    const { pointer, focus, scrolled } = reading.current;
    exchanges.setReading(pointer || focus || scrolled);
  };

  const activeIndex = useMemo(() => rows.findIndex((row) => row.id === activeId), [rows, activeId]);

  const moveTo = (index: number) => {
    const bounded = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[bounded];
    if (!row) return;
    setActiveId(row.id);
    virtualizer.scrollToIndex(bounded);
    if (selectedId !== null) onSelect(row.id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - rowHeight) / rowHeight) - 1);
    const from = activeIndex;
    const moves: Record<string, number> = {
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + page,
      PageUp: from - page,
      Home: 0,
      End: rows.length - 1,
      ...(letterKeys ? { j: from + 1, k: from - 1 } : {}),
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && activeIndex >= 0) onSelect(rows[activeIndex]?.id ?? '');
    else if (event.key === ' ') exchanges.setPaused(!paused);
    else if (event.key === 'Escape' && selectedId !== null) onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    const id =
      event.target instanceof Element ? event.target.closest('[data-exchange]')?.getAttribute('data-exchange') : null;
    if (!id) return;
    setActiveId(id);
    onSelect(id);
  };

  return (
    <div
      ref={scroller}
      role="grid"
      className={`${look.grid} ${classes.list}`}
      aria-label={words.list}
      aria-rowcount={next === null || stretch !== null ? rows.length + 1 : -1}
      aria-colcount={7}
      aria-activedescendant={activeIndex >= 0 && isRendered(visible, activeIndex) ? rowId(activeId ?? '') : undefined}
      tabIndex={0}
      data-pane="list"
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={() => {
        noteReading({ focus: true });
        if (activeIndex < 0) setActiveId(rows[0]?.id ?? null);
      }}
      onBlur={() => noteReading({ focus: false })}
      onPointerEnter={(event) => {
        if (event.pointerType !== 'mouse') return;
        clearTimeout(leaving.current);
        noteReading({ pointer: true });
      }}
      onPointerLeave={() => {
        clearTimeout(leaving.current);
        leaving.current = setTimeout(() => noteReading({ pointer: false }), leavingPause);
      }}
      onScroll={(event) => noteReading({ scrolled: event.currentTarget.scrollTop > rowHeight / 2 })}
    >
      <div role="rowgroup" className={look.header}>
        <div role="row" className={look.headerRow} aria-rowindex={1}>
          <span role="columnheader">{words.columns.method}</span>
          <span role="columnheader">{words.columns.summary}</span>
          <span role="columnheader" className={classes.source}>
            {words.columns.source}
          </span>
          <span role="columnheader">{words.columns.status}</span>
          <span role="columnheader" className={classes.duration}>
            {words.columns.duration}
          </span>
          <span role="columnheader">{words.effect}</span>
          <span role="columnheader" className={classes.when}>
            {words.when}
          </span>
        </div>
      </div>
      <div role="rowgroup" className={look.rows} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map((item) => {
          const exchange = rows[item.index];
          return exchange ? (
            <ExchangeRow
              key={exchange.id}
              exchange={exchange}
              rowIndex={item.index + 2}
              top={item.start - rowHeight}
              active={exchange.id === activeId}
              selected={exchange.id === selectedId}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}

const isRendered = (visible: readonly { readonly index: number }[], index: number): boolean =>
  visible.some((item) => item.index === index);
