import { type MouseEvent, type ReactNode, useState } from 'react';
import classes from './outside-link.module.css';

export interface OutsideLinkProps {
  readonly href: string;
  /** Opens it in the system's browser; null where a link does so by itself. */
  readonly open: ((url: string) => Promise<boolean>) | null;
  readonly children: ReactNode;
}

/** A link that leads out of Footbridge, to a page in the browser; where that could not be opened, its address stands. */
export function OutsideLink({ href, open, children }: OutsideLinkProps) {
  const [isRefused, setRefused] = useState(false);
  const follow = (event: MouseEvent) => {
    if (open === null) return;
    event.preventDefault();
    setRefused(false);
    open(href).then(
      (opened) => setRefused(!opened),
      () => setRefused(true),
    );
  };
  return (
    <>
      <a href={href} target="_blank" rel="noreferrer" onClick={follow}>
        {children}
      </a>
      <span role="status" className={classes.refused}>
        {isRefused ? (
          <>
            {' '}
            Your browser could not be opened here. The address is <code>{href}</code>
          </>
        ) : null}
      </span>
    </>
  );
}
