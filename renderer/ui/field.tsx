import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import classes from './field.module.css';
import { Mark } from './mark.tsx';

export interface FieldProps {
  readonly label: string;
  /** What to write here, in a sentence. */
  readonly hint?: ReactNode;
  /** What is wrong with it, and what to write instead; null when nothing is. */
  readonly error?: string | null;
  /** false: it may stay empty, and says so. */
  readonly required?: boolean;
}

interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
  readonly 'aria-required': boolean;
}

interface FrameProps extends FieldProps {
  readonly children: (control: ControlProps) => ReactNode;
}

/** Label over the control, hint and error under it, tied to it for those who hear them. */
function FieldFrame({ label, hint, error = null, required = true, children }: FrameProps) {
  const id = useId();
  return (
    <div className={classes.field}>
      <label className={classes.label} htmlFor={id}>
        {label}
        {required ? null : <span className={classes.optional}>optional</span>}
      </label>
      {children(controlProps(id, hint, error, required))}
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

function controlProps(id: string, hint: ReactNode, error: string | null, required: boolean): ControlProps {
  const described = [error === null ? '' : `${id}-error`, hint === undefined ? '' : `${id}-hint`].filter(Boolean);
  return {
    id,
    'aria-describedby': described.length > 0 ? described.join(' ') : undefined,
    'aria-invalid': error === null ? undefined : true,
    'aria-required': required,
  };
}

function Notes({ id, hint, error }: { readonly id: string; readonly hint: ReactNode; readonly error: string | null }) {
  return (
    <>
      {error === null ? null : (
        <p id={`${id}-error`} className={classes.error}>
          <Mark shape="cross" tone="bad" />
          <span>{error}</span>
        </p>
      )}
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      )}
    </>
  );
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  /** What is usually written here; any other text may be written as well. */
  readonly suggestions?: readonly string[];
  /** For names, paths and expressions, which are written as they are meant: one width, no spelling check. */
  readonly mono?: boolean;
  readonly multiline?: boolean;
  /** For whole numbers. */
  readonly numeric?: boolean;
  readonly maxLength?: number;
}

/** A text, on one line or several. */
export function TextField({
  value,
  onChange,
  placeholder,
  suggestions = [],
  mono = false,
  multiline = false,
  numeric = false,
  maxLength = 4_096,
  ...field
}: TextFieldProps) {
  const list = useId();
  return (
    <FieldFrame {...field}>
      {(control) => {
        const common = {
          ...control,
          className: classes.input,
          'data-mono': mono || undefined,
          value,
          placeholder,
          maxLength,
          autoComplete: 'off',
          spellCheck: !mono,
        };
        return multiline ? (
          <textarea {...common} rows={3} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <>
            <input
              {...common}
              type="text"
              inputMode={numeric ? 'numeric' : undefined}
              list={suggestions.length > 0 ? list : undefined}
              onChange={(event) => onChange(event.target.value)}
            />
            {suggestions.length > 0 ? (
              <datalist id={list}>
                {suggestions.map((suggestion) => (
                  <option key={suggestion} value={suggestion} />
                ))}
              </datalist>
            ) : null}
          </>
        );
      }}
    </FieldFrame>
  );
}

export interface SelectFieldProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** One of a few, in a list that opens. */
export function SelectField<T extends string>({ value, options, onChange, ...field }: SelectFieldProps<T>) {
  return (
    <FieldFrame {...field}>
      {(control) => (
        <select
          {...control}
          className={classes.input}
          value={value}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.target.value);
            if (chosen) onChange(chosen.value);
          }}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

export interface CheckFieldProps extends Omit<FieldProps, 'required'> {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** Yes or no. */
export function CheckField({ label, hint, error = null, checked, onChange }: CheckFieldProps) {
  const id = useId();
  const { 'aria-required': _, ...control } = controlProps(id, hint, error, false);
  return (
    <div className={classes.check}>
      <input {...control} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      <label htmlFor={id}>{label}</label>
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

export interface FileFieldProps extends Omit<TextFieldProps, 'placeholder' | 'mono' | 'multiline' | 'numeric'> {
  /** The file's own name in the example: `users.csv`. */
  readonly example: string;
  /** Asks the system for a path: null when none was chosen. Absent where the system cannot be asked. */
  readonly choose?: (() => Promise<string | null>) | null;
}

/**
 * The absolute path of a file on the computer that Footbridge runs on. A browser does not tell a page where a chosen
 * file lies, so it is written, with an example as this kind of computer writes it; where the system can be asked for
 * one, a button does so.
 */
export function FileField({ example, choose = null, error = null, ...field }: FileFieldProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const written = (
    <TextField
      {...field}
      error={failure ?? error}
      mono
      placeholder={examplePath(example, navigator.userAgent)}
      onChange={(value) => {
        setFailure(null);
        field.onChange(value);
      }}
    />
  );
  if (choose === null) return written;
  const ask = async () => {
    setFailure(null);
    try {
      const chosen = await choose();
      if (chosen !== null) field.onChange(chosen);
    } catch (thrown) {
      setFailure(thrown instanceof Error ? thrown.message : String(thrown));
    }
  };
  return (
    <div className={classes.file}>
      {written}
      <div className={classes.choose}>
        <Button label={`Choose… ${field.label}`} onPress={() => void ask()}>
          Choose…
        </Button>
      </div>
    </div>
  );
}

/** Where such a file may lie, by the browser's word for its computer. */
export function examplePath(name: string, userAgent: string): string {
  if (userAgent.includes('Windows')) return `C:\\Data\\${name}`;
  return userAgent.includes('Mac') ? `/Users/Shared/${name}` : `/srv/data/${name}`;
}
