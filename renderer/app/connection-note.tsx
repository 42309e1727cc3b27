import { useEffect } from 'react';
import { usePart, useWorld } from '../state/context.tsx';
import { Mark } from '../ui/mark.tsx';
import { formatClock } from '../ui/time.ts';
import classes from './frame.module.css';
import { words } from './words.ts';

/** How long the sentence about a stream that came back stays. */
const returnedFor = 8_000;

/** Says when the events do not arrive, since when, and how it ended. */
export function ConnectionNote() {
  const { connection } = useWorld();
  const current = usePart(connection, (state) => state.connection);
  const returned = usePart(connection, (state) => state.returned);
  useEffect(() => {
    if (returned === null) return;
    const timer = setTimeout(() => connection.setState({ returned: null }), returnedFor);
    return () => clearTimeout(timer);
  }, [connection, returned]);
  const lost = current.state === 'lost';
  return (
    <div className={classes.note} role="status" data-state={lost ? 'lost' : returned ? 'returned' : undefined}>
      {lost ? (
        <>
          <Mark shape="ring" tone="warn" />
          {words.reconnecting(current.lastEventAt === null ? null : formatClock(current.lastEventAt))}
        </>
      ) : returned ? (
        <>
          <Mark shape="check" tone="good" />
          {words.returned(formatClock(returned.at), returned.rows)}
        </>
      ) : null}
    </div>
  );
}
