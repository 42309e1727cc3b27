import { useEffect, useRef, useState } from 'react';
import { useNavigation, usePart, useRoute, useWorld } from '../state/context.tsx';
import { WorldBand } from '../ui/world-band.tsx';
import classes from './frame.module.css';
import { focusPaneNamed, useFrameKeys } from './keys.ts';
import { NeedsYou } from './needs-you.tsx';
import { PauseBand } from './pause-band.tsx';
import { placesOfRail } from './places.tsx';
import { Rail } from './rail.tsx';
import { ShortcutSheet } from './shortcut-sheet.tsx';
import { TopBar } from './top-bar.tsx';
import { titleOf } from './words.ts';

/** What stands around every place: rail, top bar, the bands of the sandbox and of a pause, and the sheets that lie over it. */
export function Frame() {
  const { world, inspection, overview } = useWorld();
  const needs = usePart(overview.store, ({ value }) => value?.needsYou ?? 0);
  const paused = usePart(overview.store, ({ value }) => value?.paused ?? null);
  const navigation = useNavigation();
  const { place, path } = useRoute();
  const [sheet, setSheet] = useState<'none' | 'keys' | 'work'>('none');
  const close = () => setSheet('none');
  const here = placesOfRail.filter(({ worlds }) => worlds.includes(world));
  const shown = here.find((each) => each.place === place);
  const inspected = place === 'activity' ? (path[0] ?? null) : null;

  useEffect(() => inspection.open(inspected), [inspection, inspected]);
  useEffect(() => {
    if (place !== null && shown === undefined) navigation.go('activity', [], 'replace');
  }, [navigation, place, shown]);
  useEffect(() => {
    document.title = titleOf(shown?.label ?? null, world, needs);
  }, [shown, world, needs]);

  // Who followed a link finds the focus in the place that it led to, also where the link itself is gone.
  const main = useRef<HTMLElement>(null);
  const focusIfLost = () => {
    if (document.activeElement === document.body) main.current?.focus();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the address leads elsewhere, and when a pause ended
  useEffect(focusIfLost, [place, path, paused === null]);

  useFrameKeys({
    sheetOpen: sheet !== 'none',
    onShortcuts: () => setSheet('keys'),
    onPlace(number) {
      const target = here.find((each) => each.number === number);
      if (target) navigation.go(target.place);
      return target !== undefined;
    },
    onEscape() {
      const up = shown?.up?.(path) ?? path.slice(0, -1);
      if (place === null || up.length >= path.length) return;
      navigation.go(place, up);
      // What had the focus is gone with the detail: back to the list it was opened from.
      requestAnimationFrame(() => {
        if (document.activeElement === document.body || document.activeElement === main.current) focusPaneNamed('list');
      });
    },
  });
  return (
    <div className={classes.window}>
      <WorldBand world={world} />
      {paused === null ? null : <PauseBand pause={paused} />}
      <div className={classes.frame}>
        <Rail onShortcuts={() => setSheet('keys')} />
        <div className={classes.column}>
          <TopBar onNeedsYou={() => setSheet('work')} />
          <main ref={main} className={classes.place} tabIndex={-1}>
            {shown ? <shown.screen /> : null}
          </main>
        </div>
      </div>
      <ShortcutSheet opened={sheet === 'keys'} onClose={close} />
      <NeedsYou opened={sheet === 'work'} onClose={close} />
    </div>
  );
}
