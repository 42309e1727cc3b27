import { VisuallyHidden } from '@mantine/core';
import { useNavigation, usePart, useRoute, useSetting, useSettingsStore, useWorld } from '../state/context.tsx';
import { themes } from '../state/settings.ts';
import { Segments } from '../ui/segments.tsx';
import classes from './frame.module.css';
import { placesOfRail } from './places.tsx';
import { themeWords, words } from './words.ts';

/** The places of this world, and at its foot what concerns the window itself. */
export function Rail({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const settings = useSettingsStore();
  const navigation = useNavigation();
  const { world, work } = useWorld();
  const items = usePart(work.store, (state) => state.value);
  const current = useRoute().place;
  const theme = useSetting('theme');
  return (
    <nav className={classes.rail} aria-label={words.places} data-pane="rail">
      <svg className={classes.product} viewBox="0 0 32 20" role="img" aria-label={words.product}>
        <path d="M2 16h28M2 16C9 3 23 3 30 16M9 16v-6M16 16V7M23 16v-6" />
      </svg>
      {placesOfRail
        .filter(({ worlds }) => worlds.includes(world))
        .map(({ place, number, label, icon, needs }) => (
          <a
            key={place}
            className={classes.placeLink}
            href={navigation.href(place)}
            aria-current={place === current ? 'page' : undefined}
            title={words.placeKey(number)}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
              {icon}
            </svg>
            {label}
            {needs ? <Badge count={items?.filter(needs).length ?? 0} /> : null}
          </a>
        ))}
      <span className={classes.space} />
      <button type="button" className={classes.railButton} onClick={onShortcuts} title="?">
        <kbd>?</kbd> {words.shortcuts}
      </button>
      <Segments
        upright
        label={words.theme}
        options={themes.map((value) => ({ value, label: themeWords[value] }))}
        value={theme}
        onChange={(chosen) => settings.setState({ theme: chosen })}
      />
    </nav>
  );
}

/** How many decisions of a place wait for a person; nothing where none does. */
function Badge({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <>
      <VisuallyHidden>: {words.badge(count)}</VisuallyHidden>
      <span className={classes.badge} aria-hidden="true">
        {count > 99 ? '99+' : count}
      </span>
    </>
  );
}
