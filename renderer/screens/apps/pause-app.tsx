import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { toFailure } from '../../state/failure.ts';
import { Button } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { usePassedFocus } from '../../ui/passed-focus.ts';
import { PauseDialog } from '../../ui/pause-dialog.tsx';
import { PauseNote } from '../../ui/pause-note.tsx';
import { pauseWords } from '../../ui/pause-words.ts';
import classes from './app-view.module.css';

/** Pauses delivery to one app, after asking, and ends the pause. Nothing where neither makes sense. */
export function PauseApp({ app }: { readonly app: AppDetail }) {
  return app.state === 'observing' && app.paused === null ? null : <PauseOrResume app={app} />;
}

function PauseOrResume({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const { paused } = app;
  const place = usePassedFocus<HTMLSpanElement>('[data-pause]');
  const [isAsking, setAsking] = useState(false);
  const resuming = useDoing(() => client.call('delivery.resume', { appId: app.id }));
  return (
    <>
      <span ref={place} data-pause="">
        {/* One button: the focus stays on it when the pause begins, and when it ends. */}
        <Button
          disabled={resuming.busy}
          {...(paused === null ? {} : { title: pauseWords.resumeHint })}
          onPress={() => (paused === null ? setAsking(true) : void resuming.run())}
        >
          {paused === null ? pauseWords.pause : pauseWords.resume}
        </Button>
      </span>
      {/* Where the sentence of its health says it already, it is not said again. */}
      {paused === null || app.health.sentence.includes(paused.since) ? null : (
        <div className={classes.pauseNote}>
          <PauseNote what={pauseWords.appPaused} pause={paused} />
        </div>
      )}
      {resuming.failure ? <FailureLine error={resuming.failure} /> : null}
      <PauseDialog
        opened={isAsking && paused === null}
        onClose={() => setAsking(false)}
        title={pauseWords.ofApp(app.name)}
        consequence={pauseWords.consequence(app.name)}
        whenRemovalsWait={pauseWords.waits(app.name)}
        onPause={async (removals, reason) => {
          try {
            await client.call('delivery.pause', { appId: app.id, removals, reason });
            return null;
          } catch (error) {
            return toFailure(error);
          }
        }}
      />
    </>
  );
}
