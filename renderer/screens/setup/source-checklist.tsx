import type { Checklist } from '../../../shared/model/checklist.ts';
import type { Dialect } from '../../../shared/model/source.ts';
import type { Asked } from '../../state/ask.ts';
import { useNavigation, usePart, useWorld } from '../../state/context.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import { fieldFor, idpForms } from './idp-forms.ts';
import classes from './setup.module.css';
import { itemWords, stepWords, words } from './words.ts';

type Item = Checklist['items'][number];

export interface SourceChecklistProps {
  readonly dialect: Dialect;
  readonly checklist: Asked<Checklist>;
}

/** What the identity provider was seen to do: it ticks itself with each of its requests. */
export function SourceChecklist({ dialect, checklist: { value, failure, ask } }: SourceChecklistProps) {
  const items = value?.items ?? [];
  const done = items.filter(({ state }) => state === 'done').length;
  const next = items.find(({ state }) => state !== 'done');
  return (
    <section aria-labelledby="source-checklist">
      <h3 id="source-checklist">{words.checklist}</h3>
      {failure && value === null ? <ErrorState error={failure} retry={ask} /> : null}
      {value === null && failure === null ? <p className={classes.quiet}>{words.loading}</p> : null}
      {value === null ? null : (
        <>
          <p className={classes.quiet} role="status">
            {words.progress(done, items.length)}
          </p>
          <Steps label={words.checklist}>
            {items.map((item) => {
              const { shape, tone, word, loud = false } = itemWords[item.state];
              return (
                <ListedStep
                  key={item.step}
                  shape={shape}
                  tone={tone}
                  word={word}
                  loud={loud}
                  title={stepWords[item.step]}
                >
                  <p>{item.text}</p>
                  <Advice dialect={dialect} item={item} isNext={item === next} />
                  <Evidence item={item} />
                </ListedStep>
              );
            })}
          </Steps>
        </>
      )}
    </section>
  );
}

/** What to do at the identity provider, or here, for an item that is not done. */
function Advice({ dialect, item: { step, state }, isNext }: AdviceProps) {
  const { pace, leaver } = idpForms[dialect];
  if (state === 'failed' && step === 'token') return <p>{words.lookAt(fieldFor(dialect, 'token'))}</p>;
  if (state === 'failed' && step === 'tested') return <p>{words.lookAt(fieldFor(dialect, 'base URL'))}</p>;
  if (state !== 'waiting') return null;
  if (step === 'account') return <AppAdvice />;
  if (step === 'deactivated') return <p>{leaver}</p>;
  return isNext && (step === 'tested' || step === 'user') ? <p>{pace}</p> : null;
}

interface AdviceProps {
  readonly dialect: Dialect;
  readonly item: Item;
  /** The first that is not done. */
  readonly isNext: boolean;
}

/** Without an app nobody can get an account. */
function AppAdvice() {
  const navigation = useNavigation();
  const { overview } = useWorld();
  const apps = usePart(overview.store, (state) => state.value?.apps ?? null);
  return apps === 0 ? (
    <p>
      {words.noApp}{' '}
      <a className={classes.link} href={navigation.href('apps')}>
        {words.addApp}
      </a>
    </p>
  ) : (
    <p>{words.appOff}</p>
  );
}

/** When it was seen, in which request, on whom. */
function Evidence({ item: { at, exchangeId, personId } }: { readonly item: Item }) {
  const navigation = useNavigation();
  if (at === null && exchangeId === null && personId === null) return null;
  return (
    <p className={classes.evidence}>
      {at === null ? null : <RelativeTime at={at} suffix={words.ago} />}
      {exchangeId === null ? null : (
        <a className={classes.link} href={navigation.href('activity', [exchangeId])}>
          {words.showRequest}
        </a>
      )}
      {personId === null ? null : (
        <a className={classes.link} href={navigation.href('directory', ['people', personId])}>
          {words.showPerson}
        </a>
      )}
    </p>
  );
}
