import { createContext, useContext } from 'react';
import { type StoreApi, useStore } from 'zustand';
import type { System } from '../data/system.ts';
import type { Navigation } from './navigation.ts';
import type { Route } from './route.ts';
import type { Settings, SettingsStore } from './settings.ts';
import type { WorldState } from './world.ts';

const SystemContext = createContext<System | null>(null);
const SettingsContext = createContext<SettingsStore | null>(null);
const NavigationContext = createContext<Navigation | null>(null);
const WorldContext = createContext<WorldState | null>(null);

export const SystemProvider = SystemContext.Provider;
export const SettingsProvider = SettingsContext.Provider;
export const NavigationProvider = NavigationContext.Provider;
export const WorldProvider = WorldContext.Provider;

/** What this window can ask of the computer it is on. */
export function useSystem(): System {
  return present(useContext(SystemContext), 'system');
}

/** The settings store of this window. */
export function useSettingsStore(): SettingsStore {
  return present(useContext(SettingsContext), 'settings');
}

/** One part of the settings, followed. */
export function useSetting<K extends keyof Settings>(key: K): Settings[K] {
  return useStore(useSettingsStore(), (settings) => settings[key]);
}

/** How to go somewhere in this window. */
export function useNavigation(): Navigation {
  return present(useContext(NavigationContext), 'navigation');
}

/** Where this window is. */
export function useRoute(): Route {
  return useStore(useNavigation().store);
}

/** The world that is looked at. */
export function useWorld(): WorldState {
  return present(useContext(WorldContext), 'world');
}

/** A part of any of our stores, followed. */
export function usePart<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  return useStore(store, select);
}

function present<T>(value: T | null, name: string): T {
  if (value === null) throw new Error(`No ${name} above this component.`);
  return value;
}
