import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import classes from './split-pane.module.css';

export interface SplitPaneProps {
  readonly left: ReactNode;
  /** null: the left pane has the whole width. */
  readonly right: ReactNode | null;
  /** The right pane's share of the width in percent. */
  readonly share: number;
  readonly onShare: (share: number) => void;
  /** What the divider moves, for those who do not see it. */
  readonly label: string;
}

const least = 20;
const most = 80;
const clamp = (share: number): number => Math.round(Math.min(most, Math.max(least, share)) * 10) / 10;

/** Two panes with a divider that pointer and keyboard move alike (arrows 2 %, with Shift 10 %; Home, End). */
export function SplitPane({ left, right, share, onShare, label }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? 10 : 2;
    const wanted = {
      ArrowLeft: share + step,
      ArrowRight: share - step,
      Home: most,
      End: least,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    onShare(clamp(wanted));
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const box = frame.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    onShare(clamp(((box.right - event.clientX) / box.width) * 100));
  };

  return (
    <div ref={frame} className={classes.frame} data-split={right !== null || undefined}>
      <div className={classes.left}>{left}</div>
      {right === null ? null : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a separator that moves is a widget (ARIA 1.2), <hr> is not */}
          <div
            className={classes.divider}
            role="separator"
            aria-orientation="vertical"
            aria-label={label}
            aria-valuenow={Math.round(share)}
            aria-valuemin={least}
            aria-valuemax={most}
            tabIndex={0}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
          />
          <div className={classes.right} style={{ '--share': `${share}%` } as CSSProperties}>
            {right}
          </div>
        </>
      )}
    </div>
  );
}
