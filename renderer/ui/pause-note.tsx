import { useState } from 'react';
import type { Pause } from '../../shared/model/pause.ts';
import { TextButton } from './button.tsx';
import classes from './pause-note.module.css';
import { pauseWords as words } from './pause-words.ts';
import { formatExact, formatMoment } from './time.ts';

/** So much of a reason stands on every screen; the rest is one press away. */
const shown = 160;

export interface PauseNoteProps {
  /** What is paused: "Delivery to all apps is paused". */
  readonly what: string;
  readonly pause: Pause;
}

/** A pause in words: since when, what goes on all the same, and why. */
export function PauseNote({ what, pause: { since, removals, reason } }: PauseNoteProps) {
  const [isWhole, setWhole] = useState(false);
  const at = Date.parse(since);
  const letters = [...reason];
  const isLong = letters.length > shown;
  const said = isLong && !isWhole ? `${letters.slice(0, shown).join('').trimEnd()}…` : reason;
  return (
    <p className={classes.note}>
      <strong>{what}</strong> {words.since}{' '}
      <time dateTime={since} title={formatExact(at)}>
        {formatMoment(at)}
      </time>
      : {words.what[removals]} <bdi>{words.because(said)}</bdi>{' '}
      {isLong ? (
        <TextButton onPress={() => setWhole(!isWhole)}>{isWhole ? words.lessReason : words.wholeReason}</TextButton>
      ) : null}
    </p>
  );
}
