import { useEffect, useState } from 'react';
import { useWorld } from '../../state/context.tsx';
import type { Arrivals } from '../../state/exchanges.ts';
import { Spoken } from '../../ui/spoken.tsx';
import { words } from './words.ts';

const interval = 10_000;

/** Says politely, at most every 10 s, what arrived since it last spoke. */
export function LiveRegion() {
  const { exchanges } = useWorld();
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    let last: Arrivals = exchanges.store.getState().arrivals;
    const timer = setInterval(() => {
      const { arrivals } = exchanges.store.getState();
      if (arrivals.total === last.total) return;
      setSpoken(
        words.spoken(arrivals.total - last.total, arrivals.refused - last.refused, arrivals.failed - last.failed),
      );
      last = arrivals;
    }, interval);
    return () => clearInterval(timer);
  }, [exchanges]);
  return <Spoken polite>{spoken}</Spoken>;
}
