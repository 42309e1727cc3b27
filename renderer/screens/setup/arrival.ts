import { type RefObject, useEffect, useRef } from 'react';

/**
 * A step of a way takes the focus when it is come to, at what is next to do in it, so that Enter goes on.
 *
 * @param selector what takes it; the first of them in the element that gets the returned ref
 */
export function useArrival<E extends HTMLElement>(selector: string): RefObject<E | null> {
  const arrived = useRef<E>(null);
  useEffect(() => {
    arrived.current?.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true });
  }, [selector]);
  return arrived;
}
