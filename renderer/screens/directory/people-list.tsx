import { type ReactNode, useCallback } from 'react';
import { type PersonRow, PersonView } from '../../../shared/model/person.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation, usePart, useWorld } from '../../state/context.tsx';
import { ButtonRow, LinkButton, TextButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-grid.tsx';
import { ListBar, ListPane } from '../../ui/list-pane.tsx';
import { Mark } from '../../ui/mark.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import classes from './directory.module.css';
import { DirectoryList, keyOf, type ListProps } from './directory-list.tsx';
import { emptyViewWords, personWords, viewWords, words } from './words.ts';

const views = PersonView.options.map((value) => ({ value, label: viewWords[value] }));

const columns: readonly Column<PersonRow>[] = [
  { key: 'name', header: words.columns.name, width: 'minmax(132px, 2.2fr)', cell: (row) => <Name row={row} /> },
  {
    key: 'userName',
    header: words.columns.userName,
    width: 'minmax(140px, 1.8fr)',
    from: 560,
    cell: ({ userName }) => userName,
  },
  {
    key: 'state',
    header: words.columns.state,
    width: '78px',
    cell: ({ state }) => <StateOf word={personWords[state]} />,
  },
  { key: 'department', header: words.columns.department, from: 460, cell: ({ department }) => department ?? '' },
  { key: 'source', header: words.columns.source, from: 760, cell: ({ source }) => source },
  {
    key: 'roles',
    header: words.columns.roles,
    width: '40px',
    numeric: true,
    from: 340,
    cell: ({ roles }) => roles.toLocaleString('en'),
  },
  {
    key: 'changed',
    header: words.columns.changed,
    width: '60px',
    numeric: true,
    from: 420,
    cell: ({ changedAt }) => <RelativeTime at={changedAt} />,
  },
];

/** The name, and that a decision about them is open. */
function Name({ row: { name, needsYou } }: { readonly row: PersonRow }) {
  return (
    <span className={classes.name} title={needsYou > 0 ? `${name}, ${words.needsYou(needsYou)}` : name}>
      <bdi className={classes.nameText}>{name}</bdi>
      {needsYou > 0 ? (
        <span className={classes.needs}>
          <Mark shape="hand" tone="warn" />
          <Spoken>{words.needsYou(needsYou)}</Spoken>
        </span>
      ) : null}
    </span>
  );
}

/** Everybody whom the sources tell of, narrowed by view and search. */
export function PeopleList({ tabs, selected }: ListProps) {
  const { directory } = useWorld();
  const view = usePart(directory, (state) => state.view);
  const text = usePart(directory, (state) => state.people);
  const list = usePages('person.list', { text, view }, keyOf, ['directory', 'provisioning', 'work', 'configuration']);
  const onSearch = useCallback((people: string) => directory.setState({ people }), [directory]);
  const isNarrowed = view !== 'all' || text !== '';
  if (list.phase === 'ready' && list.rows.length === 0 && !isNarrowed) return <NobodyYet tabs={tabs} />;
  return (
    <DirectoryList
      kind="people"
      label={words.peopleList}
      tabs={tabs}
      selected={selected}
      search={{ label: words.searchPeople, hint: words.searchPeopleHint, text }}
      onSearch={onSearch}
      narrowing={
        <Segments
          label={words.view}
          options={views}
          value={view}
          onChange={(chosen) => directory.setState({ view: chosen })}
        />
      }
      question={`${view} ${text}`}
      list={list}
      columns={columns}
      foot={words.peopleFoot}
      empty={
        <EmptyState title={text === '' ? emptyViewWords[view] : words.nobodyMatches(text)}>
          {text === '' ? null : <p>{words.nobodyMatchesHint}</p>}
          <p>
            <TextButton onPress={() => directory.setState({ view: 'all', people: '' })}>
              {words.showEverybody}
            </TextButton>
          </p>
        </EmptyState>
      }
    />
  );
}

function NobodyYet({ tabs }: { readonly tabs: ReactNode }) {
  const navigation = useNavigation();
  const { world } = useWorld();
  return (
    <ListPane>
      <ListBar pane="filter" wide>
        {tabs}
      </ListBar>
      <EmptyState title={emptyViewWords.all}>
        <p>{words.noPeopleHint}</p>
        {world === 'live' ? (
          <ButtonRow>
            <LinkButton kind="primary" href={navigation.href('setup', ['connect'])}>
              {words.setUp}
            </LinkButton>
            <LinkButton kind="quiet" href={navigation.href('setup')}>
              {words.rehearseFirst}
            </LinkButton>
          </ButtonRow>
        ) : (
          <ButtonRow>
            <LinkButton kind="primary" href={navigation.href('rehearse')}>
              {words.rehearse}
            </LinkButton>
          </ButtonRow>
        )}
      </EmptyState>
    </ListPane>
  );
}
