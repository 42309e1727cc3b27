import { Modal } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import type { PausedRemovals } from '../../shared/model/pause.ts';
import { Button, ButtonRow } from './button.tsx';
import { ChoiceField } from './choice-field.tsx';
import { FailureLine } from './failure-line.tsx';
import { TextField } from './field.tsx';
import classes from './pause-dialog.module.css';
import { longestReason, readReason } from './pause-reason.ts';
import { pauseWords as words } from './pause-words.ts';

export interface PauseDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What follows from it, and what follows for those who leave where taking access away waits as well. */
  readonly consequence: string;
  readonly whenRemovalsWait: string;
  /** Settles with null when it was done, else with what the engine said. */
  readonly onPause: (removals: PausedRemovals, reason: string) => Promise<ContractErrorBody | null>;
}

const choices = [
  { value: 'go on', label: words.goOn },
  { value: 'wait', label: words.wait },
] as const;

/**
 * Asks before delivery is paused: what follows, whether taking access away goes on, and why. Esc leaves everything as it
 * is; what was written is there again when it is opened anew.
 */
export function PauseDialog({ opened, onClose, title, consequence, whenRemovalsWait, onPause }: PauseDialogProps) {
  const form = useRef<HTMLFormElement>(null);
  const [removals, setRemovals] = useState<PausedRemovals>('go on');
  const [reason, setReason] = useState('');
  const [tries, setTries] = useState(0);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ContractErrorBody | null>(null);
  const given = readReason(reason);
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [tries]);
  const leave = () => {
    setTries(0);
    setFailure(null);
    onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (isBusy) return;
    setTries(tries + 1);
    if (given === null) return;
    setBusy(true);
    const refused = await onPause(removals, given);
    setBusy(false);
    setFailure(refused);
    if (refused !== null) return;
    setRemovals('go on');
    setReason('');
    leave();
  };
  return (
    <Modal
      opened={opened}
      onClose={leave}
      title={title}
      size={520}
      closeButtonProps={{ 'aria-label': words.close }}
      transitionProps={{ duration: 0 }}
      classNames={{ title: classes.title ?? '', content: classes.content ?? '' }}
    >
      <form ref={form} className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
        <p>{consequence}</p>
        <ChoiceField
          label={words.removals}
          options={choices}
          value={removals}
          warning={removals === 'wait' ? whenRemovalsWait : null}
          begins
          onChange={setRemovals}
        />
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          maxLength={longestReason}
          value={reason}
          error={tries > 0 && given === null ? words.noReason : null}
          onChange={setReason}
        />
        <ButtonRow>
          <Button kind={removals === 'wait' ? 'danger' : 'primary'} submits disabled={isBusy}>
            {isBusy ? words.working : words.doPause}
          </Button>
          <Button onPress={leave}>{words.leave}</Button>
        </ButtonRow>
        {failure ? <FailureLine error={failure} /> : null}
      </form>
    </Modal>
  );
}
