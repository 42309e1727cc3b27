import { useMemo } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import type { PlannedAccount } from '../../../shared/model/plan.ts';
import { useAnswer, usePages } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import type { Navigation } from '../../state/navigation.ts';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { operationsInWords } from '../../ui/planned-account.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import classes from './app-view.module.css';
import { planWords } from './plan-words.ts';

const follows = ['provisioning', 'configuration', 'directory', 'work'] as const;
/** One account of an app is one person's. */
const keyOf = ({ person }: PlannedAccount): string => person.id ?? person.name;

/** What would be done in this app now, account by account, and how much that is. */
export function PlanTab({ app }: { readonly app: AppDetail }) {
  const navigation = useNavigation();
  const list = usePages('plan.list', { appId: app.id }, keyOf, follows);
  const columns = useMemo(() => columnsOf(navigation), [navigation]);
  return (
    <div className={classes.listPane}>
      <PlanLine app={app} />
      <DataGrid
        label={planWords.label(app.name)}
        columns={columns}
        list={list}
        rowKey={keyOf}
        rowText={({ person }) => person.name}
        onOpen={({ person }) => {
          if (person.id !== null) navigation.go('directory', ['people', person.id]);
        }}
        question={app.id}
        foot={planWords.foot}
        pane="plan"
        empty={
          <EmptyState title={planWords.nothing}>
            <p>{planWords.nothingText}</p>
          </EmptyState>
        }
      />
    </div>
  );
}

/** "Create 38 accounts, give 61 roles.", and whether somebody would lose something. */
export function PlanLine({ app }: { readonly app: Pick<AppDetail, 'id' | 'state'> }) {
  const { value, failure } = useAnswer('plan.summary', { appId: app.id }, follows);
  if (value === null)
    return failure ? <FailureLine error={failure} /> : <p className={classes.queue}>{planWords.counting}</p>;
  const held = app.state === 'on' ? value.held : 0;
  return (
    <p className={classes.queue} role="status">
      <span>{value.sentence}</span>
      {value.losing > 0 ? (
        <StateMark shape="hand" tone="warn">
          {planWords.losing(value.losing)}
        </StateMark>
      ) : null}
      {held > 0 ? <span className={classes.quiet}>{planWords.held(held)}</span> : null}
    </p>
  );
}

/** The grid is one tab stop, so its links are for the pointer; Enter opens the same. */
const columnsOf = (navigation: Navigation): readonly Column<PlannedAccount>[] => [
  {
    key: 'person',
    header: planWords.columns.person,
    width: 'minmax(110px, 1fr)',
    cell: ({ person }) =>
      person.id === null ? (
        <bdi>{person.name}</bdi>
      ) : (
        <a href={navigation.href('directory', ['people', person.id])} tabIndex={-1}>
          <bdi>{person.name}</bdi>
        </a>
      ),
  },
  { key: 'what', header: planWords.columns.what, width: 'minmax(160px, 3fr)', cell: operationsInWords },
  {
    key: 'why',
    header: planWords.columns.why,
    width: 'minmax(80px, 2fr)',
    from: 620,
    cell: ({ why }) => (why === null ? '' : <Sentence text={why} />),
  },
];
