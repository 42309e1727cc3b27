import type { AppDetail } from '../../../shared/model/app.ts';
import type { Asked } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { ListBar, ListPane } from '../../ui/list-pane.tsx';
import { Mark, StateMark } from '../../ui/mark.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import classes from './apps.module.css';
import { kindWords } from './form-words.ts';
import { SaveConfiguration } from './save-configuration.tsx';
import { healthMark, sentenceOf, words } from './words.ts';

const columns: readonly Column<AppDetail>[] = [
  {
    key: 'name',
    header: words.columns.name,
    width: 'minmax(110px, 2fr)',
    cell: (app) => app.name,
  },
  {
    key: 'state',
    header: words.columns.state,
    width: 'minmax(130px, 5fr)',
    cell: (app) => (
      <span className={classes.health}>
        <Mark {...healthMark(app)} />
        <span>
          <Sentence text={sentenceOf(app)} />
        </span>
      </span>
    ),
  },
  {
    key: 'kind',
    header: words.columns.kind,
    width: '84px',
    from: 820,
    cell: ({ target }) => kindWords[target.kind].name,
  },
  {
    key: 'accounts',
    header: words.columns.accounts,
    width: '96px',
    from: 820,
    numeric: true,
    cell: ({ accounts }) => (accounts.active ?? 0).toLocaleString('en'),
  },
  {
    key: 'queue',
    header: words.columns.queue,
    width: '56px',
    from: 640,
    numeric: true,
    cell: ({ outstanding }) => outstanding.toLocaleString('en'),
  },
  {
    key: 'proof',
    header: words.columns.proof,
    width: '76px',
    from: 560,
    numeric: true,
    cell: ({ lastProofAt }) => (lastProofAt === null ? words.never : <RelativeTime at={lastProofAt} />),
  },
  {
    key: 'needs',
    header: words.columns.needs,
    width: '70px',
    from: 440,
    numeric: true,
    cell: ({ needsYou }) =>
      needsYou === 0 ? (
        '0'
      ) : (
        <StateMark shape="hand" tone="warn" loud>
          {needsYou.toLocaleString('en')}
        </StateMark>
      ),
  },
];

const idOf = ({ id }: AppDetail): string => id;
const nameOf = ({ name }: AppDetail): string => name;

export interface AppListProps {
  readonly apps: Asked<readonly AppDetail[]>;
  /** The id of the app that is open beside the list. */
  readonly selected: string | null;
}

/** Every app on one line: how it is, what waits, what was last proved. */
export function AppList({ apps, selected }: AppListProps) {
  const navigation = useNavigation();
  const { value, failure, ask } = apps;
  return (
    <ListPane>
      <ListBar>
        <LinkButton href={navigation.href('apps', ['new'])} kind="primary">
          {words.add}
        </LinkButton>
        <SaveConfiguration />
      </ListBar>
      <DataGrid
        label={words.title}
        columns={columns}
        list={{
          rows: value ?? [],
          next: null,
          phase: failure ? 'failed' : value === null ? 'loading' : 'ready',
          failure,
          more: 'idle',
          loadMore: () => {},
          ask,
        }}
        rowKey={idOf}
        rowText={nameOf}
        selected={selected}
        onOpen={({ id }) => navigation.go('apps', [id], selected === null ? 'push' : 'replace')}
        empty={null}
        foot={words.foot}
        pane="list"
      />
    </ListPane>
  );
}
