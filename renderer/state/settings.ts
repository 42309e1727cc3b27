import { createStore, type StoreApi } from 'zustand/vanilla';
import type { World } from '../../shared/model/status.ts';

export const themes = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const inspectorTabs = ['trace', 'summary', 'request', 'response', 'changes', 'raw'] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

/** What this browser remembers of the admin's own arrangement. */
export interface Settings {
  readonly theme: Theme;
  /** The last world looked at; null until one was chosen. */
  readonly world: World | null;
  /** The inspector's share of the width, in percent. */
  readonly inspectorShare: number;
  /** The same of an app's page beside the list of apps. */
  readonly appShare: number;
  readonly inspectorTab: InspectorTab;
  /** Single-letter keys (WCAG 2.1.4: they can be turned off). */
  readonly letterKeys: boolean;
}
export type SettingsStore = StoreApi<Settings>;

const storageKey = 'footbridge.settings';

/** The settings, read from `storage` once and written to it with each change. */
export function createSettings(storage: Pick<Storage, 'getItem' | 'setItem'>): SettingsStore {
  const store = createStore<Settings>(() => readSettings(storage.getItem(storageKey)));
  store.subscribe((settings) => storage.setItem(storageKey, JSON.stringify(settings)));
  return store;
}

/** Reads what was stored, by this version or another one: a value that does not fit falls back, alone. */
export function readSettings(stored: string | null): Settings {
  const { theme, world, inspectorShare, appShare, inspectorTab, letterKeys } = parseObject(stored);
  return {
    theme: choose(theme, themes, 'auto'),
    world: choose(world, ['live', 'sandbox'], null),
    inspectorShare: readShare(inspectorShare, 46),
    appShare: readShare(appShare, 62),
    inspectorTab: choose(inspectorTab, inspectorTabs, 'trace'),
    letterKeys: typeof letterKeys === 'boolean' ? letterKeys : true,
  };
}

const readShare = (value: unknown, fallback: number): number =>
  typeof value === 'number' && value >= 20 && value <= 80 ? value : fallback;

function choose<T, F>(value: unknown, options: readonly T[], fallback: F): T | F {
  return options.find((option) => option === value) ?? fallback;
}

function parseObject(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return value !== null && typeof value === 'object' ? { ...value } : {};
  } catch {
    return {};
  }
}
