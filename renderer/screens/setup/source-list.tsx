import type { EventType } from '../../../shared/contract/event.ts';
import type { Source } from '../../../shared/model/source.ts';
import { type Asked, useAnswer } from '../../state/ask.ts';
import { useNavigation } from '../../state/context.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import classes from './setup.module.css';
import { itemWords, words } from './words.ts';

/** What may move a checklist on. */
export const checklistFollows: readonly EventType[] = ['exchange', 'provisioning', 'directory', 'configuration'];

/** The sources of this world, with when each was last heard: asked again with every request. */
export function useSources(): Omit<Asked<unknown>, 'value'> & { readonly value: readonly Source[] | null } {
  const { value, failure, ask } = useAnswer('source.list', {}, ['configuration', 'exchange']);
  return { value: value?.items ?? null, failure, ask };
}

/** What is connected, each with the way to its checklist. */
export function SourceList({ sources: { value, failure, ask } }: { readonly sources: ReturnType<typeof useSources> }) {
  if (failure && value === null) return <ErrorState error={failure} retry={ask} />;
  return (
    <section className={classes.section} aria-labelledby="connected-sources">
      <h2 id="connected-sources">{words.sources}</h2>
      {value === null ? <p className={classes.quiet}>{words.loading}</p> : null}
      {value?.length === 0 ? <p className={classes.quiet}>{words.noSources}</p> : null}
      {value && value.length > 0 ? (
        <div className={classes.sideways}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col">{words.columns.state}</th>
                <th scope="col">{words.columns.idp}</th>
                <th scope="col">{words.columns.lastSeen}</th>
                <th scope="col">{words.columns.token}</th>
              </tr>
            </thead>
            <tbody>
              {value.map((source) => (
                <SourceLine key={source.id} source={source} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function SourceLine({ source: { id, name, dialect, lastSeenAt, tokenLastFour } }: { readonly source: Source }) {
  const navigation = useNavigation();
  const { value } = useAnswer('source.checklist', { id }, checklistFollows);
  const done = value?.items.filter(({ state }) => state === 'done').length ?? 0;
  const { shape, tone } = itemWords[value?.connected ? 'done' : 'waiting'];
  return (
    <tr>
      <th scope="row">
        <a className={classes.link} href={navigation.href('setup', ['source', id])} dir="auto">
          {name}
        </a>
      </th>
      <td>
        {value === null ? null : (
          <StateMark shape={shape} tone={tone}>
            {value.connected ? words.isConnected : words.progress(done, value.items.length)}
          </StateMark>
        )}
      </td>
      <td>{dialectWords[dialect]}</td>
      <td>{lastSeenAt === null ? words.never : <RelativeTime at={lastSeenAt} suffix={words.ago} />}</td>
      <td>
        <code>{tokenLastFour}</code>
      </td>
    </tr>
  );
}
