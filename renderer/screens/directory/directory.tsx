import { type ReactNode, useEffect } from 'react';
import { useNavigation, useRoute, useSetting, useSettingsStore } from '../../state/context.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import classes from './directory.module.css';
import { GroupPage } from './group-page.tsx';
import { GroupsList } from './groups-list.tsx';
import { PeopleList } from './people-list.tsx';
import { PersonPage } from './person-page.tsx';
import { useRested } from './rested.ts';
import { words } from './words.ts';

/** How long the choice must rest before it is read: somebody who holds an arrow key down passes many rows. */
const walking = 60;

/** What Footbridge believes about people and groups, where from, and what they have: `people/<id>`, `groups/<id>`. */
export function Directory() {
  const settings = useSettingsStore();
  const share = useSetting('inspectorShare');
  const { path } = useRoute();
  const kind = path[0] === 'groups' ? 'groups' : 'people';
  const chosen = path[1] ?? null;
  const shown = useRested(chosen, walking);
  useEffect(() => {
    if (chosen !== null && hasLostFocus()) document.querySelector<HTMLElement>('[data-pane="detail"]')?.focus();
  }, [chosen]);
  return (
    <>
      <Spoken as="h1">{words.directory}</Spoken>
      <SplitPane
        share={share}
        label={words.paneWidth}
        onShare={(inspectorShare) => settings.setState({ inspectorShare })}
        left={
          kind === 'people' ? (
            <PeopleList tabs={<Kinds current={kind} />} selected={chosen} />
          ) : (
            <GroupsList tabs={<Kinds current={kind} />} selected={chosen} />
          )
        }
        right={
          chosen === null ? null : (
            <section
              className={classes.detail}
              aria-label={kind === 'people' ? words.person : words.group}
              data-pane="detail"
              tabIndex={-1}
            >
              {shown === null ? null : kind === 'people' ? (
                <PersonPage key={shown} id={shown} />
              ) : (
                <GroupPage key={shown} id={shown} />
              )}
            </section>
          )
        }
      />
    </>
  );
}

/** Nothing has the focus, or what has it is not drawn: the list where there is room for the detail alone. */
function hasLostFocus(): boolean {
  const { activeElement } = document;
  return !(activeElement instanceof HTMLElement) || activeElement === document.body || !activeElement.checkVisibility();
}

function Kinds({ current }: { readonly current: 'people' | 'groups' }): ReactNode {
  const navigation = useNavigation();
  return (
    <nav className={classes.kinds} aria-label={words.kinds}>
      {(['people', 'groups'] as const).map((kind) => (
        <a key={kind} href={navigation.href('directory', [kind])} aria-current={kind === current ? 'page' : undefined}>
          {words[kind]}
        </a>
      ))}
    </nav>
  );
}
