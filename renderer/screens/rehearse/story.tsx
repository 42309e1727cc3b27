import { useState } from 'react';
import type { Sandbox } from '../../../shared/model/sandbox.ts';
import { useNavigation } from '../../state/context.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './side.module.css';
import { words } from './words.ts';

/**
 * What happened in the company, newest first. What comes while somebody reads it waits until they look away, so that no
 * line moves under the pointer.
 */
export function Story({ episodes }: { readonly episodes: Sandbox['episodes'] }) {
  const navigation = useNavigation();
  const [held, setHeld] = useState<Sandbox['episodes'] | null>(null);
  const shown = held ?? episodes;
  const hold = () => setHeld((before) => before ?? episodes);
  const release = () => setHeld(null);
  return (
    <section
      className={classes.story}
      aria-labelledby="story"
      data-pane="story"
      onPointerEnter={hold}
      onPointerLeave={release}
      onFocus={hold}
      onBlur={release}
    >
      <h2 id="story">{words.story}</h2>
      {shown.length === 0 ? <p className={classes.quiet}>{words.storyNone}</p> : null}
      <ol>
        {shown.map(({ at, text, personId }) => (
          <li key={`${at} ${text}`}>
            <span className={classes.when}>
              <RelativeTime at={at} />
            </span>
            {personId === null ? (
              <span>{text}</span>
            ) : (
              <a href={navigation.href('directory', ['people', personId])}>{text}</a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
