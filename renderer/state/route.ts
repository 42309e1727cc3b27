import type { World } from '../../shared/model/status.ts';

/** The places of the window, by the names that addresses give them. */
export const places = ['setup', 'activity', 'directory', 'apps', 'rehearse'] as const;
export type Place = (typeof places)[number];

/** Where the address bar points: a place, what of it, and a world when the link names one. */
export interface Route {
  /** null: the address names none; the window chooses where to begin. */
  readonly place: Place | null;
  /** What of the place, as the place itself reads it: an exchange's id, or `people` and an id. Decoded. */
  readonly path: readonly string[];
  readonly world: World | null;
}

/** Reads `#/directory/people/<id>?world=sandbox`; anything else names no place. */
export function parseRoute(hash: string): Route {
  const match = /^#\/([a-z]*)((?:\/[^/?]+)*)\/?(?:\?(.*))?$/.exec(hash);
  const world = new URLSearchParams(match?.[3] ?? '').get('world');
  const place = places.find((known) => known === match?.[1]) ?? null;
  return {
    place,
    path: place === null ? [] : (match?.[2] ?? '').split('/').slice(1).map(decode),
    world: world === 'live' || world === 'sandbox' ? world : null,
  };
}

export function formatRoute({ place, path, world }: Route): string {
  const address = ['#', place ?? '', ...path.map(encodeURIComponent)].join('/');
  return world === null ? address : `${address}?world=${world}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
