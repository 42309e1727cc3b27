import { useState } from 'react';
import { useNavigation, useRoute, useSetting, useSettingsStore, useWorld } from '../../state/context.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import { AddApp } from './add-app.tsx';
import { AppList } from './app-list.tsx';
import { AppView } from './app-view.tsx';
import classes from './apps.module.css';
import { ChooseKind } from './choose-kind.tsx';
import { type AppKind, type Draft, newDrafts } from './draft.ts';
import { useApps } from './use-apps.ts';
import { type Tab, tabs, words } from './words.ts';

const isAppKind = (word: string | undefined): word is AppKind => word !== undefined && Object.hasOwn(newDrafts, word);

/** Connect apps and keep them right. */
export function Apps() {
  const [first, second] = useRoute().path;
  // Kept here, so that what was written is there again when somebody goes back and forth.
  const [drafts, setDrafts] = useState<{ readonly [K in AppKind]: Draft }>(newDrafts);
  const kind = isAppKind(second) ? second : null;
  return (
    <>
      <Spoken as="h1">{words.title}</Spoken>
      {first === 'new' && kind === null ? <ChooseKind /> : null}
      {first === 'new' && kind !== null ? (
        <AddApp
          key={kind}
          draft={drafts[kind]}
          onDraft={(draft) => setDrafts({ ...drafts, [kind]: draft })}
          onAdded={() => setDrafts({ ...drafts, [kind]: newDrafts[kind] })}
        />
      ) : null}
      {first === 'new' ? null : (
        <ListAndApp id={first ?? null} tab={tabs.find((tab) => tab === second) ?? 'accounts'} />
      )}
    </>
  );
}

interface ListAndAppProps {
  readonly id: string | null;
  readonly tab: Tab;
}

function ListAndApp({ id, tab }: ListAndAppProps) {
  const navigation = useNavigation();
  const apps = useApps();
  const settings = useSettingsStore();
  const share = useSetting('appShare');
  if (id === null && apps.value?.length === 0) return <NoApps />;
  const close = () => {
    navigation.go('apps', [], 'replace');
    document.querySelector<HTMLElement>('[data-pane="list"]')?.focus();
  };
  return (
    <SplitPane
      share={share}
      onShare={(appShare) => settings.setState({ appShare })}
      label={words.width}
      left={<AppList apps={apps} selected={id} />}
      right={id === null ? null : <AppView key={id} id={id} tab={tab} onClose={close} />}
    />
  );
}

function NoApps() {
  const navigation = useNavigation();
  const { world } = useWorld();
  return (
    <EmptyState title={words.empty}>
      <p>{words.emptyNext}</p>
      <p className={classes.steps}>
        <LinkButton href={navigation.href('apps', ['new'])} kind="primary">
          {words.add}
        </LinkButton>
        {world === 'live' ? (
          <LinkButton href={navigation.href('setup')} kind="quiet">
            {words.emptySandbox}
          </LinkButton>
        ) : null}
      </p>
    </EmptyState>
  );
}
