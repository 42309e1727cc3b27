import { type CSSProperties, useEffect, useState } from 'react';

/** How high a row is, its header too, in pixels. */
export const rowHeight = 26;

/** What a column's place takes. */
export interface Track {
  /** A track of CSS grid: `96px`, `minmax(120px, 2fr)`; `minmax(96px, 1fr)` when absent. */
  readonly width?: string;
}

/**
 * The style of a grid: the tracks of its columns, in the order in which they stand, and how high it is.
 *
 * @param fit how many rows it is high, besides its header; null: it fills what is there
 */
export function gridSizes(columns: readonly Track[], fit: number | null): CSSProperties {
  const tracks = { '--tracks': columns.map(({ width = 'minmax(96px, 1fr)' }) => width).join(' ') };
  return (fit === null ? tracks : { ...tracks, height: (fit + 1) * rowHeight }) as CSSProperties;
}

/** The width of an element in whole pixels, followed while it changes; 0 before it is drawn. */
export function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const measured = element.current;
    if (measured === null) return;
    const observer = new ResizeObserver(() => setWidth(measured.clientWidth));
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
