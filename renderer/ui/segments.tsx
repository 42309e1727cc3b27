import { useId } from 'react';
import classes from './segments.module.css';

export interface SegmentsProps<T extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly upright?: boolean;
}

/** One choice of a few, all of them in sight. */
export function Segments<T extends string>({ label, options, value, onChange, upright = false }: SegmentsProps<T>) {
  const name = useId();
  return (
    <fieldset className={classes.segments} aria-label={label} data-upright={upright || undefined}>
      {options.map((option) => (
        <label key={option.value} className={classes.segment}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
