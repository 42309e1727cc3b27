import { useCallback } from 'react';
import type { Outcome } from '../../../shared/model/exchange.ts';
import { usePart, useSetting, useWorld } from '../../state/context.tsx';
import { isFiltered, noFilter } from '../../state/list-filter.ts';
import { ListBar } from '../../ui/list-pane.tsx';
import { Mark } from '../../ui/mark.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Spoken } from '../../ui/spoken.tsx';
import classes from './filter-bar.module.css';
import { formatStretch, outcomeWords, words } from './words.ts';

const outcomes: readonly Outcome[] = ['ok', 'refused', 'failed'];

/** Chips, source and text that narrow the list; the button for what waits; pause. */
export function FilterBar() {
  const { exchanges, sources } = useWorld();
  const filter = usePart(exchanges.store, (state) => state.filter);
  const paused = usePart(exchanges.store, (state) => state.paused);
  const held = usePart(exchanges.store, (state) => state.held.length);
  const overflow = usePart(exchanges.store, (state) => state.heldOverflow);
  const stretch = usePart(exchanges.store, (state) => state.stretch);
  const sourceList = usePart(sources.store, (state) => state.value);

  const letterKeys = useSetting('letterKeys');
  const onSearch = useCallback((text: string) => exchanges.setFilter({ text }), [exchanges]);
  const several = (sourceList?.length ?? 0) > 1 || filter.sourceId !== null;

  const toggleOutcome = (outcome: Outcome) =>
    exchanges.setFilter({
      outcomes: filter.outcomes.includes(outcome)
        ? filter.outcomes.filter((each) => each !== outcome)
        : [...filter.outcomes, outcome],
    });

  return (
    <ListBar label={words.filter} pane="filter">
      <SearchField
        label={words.filter}
        hint={words.filterHint}
        value={filter.text}
        onSearch={onSearch}
        letterKeys={letterKeys}
        longest={500}
      />
      <fieldset className={classes.chips} aria-label={words.chips.outcomes}>
        {outcomes.map((outcome) => (
          <Chip key={outcome} pressed={filter.outcomes.includes(outcome)} onPress={() => toggleOutcome(outcome)}>
            <Mark shape={outcomeWords[outcome].shape} tone={outcomeWords[outcome].tone} />
            {outcomeWords[outcome].word}
          </Chip>
        ))}
      </fieldset>
      <fieldset className={classes.chips} aria-label={words.chips.resources}>
        {(['User', 'Group'] as const).map((type) => (
          <Chip
            key={type}
            pressed={filter.resourceType === type}
            onPress={() => exchanges.setFilter({ resourceType: filter.resourceType === type ? null : type })}
          >
            {type === 'User' ? words.chips.users : words.chips.groups}
          </Chip>
        ))}
      </fieldset>
      <Chip pressed={filter.changesOnly} onPress={() => exchanges.setFilter({ changesOnly: !filter.changesOnly })}>
        {words.chips.changes}
      </Chip>
      {several ? (
        <select
          className={classes.select}
          aria-label="Source"
          value={filter.sourceId ?? ''}
          onChange={(event) => exchanges.setFilter({ sourceId: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{words.everySource}</option>
          {sourceList?.map((source) => (
            <option key={source.id} value={source.id}>
              {source.name}
            </option>
          ))}
        </select>
      ) : null}
      {stretch ? (
        <button type="button" className={classes.stretch} onClick={() => exchanges.setStretch(null)}>
          {words.onlyStretch(formatStretch(stretch))}
          <Spoken>: {words.showAllTimes}</Spoken> <span aria-hidden="true">×</span>
        </button>
      ) : null}
      {isFiltered(filter) ? (
        <button type="button" className={classes.plain} onClick={() => exchanges.setFilter(noFilter)}>
          {words.clearFilter}
        </button>
      ) : null}
      <span className={classes.space} />
      <span className={classes.freshPlace}>
        {held > 0 ? (
          <button type="button" className={classes.fresh} onClick={() => exchanges.showHeld()} data-new>
            ↑ {words.showNew(held, overflow)}
          </button>
        ) : null}
      </span>
      <button
        type="button"
        className={classes.pause}
        aria-pressed={paused}
        title={words.pauseTitle}
        onClick={() => exchanges.setPaused(!paused)}
      >
        <Mark shape={paused ? 'dot' : 'pause'} />
        {paused ? words.resume : words.pause}
      </button>
    </ListBar>
  );
}

interface ChipProps {
  readonly pressed: boolean;
  readonly onPress: () => void;
  readonly children: React.ReactNode;
}

function Chip({ pressed, onPress, children }: ChipProps) {
  return (
    <button type="button" className={classes.chip} aria-pressed={pressed} onClick={onPress}>
      {children}
    </button>
  );
}
