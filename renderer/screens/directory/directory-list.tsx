import type { ReactNode } from 'react';
import { useNavigation, useSetting } from '../../state/context.tsx';
import { type Column, DataGrid, type GridList } from '../../ui/data-grid.tsx';
import { ListBar, ListPane } from '../../ui/list-pane.tsx';
import { SearchField } from '../../ui/search-field.tsx';

/** What each of the two lists is given. */
export interface ListProps {
  /** People or groups: what stands before the search. */
  readonly tabs: ReactNode;
  /** The id of the one whose page stands beside the list. */
  readonly selected: string | null;
}

interface Row {
  readonly id: string;
  readonly name: string;
}

export interface DirectoryListProps<T extends Row> extends ListProps {
  readonly kind: 'people' | 'groups';
  readonly label: string;
  readonly search: { readonly label: string; readonly hint: string; readonly text: string };
  readonly onSearch: (text: string) => void;
  /** What narrows the list beside the search. */
  readonly narrowing?: ReactNode;
  /** What was asked for: another question's rows come in at once. */
  readonly question: string;
  readonly list: GridList<T>;
  readonly columns: readonly Column<T>[];
  readonly foot: (rows: number, more: boolean) => string;
  /** What stands here when there is no row. */
  readonly empty: ReactNode;
}

export const keyOf = ({ id }: Row): string => id;
const nameOf = ({ name }: Row): string => name;

/** People or groups, searched by name; Enter or a click opens one beside the list. */
export function DirectoryList<T extends Row>(props: DirectoryListProps<T>) {
  const { tabs, selected, kind, search, onSearch, narrowing, ...grid } = props;
  const navigation = useNavigation();
  const letterKeys = useSetting('letterKeys');
  return (
    <ListPane>
      <ListBar label={search.label} pane="filter" wide>
        {tabs}
        <SearchField
          label={search.label}
          hint={search.hint}
          value={search.text}
          onSearch={onSearch}
          letterKeys={letterKeys}
        />
        {narrowing}
      </ListBar>
      <DataGrid
        {...grid}
        pane="list"
        rowKey={keyOf}
        rowText={nameOf}
        selected={selected}
        onOpen={({ id }) => navigation.go('directory', [kind, id], selected === null ? 'push' : 'replace')}
      />
    </ListPane>
  );
}
