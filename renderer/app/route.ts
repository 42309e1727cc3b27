import { useCallback, useEffect } from 'react';
import { useSetting, useWorld } from '../state/context.tsx';
import { formatRoute, parseRoute } from '../state/route.ts';

/**
 * Holds the address bar and the inspector together, both ways.
 *
 * @returns opens an exchange, or closes the inspector with null
 */
export function useRoute(): (exchangeId: string | null) => void {
  const { inspection, world } = useWorld();
  const remembered = useSetting('world');

  useEffect(() => {
    const follow = () => inspection.open(parseRoute(location.hash).exchangeId);
    follow();
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, [inspection]);

  return useCallback(
    (exchangeId) => {
      const named = world === 'live' && remembered !== 'sandbox' ? null : world;
      const hash = formatRoute({ place: 'activity', exchangeId, world: named });
      // Opening is a step that Alt+Left takes back; passing from row to row is not.
      const step = inspection.store.getState().id === null && exchangeId !== null;
      history[step ? 'pushState' : 'replaceState'](null, '', hash);
      inspection.open(exchangeId);
    },
    [inspection, world, remembered],
  );
}
