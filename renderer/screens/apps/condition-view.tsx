import { useAnswer } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import classes from './app-view.module.css';
import { cutAtGroups, readCondition } from './condition.ts';
import { words } from './words.ts';

/** A rule's condition to read: in words where it is one of the plain ones, the groups that it names as links. */
export function ConditionView({ source }: { readonly source: string }) {
  const condition = readCondition(source);
  switch (condition.kind) {
    case 'everybody':
      return <span>{words.rulePeople}</span>;
    case 'department':
      return <span title={source}>{words.ruleDepartment(condition.names)}</span>;
    case 'group':
      return (
        <span>
          {words.ruleGroup} <GroupName id={condition.id} />
        </span>
      );
    case 'expression':
      return (
        <code className={classes.expression}>
          {cutAtGroups(source).map(({ at, text, groupId }) =>
            groupId === null ? (
              <span key={at}>{text}</span>
            ) : (
              <span key={at}>
                {words.ruleGroup} <GroupName id={groupId} />
              </span>
            ),
          )}
        </code>
      );
  }
}

/** A group that a rule is pinned to, by its name of now. */
function GroupName({ id }: { readonly id: string }) {
  const navigation = useNavigation();
  const { value, failure } = useAnswer('group.get', { id }, ['directory']);
  if (value === null && failure?.code === 'not-found') {
    return (
      <span className={classes.gone}>
        {words.groupGone} <code>{id}</code>
      </span>
    );
  }
  return (
    <a href={navigation.href('directory', ['groups', id])} title={id}>
      <bdi>{value?.name ?? id}</bdi>
    </a>
  );
}
