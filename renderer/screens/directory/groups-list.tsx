import { useCallback } from 'react';
import type { GroupRow } from '../../../shared/model/person.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation, usePart, useSetting, useWorld } from '../../state/context.tsx';
import { TextButton } from '../../ui/button.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { ListBar, ListPane } from '../../ui/list-pane.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { SearchField } from '../../ui/search-field.tsx';
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
    <ListPane>
      <ListBar label={words.searchGroups} pane="filter" wide>
        {tabs}
        <SearchField
          label={words.searchGroups}
          hint={words.searchGroupsHint}
          value={text}
          onSearch={onSearch}
          letterKeys={letterKeys}
        />
      </ListBar>
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
                <TextButton onPress={() => onSearch('')}>{words.showAllGroups}</TextButton>
              </p>
            </EmptyState>
          )
        }
      />
    </ListPane>
  );
}
