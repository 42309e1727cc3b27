import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * When what has the focus goes away (it was decided, by this window or elsewhere), the focus goes on: to the next of its
 * kind, else to the last, else to the nearest place around it. Without this it would fall out of the page, and the next
 * Tab would begin at its top.
 *
 * @param kind a selector of the element that gets the returned ref, and of those beside it; each can have the focus
 */
export function usePassedFocus<E extends HTMLElement>(kind: string): RefObject<E | null> {
  const place = useRef<E>(null);
  useLayoutEffect(() => {
    const element = place.current;
    // Before it is taken out of the page: afterwards nothing tells where the focus was.
    return () => {
      if (element?.contains(document.activeElement)) queueMicrotask(passOn(kind, element));
    };
  }, [kind]);
  return place;
}

/** @returns what puts the focus on, once the element is gone */
function passOn(kind: string, element: HTMLElement): () => void {
  const around = element.parentElement?.closest<HTMLElement>('[tabindex]') ?? null;
  const kin = [...(around?.querySelectorAll<HTMLElement>(kind) ?? [])];
  const at = kin.indexOf(element);
  const places = [...kin.slice(at + 1), ...kin.slice(0, at).reverse(), ...ancestors(around)];
  return () => {
    if (document.activeElement === document.body) places.find(({ isConnected }) => isConnected)?.focus();
  };
}

function* ancestors(from: HTMLElement | null): Generator<HTMLElement> {
  for (let place = from; place; place = place.parentElement?.closest<HTMLElement>('[tabindex]') ?? null) yield place;
}
