import { useCallback, useEffect, useMemo, useState } from 'react';
import { createClient } from '../../shared/contract/client.ts';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { Host } from '../data/host.ts';
import { screenPatience } from '../data/patience.ts';
import { useNavigation, useRoute, useSettingsStore, useSystem, WorldProvider } from '../state/context.tsx';
import { toFailure } from '../state/failure.ts';
import { followNeeds } from '../state/live-needs.ts';
import { openWorld, type WorldState } from '../state/world.ts';
import { choosePlace, chooseWorld, findWorlds, type RunningWorlds } from '../state/worlds.ts';
import { type Worlds as WorldsOfWindow, WorldsProvider } from '../state/worlds-context.tsx';
import { ErrorState } from '../ui/notice.tsx';
import classes from './frame.module.css';
import { Frame } from './frame.tsx';
import { words } from './words.ts';

/** Finds the worlds that the host runs and shows the one that the address, else the admin's last choice, names. */
export function Worlds({ host }: { readonly host: Host }) {
  const settings = useSettingsStore();
  const navigation = useNavigation();
  const route = useRoute();
  const { showBadge } = useSystem();
  const [worlds, setWorlds] = useState<RunningWorlds | null>(null);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<WorldState | null>(null);
  const remembered = settings.getState().world;
  const current = worlds === null ? null : chooseWorld(worlds, route.world, remembered);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt asks again
  useEffect(() => {
    findWorlds(host).then(
      (found) => {
        setFailure(null);
        setWorlds(found);
      },
      (error: unknown) => setFailure(toFailure(error)),
    );
  }, [host, attempt]);

  useEffect(() => {
    if (current === null || worlds === null || route.place !== null) return;
    navigation.go(choosePlace(worlds, current), [], 'replace');
  }, [navigation, worlds, current, route.place]);

  useEffect(() => {
    if (current === null) return;
    const opened = openWorld({ world: current, transport: host.transport(current) });
    setState(opened);
    return () => opened.stop();
  }, [host, current]);

  useEffect(() => {
    if (showBadge === null || state === null) return;
    if (state.world !== 'live') return followNeeds(host.transport('live'), showBadge);
    return state.overview.store.subscribe(({ value }) => value && showBadge(value.needsYou));
  }, [host, state, showBadge]);

  const enter = useCallback<WorldsOfWindow['enter']>(
    (world, place) => {
      settings.setState({ world });
      navigation.enter(world, place);
    },
    [settings, navigation],
  );
  const value = useMemo<WorldsOfWindow | null>(() => {
    if (worlds === null || current === null) return null;
    return {
      running: [...worlds.keys()],
      current,
      enter,
      async startSandbox(company) {
        await createClient(host.transport('sandbox'), screenPatience).call('sandbox.start', company);
        setWorlds(await findWorlds(host));
        enter('sandbox', 'rehearse');
      },
    };
  }, [host, worlds, current, enter]);

  if (failure) {
    return (
      <main className={classes.alone}>
        <ErrorState error={failure} retry={() => setAttempt(attempt + 1)} />
      </main>
    );
  }
  if (!value || !state || state.world !== current) return <main className={classes.alone}>{words.opening}</main>;
  return (
    <WorldsProvider value={value}>
      <WorldProvider value={state}>
        <Frame key={state.world} />
      </WorldProvider>
    </WorldsProvider>
  );
}
