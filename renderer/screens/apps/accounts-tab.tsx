import { useMemo, useState } from 'react';
import type { AppAccount, AppDetail } from '../../../shared/model/app.ts';
import { AccountState } from '../../../shared/model/trace.ts';
import { usePages } from '../../state/ask.ts';
import { useNavigation, useSetting } from '../../state/context.tsx';
import type { Navigation } from '../../state/navigation.ts';
import { Button, LinkButton } from '../../ui/button.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import { accountWords, proofWords } from '../../ui/state-words.ts';
import classes from './app-view.module.css';
import { words } from './words.ts';

const idOf = ({ id }: AppAccount): string => id;
const nameOf = ({ person }: AppAccount): string => person.name;

/** Who has an account there, in which state, with which roles, and what was last seen of it. */
export function AccountsTab({ app }: { readonly app: AppDetail }) {
  const navigation = useNavigation();
  const letterKeys = useSetting('letterKeys');
  const [text, setText] = useState('');
  const [state, setState] = useState<AccountState | null>(null);
  const question = { id: app.id, text, ...(state === null ? {} : { state }) };
  const list = usePages('app.accounts', question, idOf, ['provisioning', 'configuration', 'directory', 'work']);
  const columns = useMemo(() => accountColumns(navigation), [navigation]);
  const isFiltered = text !== '' || state !== null;
  const all = Object.values(app.accounts).reduce((sum, number) => sum + (number ?? 0), 0);
  return (
    <div className={classes.listPane}>
      <div className={classes.bar}>
        <SearchField label={words.search} hint={words.search} value={text} onSearch={setText} letterKeys={letterKeys} />
        <select
          className={classes.select}
          aria-label={words.stateFilter}
          value={state ?? ''}
          onChange={({ target }) => setState(AccountState.options.find((each) => each === target.value) ?? null)}
        >
          <option value="">{words.everyState(all)}</option>
          {AccountState.options
            .filter((each) => each === state || (app.accounts[each] ?? 0) > 0)
            .map((each) => (
              <option key={each} value={each}>
                {words.ofState(accountWords[each].word, app.accounts[each] ?? 0)}
              </option>
            ))}
        </select>
      </div>
      <DataGrid
        label={words.accountsOf(app.name)}
        columns={columns}
        list={list}
        rowKey={idOf}
        rowText={nameOf}
        onOpen={({ person }) => navigation.go('directory', ['people', person.id])}
        question={JSON.stringify(question)}
        foot={words.accountsFoot}
        pane="accounts"
        empty={
          isFiltered ? (
            <EmptyState title={words.nothingMatches}>
              <p>
                <Button
                  onPress={() => {
                    setText('');
                    setState(null);
                  }}
                >
                  {words.clearFilter}
                </Button>
              </p>
            </EmptyState>
          ) : (
            <EmptyState title={words.noAccounts}>
              <p>{words.noAccountsRules}</p>
              <p>
                <LinkButton href={navigation.href('apps', [app.id, 'rules'])}>{words.toRules}</LinkButton>
              </p>
            </EmptyState>
          )
        }
      />
    </div>
  );
}

/** The roles in force, and those that are wanted where they are others. */
function rolesInWords({ roles, wanted, proof }: AppAccount): string {
  const now = words.rolesOf(roles);
  if (wanted === null) return now;
  const then = words.rolesOf(wanted.roles);
  if (then === now) return now;
  return roles.length === 0 && proof === null ? words.wouldBe(then) : words.becomes(now, then);
}

/** The grid is one tab stop, so its links are for the pointer; Enter opens the same. */
const accountColumns = (navigation: Navigation): readonly Column<AppAccount>[] => [
  {
    key: 'person',
    header: words.accountColumns.person,
    width: 'minmax(110px, 2fr)',
    cell: ({ person }) => (
      <a href={navigation.href('directory', ['people', person.id])} tabIndex={-1}>
        <bdi>{person.name}</bdi>
      </a>
    ),
  },
  {
    key: 'login',
    header: words.accountColumns.login,
    width: 'minmax(110px, 2fr)',
    from: 480,
    cell: ({ login, wanted }) => login ?? (wanted === null ? '' : words.wouldBe(wanted.login)),
  },
  {
    key: 'state',
    header: words.accountColumns.state,
    width: '92px',
    cell: ({ state }) => <StateOf word={accountWords[state]} />,
  },
  {
    key: 'roles',
    header: words.accountColumns.roles,
    width: 'minmax(80px, 1.5fr)',
    from: 360,
    cell: rolesInWords,
  },
  {
    key: 'waiting',
    header: words.accountColumns.waiting,
    width: 'minmax(80px, 2fr)',
    from: 820,
    cell: ({ waiting }) => (waiting === null ? '' : <Sentence text={waiting} />),
  },
  {
    key: 'proof',
    header: words.accountColumns.proof,
    width: '150px',
    from: 620,
    cell: ({ proof }) =>
      proof === null ? (
        words.never
      ) : (
        <span className={classes.proof}>
          <StateOf word={proofWords[proof.kind]} /> <RelativeTime at={proof.at} />
        </span>
      ),
  },
];
