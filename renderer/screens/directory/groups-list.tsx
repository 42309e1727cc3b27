import { useCallback } from 'react';
import type { GroupRow } from '../../../shared/model/person.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation, usePart, useSetting, useWorld } from '../../state/context.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import classes from './directory.module.css';
import type { ListProps } from './people-list.tsx';
import { words } from './words.ts';

const columns: readonly Column<GroupRow>[] = [
  { key: 'name', header: words.columns.name, width: 'minmax(120px, 3fr)', cell: ({ name }) => name },
  { key: 'source', header: words.columns.source, from: 400, cell: ({ source }) => source },
  {
    key: 'members',
    header: words.columns.members,
    width: '64px',
    numeric: true,
    cell: ({ members }) => members.toLocaleString('en'),
  },
  {
    key: 'rules',
    header: words.columns.rules,
    width: '44px',
    numeric: true,
    cell: ({ rules }) => rules.toLocaleString('en'),
  },
];

const keyOf = ({ id }: GroupRow): string => id;
const nameOf = ({ name }: GroupRow): string => name;

/** Every group that the sources tell of. */
export function GroupsList({ tabs, selected }: ListProps) {
  const navigation = useNavigation();
  const { directory } = useWorld();
  const text = usePart(directory, (state) => state.groups);
  const letterKeys = useSetting('letterKeys');
  const list = usePages('group.list', { text }, keyOf, ['directory', 'configuration']);
  const onSearch = useCallback((groups: string) => directory.setState({ groups }), [directory]);
  return (
    <div className={classes.pane}>
      <div className={classes.bar} role="toolbar" aria-label={words.searchGroups} data-pane="filter">
        {tabs}
        <SearchField
          label={words.searchGroups}
          hint={words.searchGroupsHint}
          value={text}
          onSearch={onSearch}
          letterKeys={letterKeys}
        />
      </div>
      <DataGrid
        label={words.groups}
        pane="list"
        columns={columns}
        list={list}
        rowKey={keyOf}
        rowText={nameOf}
        selected={selected}
        question={text}
        onOpen={({ id }) => navigation.go('directory', ['groups', id], selected === null ? 'push' : 'replace')}
        foot={words.groupsFoot}
        empty={
          text === '' ? (
            <EmptyState title={words.noGroups} />
          ) : (
            <EmptyState title={words.noGroupMatches(text)}>
              <p>
                <button type="button" className={classes.plain} onClick={() => onSearch('')}>
                  {words.showAllGroups}
                </button>
              </p>
            </EmptyState>
          )
        }
      />
    </div>
  );
}
