import { useSetting, useSettingsStore } from '../state/context.tsx';
import { themes } from '../state/settings.ts';
import { Segments } from '../ui/segments.tsx';
import classes from './frame.module.css';
import { themeWords, words } from './words.ts';

/** The places, and at its foot what concerns the window itself. */
export function Rail({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const settings = useSettingsStore();
  const theme = useSetting('theme');
  return (
    <nav className={classes.rail} aria-label={words.places} data-pane="rail">
      <svg className={classes.product} viewBox="0 0 32 20" role="img" aria-label={words.product}>
        <path d="M2 16h28M2 16C9 3 23 3 30 16M9 16v-6M16 16V7M23 16v-6" />
      </svg>
      <a className={classes.placeLink} href="#/activity" aria-current="page" title="Ctrl/Cmd + 3">
        <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
          <path d="M2 10h3.2l2.4-6 4.6 12 2.5-6H18" />
        </svg>
        {words.activity}
      </a>
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
