import { type FormEvent, useState } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { companySize, type SandboxDialect, sandboxDialects } from '../../shared/model/sandbox.ts';
import { Button, ButtonRow } from './button.tsx';
import { sandboxDialectWords } from './dialect-words.ts';
import { FailureLine } from './failure-line.tsx';
import { SelectField, TextField } from './field.tsx';
import classes from './founding-form.module.css';

/** What a pretend company begins with. */
export interface Founded {
  readonly dialect: SandboxDialect;
  readonly people: number;
}

export interface FoundingFormProps {
  /** What the button says: "Begin the rehearsal". */
  readonly action: string;
  readonly busy: boolean;
  /** Why the last try failed; null while it did not. */
  readonly failure: ContractErrorBody | null;
  readonly onFound: (company: Founded) => void;
}

const leastPeople = companySize.minValue ?? 25;
const mostPeople = companySize.maxValue ?? 500;
const usualPeople = 40;

const words = {
  dialect: 'Your identity provider',
  dialectHint: 'The pretend one talks to Footbridge the way this one does, with its habits.',
  people: 'People in the company',
  peopleHint: `From ${leastPeople} to ${mostPeople}. The more there are, the longer the first import takes.`,
  peopleWrong: `Write a whole number from ${leastPeople} to ${mostPeople}.`,
  founding: 'Founding the company…',
};

const options = sandboxDialects.map((value) => ({ value, label: sandboxDialectWords[value] }));

/** How a pretend company is founded: how its identity provider speaks, and how many people it has. */
export function FoundingForm({ action, busy, failure, onFound }: FoundingFormProps) {
  const [dialect, setDialect] = useState<SandboxDialect>('entra');
  const [people, setPeople] = useState(String(usualPeople));
  const [tried, setTried] = useState(false);
  const number = companySize.safeParse(Number(people.trim() === '' ? Number.NaN : people));

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (number.success && !busy) onFound({ dialect, people: number.data });
  };

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <SelectField
        label={words.dialect}
        hint={words.dialectHint}
        value={dialect}
        options={options}
        onChange={setDialect}
      />
      <TextField
        label={words.people}
        hint={words.peopleHint}
        error={tried && !number.success ? words.peopleWrong : null}
        value={people}
        numeric
        maxLength={4}
        onChange={setPeople}
      />
      <ButtonRow>
        <Button kind="primary" submits disabled={busy}>
          {busy ? words.founding : action}
        </Button>
      </ButtonRow>
      {failure ? <FailureLine error={failure} /> : null}
    </form>
  );
}
