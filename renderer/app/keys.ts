import { useEffect } from 'react';
import { useSettingsStore } from '../state/context.tsx';

export interface FrameKeys {
  /** A sheet lies over everything: it has the keys. */
  readonly sheetOpen: boolean;
  readonly onShortcuts: () => void;
  /** Goes to the place of this number. @returns whether there is one */
  readonly onPlace: (number: number) => boolean;
  readonly onEscape: () => void;
}

/** The keys that work everywhere; see `shortcuts` in words.ts. */
export function useFrameKeys({ sheetOpen, onShortcuts, onPlace, onEscape }: FrameKeys): void {
  const settings = useSettingsStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (sheetOpen || event.defaultPrevented) return;
      // A dialog of a place has the keys as well.
      if (event.target instanceof Element && event.target.closest('[role="dialog"]')) return;
      const command = event.ctrlKey || event.metaKey;
      if (event.key === 'F6') focusPane(event.shiftKey ? -1 : 1);
      else if (command && /^[1-9]$/.test(event.key)) {
        if (!onPlace(Number(event.key))) return;
        // The place is drawn first; then its list, or whatever comes first in it, has the focus.
        requestAnimationFrame(() => focusPaneNamed('list'));
      } else if (event.key === 'Escape') onEscape();
      else if (event.key === '?' && !command && settings.getState().letterKeys && !isTyping(event.target))
        onShortcuts();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [sheetOpen, onShortcuts, onPlace, onEscape, settings]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

/** Puts the focus into a pane of the place of now; without one of that name, into the place's first. */
export function focusPaneNamed(name: string): void {
  const found = document.querySelector<HTMLElement>(`main [data-pane="${name}"]`);
  focusWithin(found ?? document.querySelector<HTMLElement>('main [data-pane]') ?? undefined);
}

function focusPane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.checkVisibility());
  if (panes.length === 0) return;
  // In document order a pane follows the one that it lies in: the last that holds the focus is the innermost.
  const current = panes.findLastIndex((pane) => pane.contains(document.activeElement));
  const next = current === -1 ? 0 : (current + direction + panes.length) % panes.length;
  focusWithin(panes[next]);
}

function focusWithin(pane: HTMLElement | undefined): void {
  if (!pane) return;
  const inner = pane.tabIndex >= 0 ? pane : pane.querySelector<HTMLElement>('a, button, input, [tabindex="0"]');
  (inner ?? pane).focus();
}
