import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { Saved } from '../../shared/model/file.ts';
import { Button, type ButtonKind } from './button.tsx';
import { FailureLine } from './failure-line.tsx';
import classes from './save-button.module.css';

export interface SaveButtonProps {
  readonly children: string;
  readonly kind?: ButtonKind;
  /** What is in the file, and what is not. */
  readonly title?: string;
  readonly saving: {
    readonly busy: boolean;
    readonly failure: ContractErrorBody | null;
    readonly saved: Saved | null;
    readonly run: () => Promise<unknown>;
  };
}

/** Saves something as a file; beside it what became of it. */
export function SaveButton({ children, kind = 'plain', title, saving }: SaveButtonProps) {
  const { busy, failure, saved, run } = saving;
  return (
    <>
      <Button kind={kind} disabled={busy} {...(title === undefined ? {} : { title })} onPress={() => void run()}>
        {children}
      </Button>
      <span role="status" className={classes.saved}>
        {saved === null ? null : inWords(saved)}
      </span>
      {failure ? <FailureLine error={failure} /> : null}
    </>
  );
}

function inWords(saved: Saved): string {
  if (saved.kind === 'declined') return 'Nothing was saved.';
  return saved.kind === 'saved' ? `Saved: ${saved.path}` : `Your browser saves it as ${saved.name}.`;
}
