import { useStore } from 'zustand';
import type { HostResult } from '../data/host.ts';
import type { System } from '../data/system.ts';
import { NavigationProvider, SettingsProvider, SystemProvider } from '../state/context.tsx';
import type { Navigation } from '../state/navigation.ts';
import type { SettingsStore } from '../state/settings.ts';
import { Copyable } from '../ui/copyable.tsx';
import { EmptyState } from '../ui/notice.tsx';
import type { Entry } from './entry.ts';
import classes from './frame.module.css';
import { noEntry } from './words.ts';
import { Worlds } from './worlds.tsx';

export interface AppProps {
  readonly system: System;
  readonly settings: SettingsStore;
  readonly navigation: Navigation;
  /** How this window got in; it turns to `refused` when the host stops knowing its token. */
  readonly entry: Entry;
  readonly found: HostResult;
}

/** The whole window: a sentence when it cannot begin, else a world in its frame. */
export function App({ system, settings, navigation, entry, found }: AppProps) {
  const refused = useStore(entry, (state) => state.refused);
  if (refused || found.kind !== 'host') {
    const sentence = noEntry[found.kind === 'host' ? 'refused' : found.kind];
    return (
      <main className={classes.alone}>
        <EmptyState title={sentence.title}>
          <p>{sentence.text}</p>
          <p>
            <Copyable text={sentence.command} what="the command" />
          </p>
        </EmptyState>
      </main>
    );
  }
  return (
    <SystemProvider value={system}>
      <SettingsProvider value={settings}>
        <NavigationProvider value={navigation}>
          <Worlds host={found.host} />
        </NavigationProvider>
      </SettingsProvider>
    </SystemProvider>
  );
}
