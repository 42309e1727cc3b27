// biome-ignore-all lint/a11y/useSemanticElements: a virtual list of 100,000 rows cannot be a <table>; ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { memo } from 'react';
import classes from './data-grid.module.css';
import type { Column } from './data-grid.tsx';

interface GridRowProps<T> {
  readonly id: string;
  readonly row: T;
  /** 0 is the first below the header. */
  readonly index: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  readonly columns: readonly Column<T>[];
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
      className={classes.row}
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
