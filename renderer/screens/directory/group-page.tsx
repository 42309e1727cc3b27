import type { GroupDetail, GroupMember } from '../../../shared/model/person.ts';
import { useAnswer, usePages } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import { type Column, DataGrid } from '../../ui/data-grid.tsx';
import { Day, RelativeTime } from '../../ui/relative-time.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import classes from './detail.module.css';
import { DirectoryHead, NothingHere, Part, Stale } from './detail.tsx';
import { count, personWords, words } from './words.ts';

/** How many members are in sight at once. */
const memberRows = 14;

/** One group: what it gives to its members, and who they are. */
export function GroupPage({ id }: { readonly id: string }) {
  const navigation = useNavigation();
  const { value, failure, ask } = useAnswer('group.get', { id }, ['directory', 'configuration']);
  if (value === null || failure?.code === 'not-found') {
    const gone = { title: words.groupGone, text: words.groupGoneText, back: words.backToGroups };
    return (
      <NothingHere failure={failure} retry={ask} gone={{ ...gone, href: navigation.href('directory', ['groups']) }} />
    );
  }
  return (
    <>
      <DirectoryHead title={<bdi>{value.name}</bdi>}>
        <ul className={classes.meta}>
          <li>{count(value.members, 'member', 'members')}</li>
          <li>{value.source}</li>
          <li>
            {words.since} <Day at={value.createdAt} />
          </li>
          <li>
            {words.changed} <RelativeTime at={value.modifiedAt} suffix=" ago" />
          </li>
          {value.externalId === null ? null : (
            <li>
              {words.externalId} <bdi className={classes.mono}>{value.externalId}</bdi>
            </li>
          )}
        </ul>
      </DirectoryHead>
      <div className={classes.parts}>
        <Stale failure={failure} retry={ask} />
        <Part title={words.usedBy}>
          <UsedBy usedBy={value.usedBy} />
        </Part>
        <Part title={words.members}>
          <Members id={id} />
        </Part>
      </div>
    </>
  );
}

function UsedBy({ usedBy }: Pick<GroupDetail, 'usedBy'>) {
  const navigation = useNavigation();
  if (usedBy.length === 0) return <p className={classes.quiet}>{words.notUsed}</p>;
  return (
    <ul className={classes.uses}>
      {usedBy.map(({ app, ruleId, rule, role }) => (
        <li key={ruleId}>
          <strong>{role}</strong> in{' '}
          <a href={navigation.href('apps', [app.id])}>
            <bdi>{app.name}</bdi>
          </a>
          <span className={classes.quiet}>
            , {words.usedByRule} “<bdi>{rule}</bdi>”
          </span>
        </li>
      ))}
    </ul>
  );
}

const keyOf = ({ type, id }: GroupMember): string => `${type} ${id}`;
const nameOf = ({ name }: GroupMember): string => name;

const columns: readonly Column<GroupMember>[] = [
  { key: 'name', header: words.columns.name, width: 'minmax(120px, 3fr)', cell: ({ name }) => name },
  {
    key: 'state',
    header: words.columns.state,
    width: '84px',
    cell: ({ type, active }) =>
      type === 'person' ? <StateOf word={personWords[active ? 'active' : 'inactive']} /> : '',
  },
  { key: 'kind', header: words.columns.kind, width: '64px', from: 300, cell: ({ type }) => words.memberKinds[type] },
];

function Members({ id }: { readonly id: string }) {
  const navigation = useNavigation();
  const list = usePages('group.members', { id }, keyOf, ['directory']);
  return (
    <DataGrid
      label={words.members}
      pane="members"
      fit={memberRows}
      columns={columns}
      list={list}
      rowKey={keyOf}
      rowText={nameOf}
      question={id}
      onOpen={(member) => navigation.go('directory', [member.type === 'person' ? 'people' : 'groups', member.id])}
      foot={words.membersFoot}
      empty={<p className={classes.quiet}>{words.noMembers}</p>}
    />
  );
}
