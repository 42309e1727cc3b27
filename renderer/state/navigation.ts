import { createStore, type StoreApi } from 'zustand/vanilla';
import type { World } from '../../shared/model/status.ts';
import { formatRoute, type Place, parseRoute, type Route } from './route.ts';

/** The part of a window that holds the address. */
export interface Addressed {
  readonly location: Pick<Location, 'hash'>;
  readonly history: Pick<History, 'pushState' | 'replaceState'>;
  addEventListener(type: 'hashchange', listener: () => void): void;
  removeEventListener(type: 'hashchange', listener: () => void): void;
}

/** The address bar and what is shown, held together both ways. */
export interface Navigation {
  readonly store: StoreApi<Route>;
  /** Goes somewhere within the world of now. A pushed step is taken back by Alt+Left; a replaced one is none. */
  go(place: Place, path?: readonly string[], how?: 'push' | 'replace'): void;
  /** The address of a place within the world of now, for a link. */
  href(place: Place, path?: readonly string[]): string;
  /** The same place, and nothing of it, in another world. */
  enter(world: World, place: Place | null): void;
  stop(): void;
}

/** Follows the window's address. */
export function createNavigation(addressed: Addressed): Navigation {
  const { location, history } = addressed;
  const store = createStore<Route>(() => parseRoute(location.hash));
  const follow = () => store.setState(parseRoute(location.hash));
  addressed.addEventListener('hashchange', follow);

  const write = (route: Route, how: 'push' | 'replace') => {
    const address = formatRoute(route);
    if (address === location.hash) return;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', address);
    store.setState(route);
  };
  const within = (place: Place, path: readonly string[]): Route => ({ place, path, world: store.getState().world });

  return {
    store,
    go: (place, path = [], how = 'push') => write(within(place, path), how),
    href: (place, path = []) => formatRoute(within(place, path)),
    enter: (world, place) => write({ place, path: [], world }, 'push'),
    stop: () => addressed.removeEventListener('hashchange', follow),
  };
}
