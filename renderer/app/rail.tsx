import { useNavigation, usePart, useRoute, useSetting, useSettingsStore, useWorld } from '../state/context.tsx';
import { themes } from '../state/settings.ts';
import { Segments } from '../ui/segments.tsx';
import classes from './frame.module.css';
import { type PlaceOfRail, placesOfRail } from './places.tsx';
import { themeWords, words } from './words.ts';

/** The places of this world, and at its foot what concerns the window itself. */
export function Rail({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const settings = useSettingsStore();
  const { world, work } = useWorld();
  const items = usePart(work.store, (state) => state.value);
  const theme = useSetting('theme');
  return (
    <nav className={classes.rail} aria-label={words.places} data-pane="rail">
      <svg className={classes.product} viewBox="0 0 32 20" role="img" aria-label={words.product}>
        <path d="M2 16h28M2 16C9 3 23 3 30 16M9 16v-6M16 16V7M23 16v-6" />
      </svg>
      {placesOfRail
        .filter(({ worlds }) => worlds.includes(world))
        .map((each) => (
          <PlaceLink key={each.place} {...each} count={items?.filter(each.needs ?? none).length ?? 0} />
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

const none = () => false;

interface PlaceLinkProps extends PlaceOfRail {
  /** How many decisions of it wait for a person. */
  readonly count: number;
}

function PlaceLink({ place, number, label, icon, count }: PlaceLinkProps) {
  const navigation = useNavigation();
  const current = useRoute().place;
  return (
    <a
      className={classes.placeLink}
      href={navigation.href(place)}
      aria-current={place === current ? 'page' : undefined}
      aria-label={count === 0 ? undefined : `${label}, ${words.badge(count)}`}
      title={words.placeKey(number)}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        {icon}
      </svg>
      {label}
      {count === 0 ? null : (
        <span className={classes.badge} aria-hidden="true">
          {count > 99 ? '99+' : count}
        </span>
      )}
    </a>
  );
}
