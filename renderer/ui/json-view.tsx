import { useMemo } from 'react';
import { CopyButton } from './copyable.tsx';
import { type JsonToken, tokenizeJson } from './json-tokens.ts';
import classes from './json-view.module.css';

/** A body longer than this is shown cut off (copying gives the whole), so that the page stays quick. */
const shownLimit = 100_000;

export interface JsonViewProps {
  /** The text as sent; shown laid out when it is JSON, unchanged when it is not. */
  readonly text: string;
  readonly label: string;
}

/** JSON to read and to copy. */
export function JsonView({ text, label }: JsonViewProps) {
  const { tokens, whole, cut } = useMemo(() => {
    const laidOut = layOut(text);
    return {
      whole: laidOut,
      cut: laidOut.length > shownLimit,
      tokens: tokenizeJson(laidOut.slice(0, shownLimit)),
    };
  }, [text]);
  return (
    <div className={classes.view}>
      <div className={classes.bar}>
        <CopyButton label="Copy" title={`Copy ${label}`} text={whole} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.text} tabIndex={0} aria-label={label}>
        <pre>
          {tokens.map(({ at, kind, text: piece }: JsonToken) => (
            <span key={at} className={classes[kind]}>
              {piece}
            </span>
          ))}
        </pre>
      </section>
      {cut ? (
        <p className={classes.cut}>
          Shown are the first {shownLimit.toLocaleString('en')} of {whole.length.toLocaleString('en')} characters. Copy
          gives all of it.
        </p>
      ) : null}
    </div>
  );
}

function layOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
