import type { Overview } from '../../shared/model/status.ts';
import { usePart, useRoute, useWorld } from '../state/context.tsx';
import { useWorlds } from '../state/worlds-context.tsx';
import { Mark, type Shape, type Tone } from '../ui/mark.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { Segments } from '../ui/segments.tsx';
import { Sentence } from '../ui/sentence.tsx';
import { ConnectionNote } from './connection-note.tsx';
import classes from './frame.module.css';
import { PauseAll } from './pause-all.tsx';
import { placeIn } from './places.tsx';
import { heldWords, words, worldWords } from './words.ts';

const healthMarks: Record<Overview['health']['level'], { readonly shape: Shape; readonly tone: Tone }> = {
  ok: { shape: 'check', tone: 'good' },
  attention: { shape: 'hand', tone: 'warn' },
  failing: { shape: 'cross', tone: 'bad' },
};

/** Nothing is connected yet: neither well nor ill. */
const unused = { shape: 'dash', tone: 'quiet' } as const;
const isUnused = ({ sources, people, health }: Overview): boolean =>
  sources === 0 && people === 0 && health.level === 'ok';

/** What is on its way is gone in a moment; what lasts is told of on every screen (rule 8). */
const LASTS_MS = 60_000;
const isLongHeld = ({ held: { people, since } }: Overview): boolean =>
  people > 0 && since !== null && Date.now() - Date.parse(since) > LASTS_MS;

export interface TopBarProps {
  readonly onNeedsYou: () => void;
}

/**
 * The health of this world in a sentence (while nothing is heard of it: that), what needs a person, the pause of everything, and which world
 * this is.
 */
export function TopBar({ onNeedsYou }: TopBarProps) {
  const { overview, world, connection } = useWorld();
  const { running, enter } = useWorlds();
  const { place } = useRoute();
  const value = usePart(overview.store, (state) => state.value);
  const failure = usePart(overview.store, (state) => state.failure);
  const isLost = usePart(connection, (state) => state.connection.state === 'lost');
  const mark = failure
    ? healthMarks.failing
    : value && isUnused(value)
      ? unused
      : healthMarks[value?.health.level ?? 'ok'];
  const needs = value?.needsYou ?? 0;
  return (
    <header className={classes.bar} data-pane="bar">
      <p className={classes.health} role="status" aria-label={words.health} hidden={isLost}>
        {value || failure ? <Mark {...mark} /> : null}
        <Sentence text={failure ? failure.message : (value?.health.sentence ?? words.asking)} />
      </p>
      <ConnectionNote />
      <span className={classes.space} />
      {value && isLongHeld(value) && value.held.since !== null ? (
        <button type="button" className={classes.needs} data-open onClick={onNeedsYou}>
          <Mark shape="hand" tone="warn" />
          {heldWords.bar(value.held.people)}
          <RelativeTime at={value.held.since} />
        </button>
      ) : null}
      <button type="button" className={classes.needs} data-open={needs > 0 || undefined} onClick={onNeedsYou}>
        {needs > 0 ? <Mark shape="hand" tone="warn" /> : null}
        {words.needsYou}: {needs.toLocaleString('en')}
      </button>
      <PauseAll />
      {running.length > 1 ? (
        <Segments
          label={words.world}
          options={running.map((each) => ({ value: each, label: worldWords[each] }))}
          value={world}
          onChange={(chosen) => enter(chosen, placeIn(chosen, place))}
        />
      ) : null}
    </header>
  );
}
