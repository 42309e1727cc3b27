// biome-ignore-all lint/a11y/useSemanticElements: a virtual list of 100,000 rows cannot be a <table>; ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { memo, type ReactNode } from 'react';
import classes from './data-grid.module.css';
import look from './grid-rows.module.css';

/** What a row needs to know of a column. */
export interface CellOf<T> {
  readonly key: string;
  readonly cell: (row: T) => ReactNode;
  /** Numbers and times stand to the right, digits below digits. */
  readonly numeric?: boolean;
  /** Shown only where the grid is at least so many pixels wide. */
  readonly from?: number;
}

interface GridRowProps<T> {
  readonly id: string;
  readonly row: T;
  /** 0 is the first below the header. */
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  readonly columns: readonly CellOf<T>[];
  /** Of the grid, in pixels: which columns have room. */
  readonly width: number;
  readonly active: boolean;
  readonly selected: boolean;
}

function GridRowOf<T>({ id, row, index, top, columns, width, active, selected }: GridRowProps<T>) {
  return (
    <div
      role="row"
      id={id}
      className={look.row}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-active={active || undefined}
      data-index={index}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map(({ key, cell, numeric, from = 0 }, column) => {
        if (width < from) return null;
        const content = cell(row);
        const text = typeof content === 'string' ? content : undefined;
        return (
          <span
            key={key}
            role="gridcell"
            aria-colindex={column + 1}
            className={classes.cell}
            data-numeric={numeric || undefined}
            title={text}
          >
            {text === undefined ? content : <bdi>{text}</bdi>}
          </span>
        );
      })}
    </div>
  );
}

/** One row of a grid; drawn again only when something of it changed. */
export const GridRow = memo(GridRowOf) as typeof GridRowOf;
