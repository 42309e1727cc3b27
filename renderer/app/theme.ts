import { type CSSVariablesResolver, createTheme, type MantineColorSchemeManager } from '@mantine/core';
import type { SettingsStore } from '../state/settings.ts';

/** Mantine in our clothes; its own colours are replaced by the tokens in `ui/tokens.css`. */
export const theme = createTheme({
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '11.5px', sm: '13px', md: '13px', lg: '16px', xl: '16px' },
  defaultRadius: 3,
  primaryColor: 'blue',
  primaryShade: { light: 8, dark: 4 },
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
});

/** One place where Mantine's variables follow ours, in both themes: its defaults fail contrast (dimmed text, borders). */
export const cssVariables: CSSVariablesResolver = () => {
  const ours = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-2)',
    '--mantine-color-placeholder': 'var(--ink-2)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line)',
    '--mantine-color-default-hover': 'var(--surface-3)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-primary-color-filled': 'var(--accent)',
  };
  return { variables: {}, light: ours, dark: ours };
};

/** Mantine reads and writes the colour scheme where the other settings are kept. */
export function createColorSchemeManager(settings: SettingsStore): MantineColorSchemeManager {
  let stop = () => {};
  return {
    get: () => settings.getState().theme,
    set: (value) => settings.setState({ theme: value }),
    subscribe: (onUpdate) => {
      stop = settings.subscribe(({ theme: value }, { theme: before }) => {
        if (value !== before) onUpdate(value);
      });
    },
    unsubscribe: () => stop(),
    clear: () => settings.setState({ theme: 'auto' }),
  };
}
