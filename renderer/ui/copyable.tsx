import { useState } from 'react';
import classes from './copyable.module.css';

export interface CopyButtonProps {
  /** What lands on the clipboard. */
  readonly text: string | (() => string);
  readonly label: string;
  /** Names it where several stand near: what it copies. It begins with the label. */
  readonly title?: string;
}

/** A button that copies, and says for a moment whether it did. */
export function CopyButton({ text, label, title }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      setState('copied');
    } catch {
      setState('failed');
    }
    setTimeout(() => setState('idle'), 1_600);
  };
  return (
    <button type="button" className={classes.button} title={title} aria-label={title} onClick={() => void copy()}>
      {label}
      <span className={classes.state} role="status">
        {state === 'copied' ? 'copied' : state === 'failed' ? 'the browser refused' : ''}
      </span>
    </button>
  );
}

/** A text worth taking along (an id, a path), with its copy button. */
export function Copyable({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <span className={classes.copyable}>
      <code>{text}</code>
      <CopyButton text={text} label="Copy" title={`Copy ${what}`} />
    </span>
  );
}
