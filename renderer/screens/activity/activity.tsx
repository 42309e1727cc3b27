import { useNavigation, usePart, useSetting, useSettingsStore, useWorld } from '../../state/context.tsx';
import { isFiltered, noFilter } from '../../state/list-filter.ts';
import { rowsWithin } from '../../state/stretch.ts';
import { ButtonRow, LinkButton, TextButton } from '../../ui/button.tsx';
import { ListFoot, ListPane } from '../../ui/list-pane.tsx';
import { EmptyState, ErrorState } from '../../ui/notice.tsx';
import { SplitPane } from '../../ui/split-pane.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import classes from './activity.module.css';
import { ExchangeList } from './exchange-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Inspector } from './inspector.tsx';
import { LiveRegion } from './live-region.tsx';
import { TimeStrip } from './time-strip.tsx';
import { words } from './words.ts';

/** Watch provisioning happen, and understand any single request. */
export function Activity() {
  const settings = useSettingsStore();
  const navigation = useNavigation();
  const { inspection } = useWorld();
  const share = useSetting('inspectorShare');
  const inspected = usePart(inspection.store, (state) => state.id);
  // Opening is a step that Alt+Left takes back; passing from row to row is not.
  const open = (exchangeId: string) => navigation.go('activity', [exchangeId], inspected === null ? 'push' : 'replace');
  const close = () => {
    navigation.go('activity', [], 'replace');
    document.querySelector<HTMLElement>('[data-pane="list"]')?.focus();
  };
  return (
    <>
      <Spoken as="h1">Activity</Spoken>
      <SplitPane
        share={share}
        label={words.inspectorWidth}
        onShare={(inspectorShare) => settings.setState({ inspectorShare })}
        left={<Requests onOpen={open} onClose={close} />}
        right={inspected === null ? null : <Inspector onClose={close} />}
      />
      <LiveRegion />
    </>
  );
}

interface RequestsProps {
  readonly onOpen: (exchangeId: string) => void;
  readonly onClose: () => void;
}

function Requests({ onOpen, onClose }: RequestsProps) {
  const { exchanges } = useWorld();
  const rows = usePart(exchanges.store, (state) => state.rows);
  const phase = usePart(exchanges.store, (state) => state.phase);
  const failure = usePart(exchanges.store, (state) => state.failure);
  const filter = usePart(exchanges.store, (state) => state.filter);
  const isStretchEmpty = usePart(
    exchanges.store,
    (state) => state.rows.length > 0 && rowsWithin(state.rows, state.stretch).length === 0,
  );
  const untouched = phase === 'ready' && rows.length === 0 && !isFiltered(filter);
  if (untouched) return <NothingYet />;
  return (
    <ListPane busy={phase === 'loading'}>
      <FilterBar />
      {phase === 'failed' ? null : <TimeStrip rows={rows} />}
      {failure && phase === 'failed' ? <ErrorState error={failure} retry={() => void exchanges.load()} /> : null}
      {phase === 'loading' && rows.length === 0 ? <p className={classes.quiet}>{words.loading}</p> : null}
      {phase === 'ready' && rows.length === 0 ? (
        <EmptyState title={words.nothingMatches}>
          <p>
            <TextButton onPress={() => exchanges.setFilter(noFilter)}>{words.clearFilter}</TextButton>
          </p>
        </EmptyState>
      ) : null}
      {isStretchEmpty ? (
        <EmptyState title={words.nothingWithin}>
          <p>
            <TextButton onPress={() => exchanges.setStretch(null)}>{words.showAllTimes}</TextButton>
          </p>
        </EmptyState>
      ) : null}
      {rows.length > 0 && !isStretchEmpty && phase !== 'failed' ? (
        <ExchangeList onSelect={onOpen} onClose={onClose} />
      ) : null}
      {rows.length > 0 && phase !== 'failed' ? <Amount /> : null}
    </ListPane>
  );
}

/** How much of the list is here. */
function Amount() {
  const { exchanges } = useWorld();
  const rows = usePart(exchanges.store, (state) => state.rows.length);
  const next = usePart(exchanges.store, (state) => state.next);
  const older = usePart(exchanges.store, (state) => state.older);
  const within = usePart(exchanges.store, ({ rows, stretch }) =>
    stretch === null ? null : rowsWithin(rows, stretch).length,
  );
  return (
    <ListFoot>
      {older === 'failed' ? (
        <>
          {words.olderFailed} <TextButton onPress={() => void exchanges.loadOlder()}>{words.tryAgain}</TextButton>
        </>
      ) : older === 'loading' ? (
        words.loadingOlder
      ) : within === null ? (
        words.loaded(rows, next !== null)
      ) : (
        words.within(within, rows)
      )}
    </ListFoot>
  );
}

function NothingYet() {
  const navigation = useNavigation();
  const { world } = useWorld();
  return (
    <EmptyState title={words.empty}>
      <p>{words.emptySource}</p>
      {world === 'live' ? (
        <ButtonRow>
          <LinkButton kind="primary" href={navigation.href('setup', ['connect'])}>
            {words.emptySetup}
          </LinkButton>
          <LinkButton kind="quiet" href={navigation.href('setup')}>
            {words.emptyRehearseFirst}
          </LinkButton>
        </ButtonRow>
      ) : (
        <ButtonRow>
          <LinkButton kind="primary" href={navigation.href('rehearse')}>
            {words.emptyRehearse}
          </LinkButton>
        </ButtonRow>
      )}
    </EmptyState>
  );
}
