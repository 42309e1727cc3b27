import classes from './people-choice.module.css';

export interface PeopleChoiceProps {
  readonly persons: readonly { readonly id: string; readonly name: string }[];
  /** How many there are in all; more than are named here. */
  readonly people: number;
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** For whom alone something is decided; nobody chosen: for everybody. */
export function PeopleChoice({ persons, people, chosen, onChange }: PeopleChoiceProps) {
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChange(next);
  };
  return (
    <details className={classes.choice}>
      <summary>Decide for some of them</summary>
      <fieldset>
        <legend>
          {people > persons.length
            ? `The first ${persons.length} of ${people.toLocaleString('en')}; the others can be chosen once these are decided.`
            : 'Whoever is not chosen goes on waiting.'}
        </legend>
        {persons.map(({ id, name }) => (
          <label key={id}>
            <input type="checkbox" checked={chosen.has(id)} onChange={() => toggle(id)} />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
    </details>
  );
}

/** "3 of 12 people"; undefined when nobody is chosen. */
export const chosenInWords = (chosen: number, people: number): string | undefined =>
  chosen === 0 ? undefined : `${chosen} of ${people.toLocaleString('en')} people`;
