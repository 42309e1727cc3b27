import { useEffect, useRef, useState } from 'react';
import classes from './search-field.module.css';

/** How long typing must rest before the engine is asked, in ms. */
const typingPause = 180;

export interface SearchFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
  /** Whether `/` leads here as well as Ctrl/Cmd+F. */
  readonly letterKeys: boolean;
  /** In characters; 200 when absent. */
  readonly longest?: number;
}

/** The text that a list is narrowed by: found with Ctrl/Cmd+F or `/`, emptied and left with Esc, asked when typing rests. */
export function SearchField({ label, hint, value, onSearch, letterKeys, longest = 200 }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  const input = useRef<HTMLInputElement>(null);

  // Cleared from elsewhere.
  useEffect(() => setTyped(value), [value]);

  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => onSearch(typed), typingPause);
    return () => clearTimeout(timer);
  }, [typed, value, onSearch]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const command = event.ctrlKey || event.metaKey;
      const isFind = event.key.toLowerCase() === 'f' && command && !event.shiftKey && !event.altKey;
      const isSlash = event.key === '/' && letterKeys && !command && !event.altKey && !isTyping(event.target);
      if (!isFind && !isSlash) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [letterKeys]);

  return (
    <input
      ref={input}
      type="search"
      className={classes.text}
      aria-label={label}
      placeholder={hint}
      value={typed}
      maxLength={longest}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        setTyped('');
        if (typed === '') event.currentTarget.blur();
      }}
    />
  );
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);
