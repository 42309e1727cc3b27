import { type ReactNode, useRef, useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useAnswer } from '../../state/ask.ts';
import { useNavigation, usePart, useWorld } from '../../state/context.tsx';
import { decidingOn } from '../../state/decision.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { DetailHead } from '../../ui/detail-head.tsx';
import { DetailTabs } from '../../ui/detail-tabs.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import { ErrorState } from '../../ui/notice.tsx';
import { Sentence } from '../../ui/sentence.tsx';
import { WorkItemView } from '../../ui/work-item.tsx';
import { AccountsTab } from './accounts-tab.tsx';
import { AppSwitch } from './app-switch.tsx';
import classes from './app-view.module.css';
import { useArrival } from './arrival.ts';
import { ConnectionTab } from './connection-tab.tsx';
import { DeliveriesTab } from './deliveries-tab.tsx';
import { kindWords } from './form-words.ts';
import { NextSteps } from './next-steps.tsx';
import { PlanTab } from './plan-tab.tsx';
import { RulesTab } from './rules-tab.tsx';
import { appEvents } from './use-apps.ts';
import { healthMark, sentenceOf, type Tab, tabs, tabWords, words } from './words.ts';

/** Decisions that stand over the tabs at once; the others are one press away. */
const needsShown = 2;

export interface AppViewProps {
  readonly id: string;
  readonly tab: Tab;
  readonly onClose: () => void;
}

/** One app: how it is, what needs a person, and everything that is known and set of it. */
export function AppView({ id, tab, onClose }: AppViewProps) {
  const place = useRef<HTMLElement>(null);
  useArrival(place);
  const { value: app, failure, ask } = useAnswer('app.get', { id }, appEvents);
  return (
    <section ref={place} className={classes.view} aria-label={app?.name ?? words.reading} tabIndex={-1} data-app={id}>
      <DetailHead
        title={app === null ? null : <bdi>{app.name}</bdi>}
        waiting={failure ? '' : words.reading}
        onClose={onClose}
        pane="app"
      >
        {app === null ? null : <Head app={app} />}
      </DetailHead>
      {failure && app === null ? <ErrorState error={failure} retry={ask} /> : null}
      {failure && app !== null ? (
        <div className={classes.stale}>
          <FailureLine error={failure} />
        </div>
      ) : null}
      {app === null ? null : <Body app={app} tab={tab} />}
    </section>
  );
}

function Head({ app }: { readonly app: AppDetail }) {
  return (
    <>
      <p className={classes.meta}>
        <StateMark {...healthMark(app)}>
          <span className={classes.sentence}>
            <Sentence text={sentenceOf(app)} />
          </span>
        </StateMark>
        <span className={classes.quiet}>{kindWords[app.target.kind].name}</span>
      </p>
      <AppSwitch app={app} />
    </>
  );
}

interface BodyProps {
  readonly app: AppDetail;
  readonly tab: Tab;
}

function Body({ app, tab }: BodyProps) {
  const navigation = useNavigation();
  const contents: Record<Tab, ReactNode> = {
    accounts: <AccountsTab app={app} />,
    plan: <PlanTab app={app} />,
    deliveries: <DeliveriesTab app={app} />,
    connection: <ConnectionTab app={app} />,
    rules: <RulesTab app={app} />,
  };
  return (
    <>
      <NeedsYou app={app} />
      {app.state === 'observing' ? <NextSteps app={app} /> : null}
      <DetailTabs
        label={app.name}
        tabs={tabs.map((name) => ({ name, word: tabWords[name], content: contents[name], fills: isList(name) }))}
        chosen={tab}
        onChoose={(name) => navigation.go('apps', [app.id, name], 'replace')}
        long
      />
    </>
  );
}

const isList = (tab: Tab): boolean => tab === 'accounts' || tab === 'plan' || tab === 'deliveries';

/** What a person must decide about this app. */
function NeedsYou({ app }: { readonly app: AppDetail }) {
  const world = useWorld();
  const navigation = useNavigation();
  const items = usePart(world.work.store, (state) => state.value);
  const about = (items ?? []).filter((item) => item.app?.id === app.id);
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? about : about.slice(0, needsShown);
  if (about.length === 0) return null;
  return (
    <section className={classes.needs} aria-label={words.needsYou}>
      {shown.map((item) => (
        <WorkItemView
          key={item.id}
          item={item}
          links={{
            person: (personId) => navigation.href('directory', ['people', personId]),
            app: () => null,
            request: (exchangeId) => navigation.href('activity', [exchangeId]),
          }}
          deciding={decidingOn(world, item.id)}
        />
      ))}
      {shown.length < about.length ? (
        <ButtonRow>
          <Button onPress={() => setWhole(true)}>{words.moreNeeds(about.length - shown.length)}</Button>
        </ButtonRow>
      ) : null}
    </section>
  );
}
