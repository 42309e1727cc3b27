import { useMemo, useState } from 'react';
import type { AppDetail, AppOperation } from '../../../shared/model/app.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import type { Navigation } from '../../state/navigation.ts';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { withoutApp } from '../../ui/planned-account.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import { heldWords, operationWords, proofWords } from '../../ui/state-words.ts';
import classes from './app-view.module.css';
import { OperationFacts } from './operation-facts.tsx';
import { words } from './words.ts';

const idOf = ({ id }: AppOperation): string => id;

/** What was done in this app, newest first, with what was seen of it; above it, what still waits. */
export function DeliveriesTab({ app }: { readonly app: AppDetail }) {
  const navigation = useNavigation();
  const [openId, setOpenId] = useState<string | null>(null);
  const list = usePages('app.operations', { id: app.id }, idOf, ['provisioning', 'configuration', 'work']);
  const columns = useMemo(() => operationColumns(navigation, app.name), [navigation, app.name]);
  const open = list.rows.find(({ id }) => id === openId) ?? null;
  const close = () => {
    setOpenId(null);
    // What had the focus may have gone with the detail.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body)
        document.querySelector<HTMLElement>('[data-pane="deliveries"]')?.focus();
    });
  };
  return (
    <div className={classes.listPane}>
      <QueueLine app={app} />
      <DataGrid
        label={words.deliveriesOf(app.name)}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowText={({ person }) => person.name}
        selected={openId}
        onOpen={({ id }) => setOpenId(id)}
        question={app.id}
        foot={words.deliveriesFoot}
        pane="deliveries"
        empty={<EmptyState title={words.noDeliveries} />}
      />
      {open ? <OperationFacts operation={open} onClose={close} /> : null}
    </div>
  );
}

function QueueLine({ app }: { readonly app: AppDetail }) {
  const { observing, onTheWay, waiting, parked, setAside, removalsGoOn, removalsWait } = words.queue;
  const { held } = app;
  const moving = app.outstanding - app.parked;
  const asked = app.parked - app.setAside;
  return (
    <p className={classes.queue} role="status">
      {held === null ? null : <StateOf word={heldWords[held.kind]} />}
      <span>{app.state === 'observing' ? observing(moving) : held === null ? onTheWay(moving) : waiting(moving)}</span>
      {held === null ? null : <span className={classes.quiet}>{held.removals ? removalsWait : removalsGoOn}</span>}
      {asked > 0 ? (
        <StateMark shape="hand" tone="warn">
          {parked(asked)}
        </StateMark>
      ) : null}
      {app.setAside > 0 ? <span className={classes.quiet}>{setAside(app.setAside)}</span> : null}
    </p>
  );
}

const operationColumns = (navigation: Navigation, app: string): readonly Column<AppOperation>[] => [
  {
    key: 'summary',
    header: words.operationColumns.summary,
    width: 'minmax(140px, 4fr)',
    cell: ({ summary }) => withoutApp(summary, app),
  },
  {
    key: 'state',
    header: words.operationColumns.state,
    width: '112px',
    cell: ({ state }) => <StateOf word={operationWords[state]} />,
  },
  {
    key: 'person',
    header: words.operationColumns.person,
    width: 'minmax(100px, 2fr)',
    // What was done names the login already.
    from: 820,
    cell: ({ person }) => (
      <a href={navigation.href('directory', ['people', person.id])} tabIndex={-1}>
        <bdi>{person.name}</bdi>
      </a>
    ),
  },
  {
    key: 'attempts',
    header: words.operationColumns.attempts,
    width: '40px',
    from: 540,
    numeric: true,
    cell: ({ attempts }) => attempts.length.toLocaleString('en'),
  },
  {
    key: 'proof',
    header: words.operationColumns.proof,
    width: '112px',
    from: 460,
    cell: ({ proof }) => (proof === null ? words.never : <StateOf word={proofWords[proof.kind]} />),
  },
  {
    key: 'when',
    header: words.operationColumns.when,
    width: '50px',
    from: 380,
    numeric: true,
    cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
  },
];
