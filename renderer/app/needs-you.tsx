import { Drawer } from '@mantine/core';
import { Fragment } from 'react';
import type { WorkItem } from '../../shared/model/work.ts';
import { useNavigation, usePart, useWorld } from '../state/context.tsx';
import { takeDecision } from '../state/decision.ts';
import { DecisionForm } from '../ui/decision-form.tsx';
import { Mark } from '../ui/mark.tsx';
import { ErrorState } from '../ui/notice.tsx';
import { RelativeTime } from '../ui/relative-time.tsx';
import classes from './needs-you.module.css';
import { words } from './words.ts';

export interface NeedsYouProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a person must decide, each with its decisions. */
export function NeedsYou({ opened, onClose }: NeedsYouProps) {
  const { work } = useWorld();
  const items = usePart(work.store, (state) => state.value);
  const failure = usePart(work.store, (state) => state.failure);
  return (
    <Drawer
      opened={opened}
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
          <Item key={item.id} item={item} onClose={onClose} />
        ))}
      </ul>
    </Drawer>
  );
}

function Item({ item, onClose }: { readonly item: WorkItem; readonly onClose: () => void }) {
  const navigation = useNavigation();
  const world = useWorld();
  const { exchangeId } = item;
  const rest = item.people - item.persons.length;
  return (
    <li className={classes.item}>
      <h3>
        <Mark shape="hand" tone="warn" />
        <span>{item.title}</span>
      </h3>
      <p>{item.affects}</p>
      {item.persons.length > 0 ? (
        <p className={classes.quiet}>
          {words.people(item.people)}:{' '}
          {item.persons.map(({ id, name }, index) => (
            <Fragment key={id}>
              {index > 0 ? ', ' : ''}
              <a className={classes.link} href={navigation.href('directory', ['people', id])} onClick={onClose}>
                {name}
              </a>
            </Fragment>
          ))}{' '}
          {rest > 0 ? words.andMore(rest) : ''}
        </p>
      ) : null}
      <p>{item.fix}</p>
      <p className={classes.quiet}>
        {words.opened} <RelativeTime at={item.openedAt} />
        {exchangeId === null ? null : (
          <a className={classes.link} href={navigation.href('activity', [exchangeId])} onClick={onClose}>
            {words.showRequest}
          </a>
        )}
      </p>
      <DecisionForm
        decisions={item.decisions}
        onDecide={(decision, reason) => takeDecision(world, item.id, decision, reason)}
      />
    </li>
  );
}
