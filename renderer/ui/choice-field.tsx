import { useId } from 'react';
import classes from './choice-field.module.css';
import { Mark } from './mark.tsx';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface ChoiceFieldProps<T extends string> {
  readonly label: string;
  readonly options: readonly Choice<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** What is lost by what is chosen, said at once; null when nothing is. */
  readonly warning?: string | null;
  /** In a dialog: what is chosen has the focus when it opens. */
  readonly begins?: boolean;
}

/** One of a few, each in words of its own under the other. */
export function ChoiceField<T extends string>({
  label,
  options,
  value,
  onChange,
  warning = null,
  begins = false,
}: ChoiceFieldProps<T>) {
  const name = useId();
  return (
    <fieldset className={classes.choice} aria-describedby={`${name}-warning`}>
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={classes.option}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            data-autofocus={(begins && option.value === value) || undefined}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
      <div role="status" id={`${name}-warning`}>
        {warning === null ? null : (
          <p className={classes.warning}>
            <Mark shape="hand" tone="warn" />
            <span>{warning}</span>
          </p>
        )}
      </div>
    </fieldset>
  );
}
