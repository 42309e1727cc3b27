import type { ReactNode } from 'react';
import classes from './list-pane.module.css';

export interface ListPaneProps {
  readonly children: ReactNode;
  /** Its rows are being asked for. */
  readonly busy?: boolean;
}

/** A list that fills its pane: the bar above it, the rows, the foot below them. */
export function ListPane({ children, busy }: ListPaneProps) {
  return (
    <div className={classes.pane} aria-busy={busy}>
      {children}
    </div>
  );
}

export interface ListBarProps {
  readonly children: ReactNode;
  /** What its controls are for; with it, the bar is a toolbar. */
  readonly label?: string;
  /** The pane's name for F6; absent, the bar is no pane of its own. */
  readonly pane?: string;
  /** What stands in it are things of several kinds, which need more room between them. */
  readonly wide?: boolean;
}

/** What narrows a list, or what can be done to it as a whole. */
export function ListBar({ children, label, pane, wide = false }: ListBarProps) {
  const shared = { className: classes.bar, 'data-pane': pane, 'data-wide': wide || undefined };
  if (label === undefined) return <div {...shared}>{children}</div>;
  return (
    <div {...shared} role="toolbar" aria-label={label}>
      {children}
    </div>
  );
}

/** How much of a list is here. */
export function ListFoot({ children }: { readonly children: ReactNode }) {
  return <footer className={classes.foot}>{children}</footer>;
}
