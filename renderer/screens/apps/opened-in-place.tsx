import { type ReactNode, useEffect, useRef } from 'react';
import { Button, type ButtonKind, ButtonRow } from '../../ui/button.tsx';

export interface OpenedInPlaceProps {
  /** What the button says. */
  readonly action: string;
  readonly kind?: ButtonKind;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
  /** What stands there instead of the button while it is open. */
  readonly children: ReactNode;
}

/** A button that a form takes the place of; when the form has gone, the button has the focus that was in it. */
export function OpenedInPlace({ action, kind = 'plain', isOpen, onOpen, children }: OpenedInPlaceProps) {
  const place = useRef<HTMLDivElement>(null);
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    const first = isOpen ? 'input, select, textarea' : 'button';
    const isLost = document.activeElement === document.body;
    if (isOpen !== wasOpen.current && isLost) place.current?.querySelector<HTMLElement>(first)?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <div ref={place}>
      {isOpen ? (
        children
      ) : (
        <ButtonRow>
          <Button kind={kind} onPress={onOpen}>
            {action}
          </Button>
        </ButtonRow>
      )}
    </div>
  );
}
