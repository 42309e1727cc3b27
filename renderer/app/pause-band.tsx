import { useEffect, useRef } from 'react';
import type { Pause } from '../../shared/model/pause.ts';
import { useDoing } from '../state/ask.ts';
import { useWorld } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { Mark } from '../ui/mark.tsx';
import { PauseNote } from '../ui/pause-note.tsx';
import { pauseWords } from '../ui/pause-words.ts';
import classes from './pause.module.css';

/** Stands over every screen for as long as delivery to all apps is paused: since when, what goes on, why, and its end. */
export function PauseBand({ pause }: { readonly pause: Pause }) {
  const { client, overview } = useWorld();
  const resume = useRef<HTMLButtonElement>(null);
  const doing = useDoing(async () => {
    await client.call('delivery.resume', {});
    overview.ask();
  });
  // The button that paused is gone when this appears.
  useEffect(() => {
    if (document.activeElement === document.body) resume.current?.focus();
  }, []);
  return (
    <section className={classes.band} aria-label={pauseWords.isPaused} data-pane="pause" data-removals={pause.removals}>
      <Mark shape="pause" tone="warn" />
      <PauseNote what={pauseWords.allPaused} pause={pause} />
      <Button ref={resume} disabled={doing.busy} title={pauseWords.resumeHint} onPress={() => void doing.run()}>
        {doing.busy ? pauseWords.working : pauseWords.resumeAll}
      </Button>
      {doing.failure ? (
        <div className={classes.failure}>
          <FailureLine error={doing.failure} />
        </div>
      ) : null}
    </section>
  );
}
