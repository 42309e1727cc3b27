import type { HeldRemoval } from '../../shared/model/removal.ts';
import { useAnswer, useDoing } from '../state/ask.ts';
import { useNavigation, useWorld } from '../state/context.tsx';
import { FailureLine } from '../ui/failure-line.tsx';
import { Mark } from '../ui/mark.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import { ReleaseForm } from '../ui/release-form.tsx';
import classes from './needs-you.module.css';
import { heldWords as words } from './words.ts';

/** So many are shown, those held longest first. */
const SHOWN = 50;
/** What is on its way is done in a moment, and nobody's concern. */
const isHeld = ({ heldBy }: HeldRemoval): boolean => heldBy !== 'on the way';

/** Rule 8: who still has what is to be taken from them, since when, and what holds it. */
export function HeldRemovals({ onLeave }: { readonly onLeave: (href: string) => void }) {
  const { value, failure } = useAnswer('removal.listHeld', { limit: SHOWN }, ['work', 'provisioning', 'configuration']);
  const held = (value?.items ?? []).filter(isHeld);
  if (failure && value === null) return <FailureLine error={failure} />;
  if (held.length === 0) return null;
  return (
    <section className={classes.held} aria-labelledby="held-removals">
      <h2 id="held-removals">{words.title}</h2>
      <p className={classes.quiet}>{words.text}</p>
      <ul className={classes.items}>
        {held.map((removal) => (
          <li key={removal.accountId}>
            <Held removal={removal} onLeave={onLeave} />
          </li>
        ))}
      </ul>
      {value?.next === null ? null : <p className={classes.quiet}>{words.more(SHOWN)}</p>}
    </section>
  );
}

interface HeldProps {
  readonly removal: HeldRemoval;
  readonly onLeave: (href: string) => void;
}

function Held({ removal, onLeave }: HeldProps) {
  const navigation = useNavigation();
  const { client, work, overview } = useWorld();
  const { accountId, person, app, since, disable, roles, why, heldBy } = removal;
  const doing = useDoing(async (reason: string) => {
    await client.call('removal.release', { accountId, reason });
    work.ask();
    overview.ask();
  });
  const href = navigation.href('directory', ['people', person.id]);
  return (
    <article className={classes.removal} data-held={accountId}>
      <h3>
        <Mark shape="hand" tone={heldBy === 'rejected' ? 'quiet' : 'warn'} />
        <span>
          <a href={href} onClick={() => onLeave(href)}>
            <bdi>{person.name}</bdi>
          </a>{' '}
          {words.still(app.name, disable, roles)} <RelativeTime at={since} suffix={words.ago} />
        </span>
      </h3>
      <p className={classes.quiet}>{why}</p>
      {words.releasable.has(heldBy) ? <ReleaseForm label={words.release} whom={person.name} doing={doing} /> : null}
    </article>
  );
}
