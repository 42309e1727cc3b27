import { useState } from 'react';
import { usePart, useWorld } from '../state/context.tsx';
import { toFailure } from '../state/failure.ts';
import { PauseDialog } from '../ui/pause-dialog.tsx';
import { pauseWords } from '../ui/pause-words.ts';
import classes from './pause.module.css';

/** Pauses delivery to all apps, after asking; where it is paused, or there is no app, nothing. */
export function PauseAll() {
  const { client, overview } = useWorld();
  const [isAsking, setAsking] = useState(false);
  const isOffered = usePart(overview.store, ({ value }) => value !== null && value.apps > 0 && value.paused === null);
  if (!isOffered) return null;
  return (
    <>
      <button type="button" className={classes.pause} onClick={() => setAsking(true)}>
        {pauseWords.pauseAll}
      </button>
      <PauseDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={pauseWords.ofAll}
        consequence={pauseWords.consequence(pauseWords.everyApp)}
        whenRemovalsWait={pauseWords.waits(pauseWords.everyAppOfTheirs)}
        onPause={async (removals, reason) => {
          try {
            await client.call('delivery.pause', { removals, reason });
            overview.ask();
            return null;
          } catch (error) {
            return toFailure(error);
          }
        }}
      />
    </>
  );
}
