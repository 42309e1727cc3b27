// biome-ignore-all lint/a11y/useSemanticElements: a virtual list of 100,000 rows cannot be a <table>; ARIA grid pattern
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid is the one tab stop and names its active row
import { memo } from 'react';
import type { Exchange } from '../../../shared/model/exchange.ts';
import { withArrows } from '../../ui/arrows.ts';
import look from '../../ui/grid-rows.module.css';
import { Mark, StateMark } from '../../ui/mark.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import { formatDuration } from '../../ui/time.ts';
import classes from './exchange-list.module.css';
import { effectWords, outcomeWords, statusWords, words } from './words.ts';

export const rowId = (id: string): string => `exchange-${id}`;

export interface ExchangeRowProps {
  readonly exchange: Exchange;
  /** 1 is the header. */
  readonly rowIndex: number;
  /** Pixels from the top of the rows. */
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
}

/** One request on one line. */
export const ExchangeRow = memo(function ExchangeRow({ exchange, rowIndex, top, active, selected }: ExchangeRowProps) {
  const outcome = outcomeWords[exchange.outcome];
  const effect = effectWords[exchange.effect.state];
  const summary = withArrows(exchange.summary);
  return (
    <div
      role="row"
      id={rowId(exchange.id)}
      className={look.row}
      aria-rowindex={rowIndex}
      aria-selected={selected}
      data-active={active || undefined}
      data-exchange={exchange.id}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" className={classes.method} data-method={exchange.method}>
        <Mark shape={outcome.shape} tone={outcome.tone} />
        {exchange.method}
      </span>
      <span role="gridcell" className={classes.summary} title={`${summary}\n${exchange.method} ${exchange.path}`}>
        {summary}
      </span>
      <span role="gridcell" className={classes.source} title={exchange.source?.name}>
        {exchange.source?.name ?? 'unknown source'}
      </span>
      <span role="gridcell" className={classes.status} data-outcome={exchange.outcome}>
        {exchange.status} <span className={classes.statusWord}>{statusWords[exchange.status] ?? outcome.word}</span>
      </span>
      <span role="gridcell" className={classes.duration}>
        {formatDuration(exchange.durationMs)}
      </span>
      <span
        role="gridcell"
        className={classes.effect}
        title={exchange.effect.state === 'none' ? words.noEffect : withArrows(exchange.effect.text)}
      >
        {exchange.effect.state === 'none' ? (
          <span className={classes.noEffect}>
            <Mark shape={effect.shape} tone={effect.tone} />
            <Spoken>{effect.word}</Spoken>
          </span>
        ) : (
          <>
            <StateMark shape={effect.shape} tone={effect.tone} loud={effect.loud ?? false}>
              {effect.word}
            </StateMark>{' '}
            <span className={classes.effectText}>{withArrows(exchange.effect.text)}</span>
          </>
        )}
      </span>
      <span role="gridcell" className={classes.when}>
        <RelativeTime at={exchange.at} />
      </span>
    </div>
  );
});
