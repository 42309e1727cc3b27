import { Drawer } from '@mantine/core';
import { useState } from 'react';
import { useNavigation, usePart, useWorld } from '../state/context.tsx';
import { decidingOn } from '../state/decision.ts';
import { ErrorState } from '../ui/notice.tsx';
import { WorkItemView, type WorkLinks } from '../ui/work-item.tsx';
import { HeldRemovals } from './held-removals.tsx';
import classes from './needs-you.module.css';
import { words } from './words.ts';

export interface NeedsYouProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a person must decide, each with its decisions, and the way to whom and what it concerns. */
export function NeedsYou({ opened, onClose }: NeedsYouProps) {
  // A link that was followed takes the focus with it, unless it leads to where the window is.
  const [isLeft, setLeft] = useState(false);
  if (opened && isLeft) setLeft(false);
  const navigation = useNavigation();
  const world = useWorld();
  const { work } = world;
  const items = usePart(work.store, (state) => state.value);
  const failure = usePart(work.store, (state) => state.failure);
  const links: WorkLinks = {
    person: (id) => navigation.href('directory', ['people', id]),
    app: (id) => navigation.href('apps', [id]),
    request: (exchangeId) => navigation.href('activity', [exchangeId]),
  };
  return (
    <Drawer
      opened={opened}
      returnFocus={!isLeft}
      onClose={onClose}
      position="right"
      size={460}
      title={words.needsYouTitle}
      closeButtonProps={{ 'aria-label': words.close }}
      transitionProps={{ duration: 0 }}
      classNames={{ title: classes.title ?? '' }}
    >
      {failure ? <ErrorState error={failure} retry={work.ask} /> : null}
      {items?.length === 0 ? <p className={classes.quiet}>{words.nothingNeedsYou}</p> : null}
      <ul className={classes.items}>
        {items?.map((item) => (
          <li key={item.id}>
            <WorkItemView
              item={item}
              links={links}
              deciding={decidingOn(world, item.id)}
              onLeave={(href) => {
                setLeft(href !== location.hash);
                onClose();
              }}
            />
          </li>
        ))}
      </ul>
      <HeldRemovals
        onLeave={(href) => {
          setLeft(href !== location.hash);
          onClose();
        }}
      />
    </Drawer>
  );
}
