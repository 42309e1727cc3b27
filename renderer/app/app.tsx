import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { World } from '../../shared/model/status.ts';
import type { Host, HostResult } from '../data/host.ts';
import { SettingsProvider, WorldProvider } from '../state/context.tsx';
import { toFailure } from '../state/failure.ts';
import { formatRoute, parseRoute } from '../state/route.ts';
import type { SettingsStore } from '../state/settings.ts';
import { openWorld, type WorldState } from '../state/world.ts';
import { chooseWorld, findWorlds } from '../state/worlds.ts';
import { Copyable } from '../ui/copyable.tsx';
import { EmptyState, ErrorState } from '../ui/notice.tsx';
import type { Entry } from './entry.ts';
import classes from './frame.module.css';
import { Frame } from './frame.tsx';
import { noEntry, words } from './words.ts';

export interface AppProps {
  readonly settings: SettingsStore;
  /** How this window got in; it turns to `refused` when the host stops knowing its token. */
  readonly entry: Entry;
  readonly found: HostResult;
}

/** The whole window: a sentence when it cannot begin, else a world in its frame. */
export function App({ settings, entry, found }: AppProps) {
  const refused = useStore(entry, (state) => state.refused);
  if (refused || found.kind !== 'host') {
    const sentence = noEntry[found.kind === 'host' ? 'refused' : found.kind];
    return (
      <main className={classes.alone}>
        <EmptyState title={sentence.title}>
          <p>{sentence.text}</p>
          <p>
            <Copyable text={sentence.command} what="the command" />
          </p>
        </EmptyState>
      </main>
    );
  }
  return (
    <SettingsProvider value={settings}>
      <Worlds host={found.host} settings={settings} />
    </SettingsProvider>
  );
}

function Worlds({ host, settings }: { readonly host: Host; readonly settings: SettingsStore }) {
  const [running, setRunning] = useState<readonly World[]>([]);
  const [current, setCurrent] = useState<World | null>(null);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<WorldState | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    findWorlds(host).then(
      (worlds) => {
        setFailure(null);
        setRunning([...worlds.keys()]);
        setCurrent(chooseWorld(worlds, parseRoute(location.hash).world, settings.getState().world));
      },
      (error: unknown) => setFailure(toFailure(error)),
    );
  }, [host, settings, attempt]);

  useEffect(() => {
    if (current === null) return;
    const opened = openWorld({ world: current, transport: host.transport(current) });
    setState(opened);
    return () => opened.stop();
  }, [host, current]);

  const change = (world: World) => {
    if (world === current) return;
    history.replaceState(null, '', formatRoute({ place: 'activity', exchangeId: null, world }));
    settings.setState({ world });
    setCurrent(world);
  };

  if (failure) {
    return (
      <main className={classes.alone}>
        <ErrorState error={failure} retry={() => setAttempt(attempt + 1)} />
      </main>
    );
  }
  if (!state || state.world !== current) return <main className={classes.alone}>{words.opening}</main>;
  return (
    <WorldProvider value={state}>
      <Frame key={state.world} running={running} onWorld={change} />
    </WorldProvider>
  );
}
