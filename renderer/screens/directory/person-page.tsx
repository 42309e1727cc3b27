import type { EventType } from '../../../shared/contract/event.ts';
import type { PersonDetail, PersonUser } from '../../../shared/model/person.ts';
import { useAnswer } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { decidingOn } from '../../state/decision.ts';
import { Day } from '../../ui/relative-time.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import { WorkItemView, type WorkLinks } from '../../ui/work-item.tsx';
import classes from './detail.module.css';
import { DirectoryHead, NothingHere, Part, Stale } from './detail.tsx';
import { LeavingPart } from './leaving-part.tsx';
import { PersonAccounts } from './person-accounts.tsx';
import { PersonAttributes } from './person-attributes.tsx';
import { PersonTimeline } from './person-timeline.tsx';
import { personWords, words } from './words.ts';

const follows: readonly EventType[] = ['directory', 'provisioning', 'work', 'configuration'];

/** All about one person: what must be decided, what they have and why, what is believed and where from, what happened. */
export function PersonPage({ id }: { readonly id: string }) {
  const navigation = useNavigation();
  const { value, failure, ask } = useAnswer('person.get', { id }, follows);
  if (value === null || failure?.code === 'not-found') {
    const gone = { title: words.personGone, text: words.personGoneText, back: words.backToPeople };
    return (
      <NothingHere failure={failure} retry={ask} gone={{ ...gone, href: navigation.href('directory', ['people']) }} />
    );
  }
  return (
    <>
      <DirectoryHead title={<bdi>{value.name}</bdi>}>
        <Identity person={value} />
      </DirectoryHead>
      <div className={classes.parts}>
        <Stale failure={failure} retry={ask} />
        <Work person={value} />
        <LeavingPart person={value} />
        <Part title={words.accounts}>
          <PersonAccounts person={value} />
        </Part>
        <Groups users={value.users} />
        {value.users.map((user) => (
          <Part
            key={user.id}
            title={value.users.length === 1 ? words.attributes : words.attributesOf(user.source.name)}
          >
            <PersonAttributes attributes={user.attributes} />
          </Part>
        ))}
        <Part title={words.timeline}>
          <PersonTimeline id={id} />
        </Part>
      </div>
    </>
  );
}

/** State, and what each source calls them. */
function Identity({ person: { state, users } }: { readonly person: PersonDetail }) {
  return (
    <ul className={classes.meta}>
      <li title={personWords[state].meaning}>
        <StateOf word={personWords[state]} />
      </li>
      {users.map(({ id, userName, source, createdAt }) => (
        <li key={id}>
          <bdi className={classes.mono}>{userName}</bdi> · {source.name}
          {source.removed ? `, ${words.removedSource}` : ''} · {words.since} <Day at={createdAt} />
        </li>
      ))}
    </ul>
  );
}

function Work({ person }: { readonly person: PersonDetail }) {
  const world = useWorld();
  const navigation = useNavigation();
  if (person.work.length === 0) return null;
  const links: WorkLinks = {
    person: (id) => (id === person.id ? null : navigation.href('directory', ['people', id])),
    app: (id) => navigation.href('apps', [id]),
    request: (exchangeId) => navigation.href('activity', [exchangeId]),
  };
  return (
    <Part title={words.work}>
      <ul className={classes.work}>
        {person.work.map((item) => (
          <li key={item.id}>
            <WorkItemView item={item} links={links} deciding={decidingOn(world, item.id)} />
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Groups({ users }: { readonly users: readonly PersonUser[] }) {
  const navigation = useNavigation();
  const groups = users.flatMap((user) => user.groups);
  return (
    <Part title={words.groupsOf}>
      {groups.length === 0 ? <p className={classes.quiet}>{words.noGroupsOf}</p> : null}
      <ul className={classes.chips}>
        {groups.map(({ id, name }) => (
          <li key={id}>
            <a href={navigation.href('directory', ['groups', id])}>
              <bdi>{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </Part>
  );
}
