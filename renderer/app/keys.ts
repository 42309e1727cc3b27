import { useEffect } from 'react';
import { useSettingsStore } from '../state/context.tsx';

export interface FrameKeys {
  /** A sheet lies over everything: it has the keys. */
  readonly sheetOpen: boolean;
  readonly onShortcuts: () => void;
  readonly onEscape: () => void;
}

/** The keys that work everywhere; see `shortcuts` in words.ts. */
export function useFrameKeys({ sheetOpen, onShortcuts, onEscape }: FrameKeys): void {
  const settings = useSettingsStore();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (sheetOpen || event.defaultPrevented) return;
      const command = event.ctrlKey || event.metaKey;
      if (event.key === 'F6') focusPane(event.shiftKey ? -1 : 1);
      else if (command && event.key === '3') focusFirst('list');
      else if (event.key === 'Escape') onEscape();
      else if (event.key === '?' && !command && settings.getState().letterKeys && !isTyping(event.target))
        onShortcuts();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [sheetOpen, onShortcuts, onEscape, settings]);
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

function focusPane(direction: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  if (panes.length === 0) return;
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = current === -1 ? 0 : (current + direction + panes.length) % panes.length;
  focusWithin(panes[next]);
}

function focusFirst(name: string): void {
  focusWithin(document.querySelector<HTMLElement>(`[data-pane="${name}"]`) ?? undefined);
}

function focusWithin(pane: HTMLElement | undefined): void {
  if (!pane) return;
  const inner = pane.tabIndex >= 0 ? pane : pane.querySelector<HTMLElement>('a, button, input, [tabindex="0"]');
  (inner ?? pane).focus();
}
