import { useCallback } from 'react';
import type { GroupRow } from '../../../shared/model/person.ts';
import { usePages } from '../../state/ask.ts';
import { usePart, useWorld } from '../../state/context.tsx';
import { TextButton } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-grid.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { DirectoryList, keyOf, type ListProps } from './directory-list.tsx';
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

/** Every group that the sources tell of. */
export function GroupsList({ tabs, selected }: ListProps) {
  const { directory } = useWorld();
  const text = usePart(directory, (state) => state.groups);
  const list = usePages('group.list', { text }, keyOf, ['directory', 'configuration']);
  const onSearch = useCallback((groups: string) => directory.setState({ groups }), [directory]);
  return (
    <DirectoryList
      kind="groups"
      label={words.groups}
      tabs={tabs}
      selected={selected}
      search={{ label: words.searchGroups, hint: words.searchGroupsHint, text }}
      onSearch={onSearch}
      question={text}
      list={list}
      columns={columns}
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
  );
}
