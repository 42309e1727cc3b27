import type { World } from '../../shared/model/status.ts';

/** Where the address bar points: a place, within it maybe one exchange, and a world when the link names one. */
export interface Route {
  readonly place: 'activity';
  readonly exchangeId: string | null;
  readonly world: World | null;
}

/** Reads `#/activity/<exchange id>?world=sandbox`; anything else is the Activity place itself. */
export function parseRoute(hash: string): Route {
  const match = /^#\/activity(?:\/([^/?]+))?(?:\?(.*))?$/.exec(hash);
  const world = new URLSearchParams(match?.[2] ?? '').get('world');
  return {
    place: 'activity',
    exchangeId: match?.[1] === undefined ? null : decode(match[1]),
    world: world === 'live' || world === 'sandbox' ? world : null,
  };
}

export function formatRoute({ exchangeId, world }: Route): string {
  const path = exchangeId === null ? '#/activity' : `#/activity/${encodeURIComponent(exchangeId)}`;
  return world === null ? path : `${path}?world=${world}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
