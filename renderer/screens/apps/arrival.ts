import { type RefObject, useEffect } from 'react';

/** Who followed a link to here, and so left what had the focus, finds it here. */
export function useArrival(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) place.current?.focus();
  }, [place]);
}
