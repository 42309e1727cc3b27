import { useEffect, useState } from 'react';
import type { Sandbox, SandboxAction, SandboxPerson } from '../../../shared/model/sandbox.ts';
import { useDoing, usePages } from '../../state/ask.ts';
import { useNavigation, useRoute, useSetting, useWorld } from '../../state/context.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { type Acted, PersonBar } from './person-bar.tsx';
import classes from './rehearse.module.css';
import { presenceWords, words } from './words.ts';

const columns: readonly Column<SandboxPerson>[] = [
  {
    key: 'name',
    header: words.columns.name,
    width: 'minmax(120px, 2fr)',
    cell: ({ name }) => (
      <span title={name} dir="auto">
        {name}
      </span>
    ),
  },
  {
    key: 'presence',
    header: words.columns.presence,
    width: '104px',
    cell: ({ presence }) => {
      const { shape, tone, word } = presenceWords[presence];
      return (
        <StateMark shape={shape} tone={tone}>
          {word}
        </StateMark>
      );
    },
  },
  { key: 'department', header: words.columns.department, width: '96px', from: 380, cell: (row) => row.department },
  {
    key: 'title',
    header: words.columns.title,
    width: 'minmax(110px, 1fr)',
    from: 560,
    cell: (row) => row.title,
  },
  {
    key: 'groups',
    header: words.columns.groups,
    width: 'minmax(120px, 1.2fr)',
    from: 700,
    cell: ({ groups }) => groups.join(', '),
  },
];

const keyOf = ({ id }: SandboxPerson): string => id;
const nameOf = ({ name }: SandboxPerson): string => name;

export interface PeoplePaneProps {
  readonly sandbox: Sandbox;
  readonly companyId: string;
  readonly onActed: () => void;
}

/** The people of the company as the identity provider knows them, and what can be done to the chosen one. */
export function PeoplePane({ sandbox, companyId, onActed }: PeoplePaneProps) {
  const navigation = useNavigation();
  const { client } = useWorld();
  const letterKeys = useSetting('letterKeys');
  const chosenId = useRoute().path[0] ?? null;
  const [text, setText] = useState('');
  const [acted, setActed] = useState<Acted | null>(null);
  const list = usePages('sandbox.people', { text }, keyOf, ['sandbox', 'directory']);
  // Whoever was chosen stays so while a search leaves them out.
  const [opened, setOpened] = useState<SandboxPerson | null>(null);
  const isLeftOut = opened?.id === chosenId && (text !== '' || list.next !== null);
  const chosen = list.rows.find(({ id }) => id === chosenId) ?? (isLeftOut ? opened : null);
  const open = (person: SandboxPerson) => {
    const { id } = person;
    setOpened(person);
    navigation.go('rehearse', [id], chosenId === null ? 'push' : 'replace');
  };
  const acting = useDoing(async (person: SandboxPerson, action: SandboxAction) => {
    setActed(null);
    const { episodes } = await client.call('sandbox.act', { id: person.id, action });
    const [latest] = episodes;
    if (latest) setActed({ personId: person.id, text: latest.text, inDirectory: latest.personId ?? person.personId });
    onActed();
    list.ask();
  });
  const act = (person: SandboxPerson, action: SandboxAction) => {
    if (acting.busy) return;
    if (person.id !== chosenId) open(person);
    void acting.run(person, action);
  };

  // Another company, other people.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the company is what changed
  useEffect(() => {
    setActed(null);
    setText('');
  }, [companyId]);

  return (
    <section className={classes.people} aria-label={words.people}>
      <div className={classes.searchBar} data-pane="search">
        <SearchField
          label={words.search}
          hint={words.searchHint}
          value={text}
          onSearch={setText}
          letterKeys={letterKeys}
        />
      </div>
      <div className={classes.grid}>
        <DataGrid
          label={words.people}
          columns={columns}
          list={list}
          rowKey={keyOf}
          rowText={nameOf}
          selected={chosenId}
          onOpen={open}
          question={`${companyId} ${text}`}
          empty={<p className={classes.loading}>{words.nobody}</p>}
          foot={words.peopleCount}
          pane="people"
        />
      </div>
      <PersonBar
        person={chosen}
        isGone={chosenId !== null && chosen === null && list.phase === 'ready' && list.next === null && text === ''}
        suggested={suggest(list.rows)}
        importing={sandbox.busy !== null && sandbox.episodes.length === 0}
        acted={acted?.personId === chosenId ? acted : null}
        busy={acting.busy}
        failure={acting.failure}
        onAct={act}
      />
    </section>
  );
}

/** Whom to disable first: somebody whom Footbridge knows, and whom nobody reports to. */
const suggest = (rows: readonly SandboxPerson[]): SandboxPerson | null =>
  rows.find(({ presence, manager, personId }) => presence === 'here' && manager !== null && personId !== null) ?? null;
