import { useId, useRef, useState } from 'react';
import { weekdays } from '../../../shared/model/delivery-settings.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { TextField } from '../../ui/field.tsx';
import { Mark } from '../../ui/mark.tsx';
import view from './app-view.module.css';
import {
  addHours,
  type DeliveryDraft,
  type DeliveryField,
  endsNextDay,
  type HoursDraft,
  mostHours,
  timeZones,
  type Weekday,
} from './delivery-draft.ts';
import { dayWords, deliveryWords as words } from './delivery-words.ts';
import classes from './hours-fields.module.css';

type Errors = Partial<Record<DeliveryField, string>>;

const removals = [
  { value: 'at once', label: words.atOnce },
  { value: 'in the windows', label: words.inTheHours },
] as const;

export interface HoursFieldsProps {
  readonly draft: DeliveryDraft;
  readonly errors: Errors;
  /** The app's name. */
  readonly app: string;
  readonly onChange: (part: Partial<DeliveryDraft>) => void;
}

/** The hours in which changes are delivered, by the clocks of one place, and whether taking access away waits for them. */
export function HoursFields({ draft, errors, app, onChange }: HoursFieldsProps) {
  const [added, setAdded] = useState<number | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const { hours } = draft;
  const isFull = hours.length >= mostHours;
  const put = (one: HoursDraft) => onChange({ hours: hours.map((other) => (other.key === one.key ? one : other)) });
  return (
    <div className={classes.schedule}>
      <div className={view.fields}>
        <TextField
          label={words.timeZone}
          hint={words.timeZoneHint}
          suggestions={timeZones}
          maxLength={100}
          value={draft.timeZone}
          error={errors.timeZone ?? null}
          onChange={(timeZone) => onChange({ timeZone })}
        />
      </div>
      {hours.map((one, index) => (
        <Hours
          key={one.key}
          number={index + 1}
          hours={one}
          errors={errors}
          isNew={one.key === added}
          onChange={put}
          onRemove={
            hours.length === 1
              ? null
              : () => {
                  onChange({ hours: hours.filter(({ key }) => key !== one.key) });
                  add.current?.focus();
                }
          }
        />
      ))}
      <ButtonRow>
        <Button
          ref={add}
          disabled={isFull}
          onPress={() => {
            const one = addHours(draft);
            setAdded(one.key);
            onChange({ hours: [...hours, one] });
          }}
        >
          {words.add}
        </Button>
        {isFull ? <span className={view.quiet}>{words.addFull}</span> : null}
      </ButtonRow>
      <ChoiceField
        label={words.removals}
        options={removals}
        value={draft.removals}
        warning={draft.removals === 'at once' ? null : words.removalsWait(app)}
        onChange={(chosen) => onChange({ removals: chosen })}
      />
    </div>
  );
}

interface HoursProps {
  readonly number: number;
  readonly hours: HoursDraft;
  readonly errors: Errors;
  /** It was just added, and has the focus. */
  readonly isNew: boolean;
  readonly onChange: (hours: HoursDraft) => void;
  /** null: there must be some. */
  readonly onRemove: (() => void) | null;
}

function Hours({ number, hours, errors, isNew, onChange, onRemove }: HoursProps) {
  const { key, from, to } = hours;
  return (
    <fieldset className={classes.hours}>
      <legend>{words.hours(number)}</legend>
      <Days hours={hours} error={errors[`days-${key}`] ?? null} isNew={isNew} onChange={onChange} />
      <div className={classes.times}>
        <TextField
          label={words.from}
          maxLength={5}
          value={from}
          error={errors[`from-${key}`] ?? null}
          onChange={(written) => onChange({ ...hours, from: written })}
        />
        <TextField
          label={words.to}
          maxLength={5}
          value={to}
          hint={endsNextDay(hours) ? words.nextDay : undefined}
          error={errors[`to-${key}`] ?? null}
          onChange={(written) => onChange({ ...hours, to: written })}
        />
      </div>
      {onRemove === null ? null : (
        <ButtonRow>
          <Button small label={words.removeNumber(number)} onPress={onRemove}>
            {words.remove}
          </Button>
        </ButtonRow>
      )}
    </fieldset>
  );
}

interface DaysProps extends Pick<HoursProps, 'hours' | 'isNew' | 'onChange'> {
  readonly error: string | null;
}

function Days({ hours, error, isNew, onChange }: DaysProps) {
  const id = useId();
  const turn = (day: Weekday, isOn: boolean) =>
    onChange({ ...hours, days: weekdays.filter((each) => (each === day ? isOn : hours.days.includes(each))) });
  return (
    <fieldset className={classes.days} aria-describedby={error === null ? undefined : id}>
      <legend>{words.days}</legend>
      <div>
        {weekdays.map((day, index) => (
          <label key={day}>
            <input
              ref={isNew && index === 0 ? focusOnce : undefined}
              type="checkbox"
              aria-label={dayWords[day].whole}
              aria-invalid={error === null ? undefined : true}
              aria-describedby={error === null ? undefined : id}
              checked={hours.days.includes(day)}
              onChange={(event) => turn(day, event.target.checked)}
            />
            <span>{dayWords[day].short}</span>
          </label>
        ))}
      </div>
      {error === null ? null : (
        <p id={id}>
          <Mark shape="cross" tone="bad" />
          <span>{error}</span>
        </p>
      )}
    </fieldset>
  );
}

const focusOnce = (element: HTMLElement | null): void => element?.focus();
