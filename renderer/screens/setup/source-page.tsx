import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Checklist } from '../../../shared/model/checklist.ts';
import type { Source } from '../../../shared/model/source.ts';
import { useAnswer, useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { EmptyState, ErrorState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { Absences } from './absences.tsx';
import { DialectCard } from './dialect-card.tsx';
import { IdpFormGuide } from './idp-form-guide.tsx';
import classes from './setup.module.css';
import { SourceChecklist } from './source-checklist.tsx';
import { checklistFollows, useSources } from './source-list.tsx';
import { itemWords, stretchWords, words } from './words.ts';

export interface SourcePageProps {
  readonly id: string;
  /** null once it was shown. */
  readonly token: string | null;
}

/** One source on its way to be connected: what to fill in at its identity provider, and what was seen of it so far. */
export function SourcePage({ id, token }: SourcePageProps) {
  const navigation = useNavigation();
  const { value, failure, ask } = useSources();
  const source = value?.find((each) => each.id === id);
  if (failure && value === null) return <ErrorState error={failure} retry={ask} />;
  if (value === null) return <p className={classes.quiet}>{words.loading}</p>;
  if (source === undefined && token === null) {
    return (
      <EmptyState title={words.gone}>
        <p>{words.goneText}</p>
        <p>
          <a className={classes.link} href={navigation.href('setup')}>
            {words.back}
          </a>
        </p>
      </EmptyState>
    );
  }
  return source === undefined ? null : <KnownSource source={source} token={token} />;
}

function KnownSource({ source, token }: { readonly source: Source; readonly token: string | null }) {
  const navigation = useNavigation();
  const { id, name, dialect, lastSeenAt } = source;
  const checklist = useAnswer('source.checklist', { id }, checklistFollows);
  const isConnected = checklist.value?.connected ?? false;
  return (
    <section>
      <p className={classes.back}>
        <a className={classes.link} href={navigation.href('setup')}>
          {words.back}
        </a>
      </p>
      <h2 dir="auto">{name}</h2>
      <p className={classes.meta}>
        <StateMark shape={isConnected ? 'check' : 'ring'} tone={isConnected ? 'good' : 'quiet'}>
          {isConnected ? words.connected : words.notYet}
        </StateMark>
        <span>{dialectWords[dialect]}</span>
        <span>
          {words.columns.lastSeen}:{' '}
          {lastSeenAt === null ? words.never : <RelativeTime at={lastSeenAt} suffix={words.ago} />}
        </span>
      </p>
      <Way idp={name} items={checklist.value?.items ?? []} />
      <div className={classes.columns}>
        {/* What is next to do comes first: to fill the form in, later to see what came of it. */}
        {token === null ? <SourceChecklist checklist={checklist} /> : null}
        <IdpFormGuide source={source} token={token} />
        {token === null ? null : <SourceChecklist checklist={checklist} />}
      </div>
      <DialectCard source={source} />
      <Absences source={source} />
      <Removal id={id} name={name} />
    </section>
  );
}

interface WayProps {
  readonly idp: string;
  readonly items: Checklist['items'];
}

/** The way of a change from the identity provider to the apps, with where it does not go on yet. */
function Way({ idp, items }: WayProps) {
  const stretch = (step: 'token' | 'account') => {
    const state = items.find((item) => item.step === step)?.state ?? 'waiting';
    const { shape, tone } = itemWords[state];
    return (
      <span className={classes.between}>
        <span aria-hidden="true">—</span>
        <StateMark shape={shape} tone={tone}>
          {stretchWords[step][state]}
        </StateMark>
        <span aria-hidden="true">→</span>
      </span>
    );
  };
  return (
    <ol className={classes.route} aria-label={words.way}>
      <li>
        <strong dir="auto">{idp}</strong>
      </li>
      <li>{stretch('token')}</li>
      <li>
        <strong>{words.thisComputer}</strong>
      </li>
      <li>{stretch('account')}</li>
      <li>
        <strong>{words.apps}</strong>
      </li>
    </ol>
  );
}

/** Removing a source asks once more, with what it means for the people whom it fed. */
function Removal({ id, name }: { readonly id: string; readonly name: string }) {
  const navigation = useNavigation();
  const { client } = useWorld();
  const [asking, setAsking] = useState(false);
  const removing = useDoing(async () => {
    await client.call('source.remove', { id });
    navigation.go('setup', [], 'replace');
  });
  // The focus goes with the question and comes back with the button, since each takes the place of the other.
  const place = useRef<HTMLDivElement>(null);
  const wasAsking = useRef(asking);
  useEffect(() => {
    if (asking !== wasAsking.current)
      place.current?.querySelector<HTMLElement>(asking ? '[role="group"]' : 'button')?.focus();
    wasAsking.current = asking;
  }, [asking]);
  const leaveOnEscape = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    setAsking(false);
  };
  return (
    <div ref={place} className={classes.removal}>
      {asking ? (
        // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot have the focus
        <div role="group" aria-labelledby="source-removal" tabIndex={-1} onKeyDown={leaveOnEscape}>
          <p id="source-removal">{words.removeWhat(name)}</p>
          <ButtonRow>
            <Button kind="danger" disabled={removing.busy} onPress={() => void removing.run()}>
              {removing.busy ? words.removing : words.removeYes}
            </Button>
            <Button onPress={() => setAsking(false)}>{words.removeNo}</Button>
          </ButtonRow>
          {removing.failure ? <FailureLine error={removing.failure} /> : null}
        </div>
      ) : (
        <Button kind="danger" onPress={() => setAsking(true)}>
          {words.remove}
        </Button>
      )}
    </div>
  );
}
