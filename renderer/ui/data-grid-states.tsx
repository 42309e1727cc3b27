import { type RefObject, useLayoutEffect, useRef } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { TextButton } from './button.tsx';
import classes from './data-grid.module.css';
import { ListFoot } from './list-pane.tsx';

/** How far a list is loaded, and how to go on. */
export interface Loaded {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly failure: ContractErrorBody | null;
  readonly more: 'idle' | 'loading' | 'failed';
  readonly loadMore: () => void;
  readonly ask: () => void;
}

export interface FocusKept {
  /** The focus was where the rows are to come: they get it. */
  readonly hadFocus: RefObject<boolean>;
}

/** Stands where the rows will be, as a pane that can have the focus already. */
export function Loading({ pane, hadFocus }: FocusKept & { readonly pane: string | undefined }) {
  const place = useRef<HTMLParagraphElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    return () => {
      hadFocus.current = element !== null && element === document.activeElement;
    };
  }, [hadFocus]);
  return (
    <p ref={place} className={classes.quiet} data-pane={pane} tabIndex={-1}>
      Loading…
    </p>
  );
}

/** @param text how much is here; null where nobody asks */
export function Foot({ list, text }: { readonly list: Loaded; readonly text: string | null }) {
  const { phase, failure, more, loadMore, ask } = list;
  const isStale = phase === 'failed' && failure !== null;
  if (text === null && !isStale && more === 'idle') return null;
  return (
    <ListFoot>
      {isStale ? (
        <Again text={`This may be out of date. ${failure.message}`} onAgain={ask} />
      ) : more === 'failed' ? (
        <Again text="More rows could not be loaded." onAgain={loadMore} />
      ) : more === 'loading' ? (
        'Loading more…'
      ) : (
        text
      )}
    </ListFoot>
  );
}

function Again({ text, onAgain }: { readonly text: string; readonly onAgain: () => void }) {
  return (
    <span role="status">
      {text} <TextButton onPress={onAgain}>Try again</TextButton>
    </span>
  );
}
