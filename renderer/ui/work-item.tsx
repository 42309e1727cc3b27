import { Fragment, useState } from 'react';
import type { WorkItem } from '../../shared/model/work.ts';
import { type Deciding, DecisionForm } from './decision-form.tsx';
import { Mark } from './mark.tsx';
import { usePassedFocus } from './passed-focus.ts';
import { chosenInWords, PeopleChoice } from './people-choice.tsx';
import { RelativeTime } from './relative-time.tsx';
import classes from './work-item.module.css';

/** Where the links of a work item lead; null leaves one out where it would lead to what is shown already. */
export interface WorkLinks {
  readonly person: (id: string) => string | null;
  readonly app: (id: string) => string | null;
  readonly request: (exchangeId: string) => string;
}

export interface WorkItemViewProps {
  readonly item: WorkItem;
  readonly links: WorkLinks;
  readonly deciding: Deciding;
  /** A link was followed: what lies over the page may close. */
  readonly onLeave?: (href: string) => void;
}

/** What a person must decide: what happened, whom it affects, what to do, and the decisions themselves. */
export function WorkItemView({ item, links, deciding, onLeave }: WorkItemViewProps) {
  const place = usePassedFocus<HTMLElement>('[data-work]');
  const { app, exchangeId, persons, people, gone } = item;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  // Who is not asked about any more is not chosen any more.
  const chosen = new Set(persons.flatMap(({ id }) => (ticked.has(id) ? [id] : [])));
  const rest = people - persons.length;
  const only = people === 1 ? persons[0] : undefined;
  const appHref = app === null ? null : links.app(app.id);
  // On the page of the one person whom it is about, nobody needs to be named.
  const isNaming = rest > 0 || persons.some(({ id }) => links.person(id) !== null);
  return (
    <article ref={place} className={classes.item} data-work={item.id} tabIndex={-1}>
      <h3>
        <Mark shape="hand" tone="warn" />
        <span>{item.title}</span>
      </h3>
      <p>{item.affects}</p>
      <p>{item.fix}</p>
      {people > 1 && isNaming ? (
        <p className={classes.quiet}>
          {people.toLocaleString('en')} people: <Names persons={persons} links={links} onLeave={onLeave} />
          {rest > 0 ? ` and ${rest.toLocaleString('en')} more` : ''}
        </p>
      ) : null}
      <p className={classes.meta}>
        {only && isNaming ? <Named name={only.name} href={links.person(only.id)} onLeave={onLeave} /> : null}
        <span>
          Opened <RelativeTime at={item.openedAt} suffix=" ago" />
        </span>
        {app === null || appHref === null ? null : <Named name={app.name} href={appHref} onLeave={onLeave} />}
        {exchangeId === null ? null : (
          <Named name="Show the request" href={links.request(exchangeId)} onLeave={onLeave} />
        )}
      </p>
      {gone === null || gone.people === 0 ? null : (
        <p className={classes.quiet}>
          {gone.people.toLocaleString('en')} {gone.people === 1 ? 'other' : 'others'} lost something there in the hour
          before, or since: <Names persons={gone.persons} links={links} onLeave={onLeave} />
          {gone.people > gone.persons.length
            ? ` and ${(gone.people - gone.persons.length).toLocaleString('en')} more`
            : ''}
        </p>
      )}
      {item.kind === 'guard' && people > 1 ? (
        <PeopleChoice persons={persons} people={people} chosen={chosen} onChange={setTicked} />
      ) : null}
      <DecisionForm
        decisions={item.decisions}
        whom={chosenInWords(chosen.size, people)}
        deciding={
          chosen.size === 0 ? deciding : { ...deciding, onDecide: (d, r) => deciding.onDecide(d, r, [...chosen]) }
        }
      />
    </article>
  );
}

interface NamesProps {
  readonly persons: WorkItem['persons'];
  readonly links: WorkLinks;
  readonly onLeave: ((href: string) => void) | undefined;
}

function Names({ persons, links, onLeave }: NamesProps) {
  return persons.map(({ id, name }, index) => (
    <Fragment key={id}>
      {index > 0 ? ', ' : ''}
      <Named name={name} href={links.person(id)} onLeave={onLeave} />
    </Fragment>
  ));
}

interface NamedProps {
  readonly name: string;
  readonly href: string | null;
  readonly onLeave: ((href: string) => void) | undefined;
}

function Named({ name, href, onLeave }: NamedProps) {
  if (href === null) return <bdi>{name}</bdi>;
  return (
    <a href={href} onClick={() => onLeave?.(href)}>
      <bdi>{name}</bdi>
    </a>
  );
}
