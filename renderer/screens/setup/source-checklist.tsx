import type { Checklist } from '../../../shared/model/checklist.ts';
import type { Asked } from '../../state/ask.ts';
import { useNavigation, usePart, useWorld } from '../../state/context.tsx';
import { withArrows } from '../../ui/arrows.ts';
import { ErrorState } from '../../ui/notice.tsx';
import { RelativeTime } from '../../ui/relative-time.tsx';
import { ListedStep, Steps } from '../../ui/steps.tsx';
import classes from './setup.module.css';
import { itemWords, stepWords, words } from './words.ts';

type Item = Checklist['items'][number];

/** What the identity provider was seen to do: it ticks itself with each of its requests. */
export function SourceChecklist({ checklist: { value, failure, ask } }: { readonly checklist: Asked<Checklist> }) {
  const items = value?.items ?? [];
  const done = items.filter(({ state }) => state === 'done').length;
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
                  <p>{withArrows(item.text)}</p>
                  {item.step === 'account' && item.state === 'waiting' ? <AppAdvice /> : null}
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

/** Without an app nobody can get an account. */
function AppAdvice() {
  const navigation = useNavigation();
  const { overview } = useWorld();
  const apps = usePart(overview.store, (state) => state.value?.apps ?? null);
  return (
    <p>
      {apps === 0 ? `${words.noApp} ` : null}
      <a className={classes.link} href={navigation.href('apps')}>
        {apps === 0 ? words.addApp : words.seeApps}
      </a>
    </p>
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
