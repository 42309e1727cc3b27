// biome-ignore-all lint/a11y/useSemanticElements: a virtual list of 100,000 rows cannot be a <table>; ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import classes from './data-grid.module.css';
import { type CellOf, GridRow } from './data-grid-row.tsx';
import { type FocusKept, Foot, type Loaded, Loading } from './data-grid-states.tsx';
import look from './grid-rows.module.css';
import { gridSizes, rowHeight, type Track, useWidth } from './grid-size.ts';
import { useHeldRows } from './held-rows.ts';
import { ErrorState } from './notice.tsx';
import { useTypeAhead } from './type-ahead.ts';

/** One column. Cells that are plain text show the whole of it on hover. */
export interface Column<T> extends CellOf<T>, Track {
  readonly header: string;
}

/** The rows and how far they are loaded: what `usePages` gives. */
export interface GridList<T> extends Loaded {
  readonly rows: readonly T[];
  readonly next: string | null;
}

export interface DataGridProps<T> {
  readonly label: string;
  readonly columns: readonly Column<T>[];
  readonly list: GridList<T>;
  /** What tells two rows apart. */
  readonly rowKey: (row: T) => string;
  /** By what type-ahead finds a row; absent, letters do nothing. */
  readonly rowText?: (row: T) => string;
  /** The key of the row whose detail stands beside the list. While there is one, the arrows open row after row. */
  readonly selected?: string | null;
  readonly onOpen?: (row: T) => void;
  /** What was asked for: another question's rows come in at once, also under the pointer. */
  readonly question?: string;
  /** What stands here when there is no row. */
  readonly empty: ReactNode;
  /** The line below the rows: "40 people". */
  readonly foot?: (rows: number, more: boolean) => string;
  /** The pane's name for F6; absent, the grid is no pane of its own. */
  readonly pane?: string;
  /** Within a page that scrolls: as high as its rows, at most so many. Absent, the grid fills what is there. */
  readonly fit?: number;
}

/** How near to its end the grid must be scrolled before more rows are asked for. */
const nearEnd = 40;
/** How long the pointer may be on its way from the grid to the button below it before the rows come in by themselves, in ms. */
const leavingPause = 1_500;

/**
 * A list of any length: one tab stop, arrows, Home, End, Page Up and Down, type-ahead, Enter. Its rows do not move under
 * the pointer or the focus: what would move them waits behind a button, or until somebody looks away.
 */
export function DataGrid<T>(props: DataGridProps<T>) {
  const { label, list, rowKey, empty, foot, fit, question = '' } = props;
  const [reading, setReading] = useState(false);
  const hadFocus = useRef(false);
  const { rows, waiting, show } = useHeldRows(list, rowKey, question, reading);
  if (rows.length === 0 && list.phase === 'failed' && list.failure)
    return <ErrorState error={list.failure} retry={list.ask} />;
  if (rows.length === 0 && list.phase === 'loading') return <Loading pane={props.pane} hadFocus={hadFocus} />;
  if (rows.length === 0) return <>{empty}</>;
  return (
    <div className={classes.frame} data-fit={fit !== undefined || undefined}>
      <Rows {...props} rows={rows} onReading={setReading} hadFocus={hadFocus} />
      {waiting ? (
        <button
          type="button"
          className={classes.waiting}
          onClick={(event) => {
            show();
            // It goes away with what it lets in: who pressed it reads on in the grid.
            event.currentTarget.parentElement?.querySelector<HTMLElement>('[role="grid"]')?.focus();
          }}
          onBlur={() => setReading(false)}
        >
          ↻ {label}: show what changed
        </button>
      ) : null}
      <Foot list={list} text={foot?.(rows.length, list.next !== null) ?? null} />
    </div>
  );
}

interface RowsProps<T> extends DataGridProps<T>, FocusKept {
  readonly rows: readonly T[];
  readonly onReading: (reading: boolean) => void;
}

function Rows<T>({
  label,
  columns,
  list,
  rows,
  rowKey,
  rowText,
  selected = null,
  onOpen,
  pane,
  fit,
  onReading,
  hadFocus,
}: RowsProps<T>) {
  const scroller = useRef<HTMLDivElement>(null);
  const reading = useRef({ pointer: false, focus: false });
  const leaving = useRef<ReturnType<typeof setTimeout>>(undefined);
  const typeAhead = useTypeAhead();
  const gridId = useId();
  const [activeKey, setActiveKey] = useState<string | null>(selected);
  const width = useWidth(scroller);
  const shownColumns = columns.filter(({ from = 0 }) => width >= from);

  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const visible = virtualizer.getVirtualItems();
  const lastVisible = visible.at(-1)?.index ?? 0;
  const activeIndex = rows.findIndex((row) => rowKey(row) === activeKey);
  const isActiveRendered = visible.some(({ index }) => index === activeIndex);

  const { next, more, loadMore } = list;
  useEffect(() => {
    if (next !== null && more === 'idle' && lastVisible >= rows.length - nearEnd) loadMore();
  }, [next, more, loadMore, lastVisible, rows.length]);

  // Opened from elsewhere (a link, the address): it is brought into sight once, when it is there.
  const brought = useRef<string | null>(null);
  useEffect(() => {
    if (selected === brought.current) return;
    const index = selected === null ? -1 : rows.findIndex((row) => rowKey(row) === selected);
    if (selected !== null && index < 0) return;
    brought.current = selected;
    if (selected === null) return;
    setActiveKey(selected);
    virtualizer.scrollToIndex(index);
  }, [selected, rows, rowKey, virtualizer]);

  useEffect(() => {
    if (hadFocus.current) scroller.current?.focus();
    hadFocus.current = false;
  }, [hadFocus]);

  // A list that goes away gets no more pointer or focus events.
  useEffect(
    () => () => {
      clearTimeout(leaving.current);
      onReading(false);
    },
    [onReading],
  );

  const note = (change: Partial<typeof reading.current>) => {
    Object.assign(reading.current, change);
    onReading(reading.current.pointer || reading.current.focus);
  };

  const moveTo = (index: number) => {
    const bounded = Math.max(0, Math.min(rows.length - 1, index));
    const row = rows[bounded];
    if (row === undefined) return;
    setActiveKey(rowKey(row));
    virtualizer.scrollToIndex(bounded);
    if (selected !== null) onOpen?.(row);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== event.currentTarget) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Record<string, number> = {
      ArrowDown: activeIndex + 1,
      ArrowUp: activeIndex - 1,
      PageDown: activeIndex + page,
      PageUp: activeIndex - page,
      Home: 0,
      End: rows.length - 1,
    };
    const target = moves[event.key];
    const active = rows[activeIndex];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && active !== undefined) onOpen?.(active);
    else if (rowText && typeAhead.takes(event)) moveTo(typeAhead.find(event, rows.map(rowText), activeIndex));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('a, button') !== null) return;
    const index = Number(event.target.closest('[data-index]')?.getAttribute('data-index') ?? Number.NaN);
    const row = rows[index];
    if (row === undefined) return;
    setActiveKey(rowKey(row));
    onOpen?.(row);
  };

  return (
    <div
      ref={scroller}
      role="grid"
      className={look.grid}
      style={gridSizes(shownColumns, fit === undefined ? null : Math.min(fit, rows.length))}
      aria-label={label}
      aria-rowcount={next === null ? rows.length + 1 : -1}
      aria-colcount={columns.length}
      aria-busy={list.phase === 'loading'}
      aria-activedescendant={isActiveRendered ? rowId(gridId, activeKey ?? '') : undefined}
      tabIndex={0}
      data-pane={pane}
      data-opens={onOpen !== undefined || undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onFocus={() => {
        note({ focus: true });
        const first = rows[0];
        if (activeIndex < 0 && first !== undefined) setActiveKey(rowKey(first));
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        // On the way to the button below it, nothing moves yet.
        if (!currentTarget.parentElement?.contains(relatedTarget)) note({ focus: false });
      }}
      onPointerEnter={(event) => {
        if (event.pointerType !== 'mouse') return;
        clearTimeout(leaving.current);
        note({ pointer: true });
      }}
      onPointerLeave={() => {
        clearTimeout(leaving.current);
        leaving.current = setTimeout(() => note({ pointer: false }), leavingPause);
      }}
    >
      <div role="rowgroup" className={look.header}>
        <div role="row" className={look.headerRow} aria-rowindex={1}>
          {shownColumns.map(({ key, header, numeric }) => (
            <span
              key={key}
              role="columnheader"
              aria-colindex={columns.findIndex((column) => column.key === key) + 1}
              data-numeric={numeric || undefined}
            >
              {header}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={look.rows} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const key = rowKey(row);
          return (
            <GridRow
              key={key}
              id={rowId(gridId, key)}
              row={row}
              index={index}
              top={start - rowHeight}
              columns={columns}
              width={width}
              active={key === activeKey}
              selected={key === selected}
            />
          );
        })}
      </div>
    </div>
  );
}

const rowId = (gridId: string, key: string): string => `${gridId}-${encodeURIComponent(key)}`;
