import { useEffect, useRef } from 'react';
import type { ContractErrorBody } from '../../../shared/contract/error.ts';
import type { SandboxAction, SandboxPerson } from '../../../shared/model/sandbox.ts';
import { useNavigation } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { StateMark } from '../../ui/mark.tsx';
import classes from './rehearse.module.css';
import { actionsFor, actionWords, presenceWords, words } from './words.ts';

/** What was just done to somebody, and where to see what came of it. */
export interface Acted {
  /** At the identity provider. */
  readonly personId: string;
  readonly text: string;
  /** In the Directory; null when Footbridge was not told of them. */
  readonly inDirectory: string | null;
}

export interface PersonBarProps {
  readonly person: SandboxPerson | null;
  /** Somebody was chosen who is not in the company any more. */
  readonly isGone: boolean;
  readonly suggested: SandboxPerson | null;
  readonly importing: boolean;
  readonly acted: Acted | null;
  readonly busy: boolean;
  readonly failure: ContractErrorBody | null;
  readonly onAct: (person: SandboxPerson, action: SandboxAction) => void;
}

/** Below the people: the chosen one, what can be done to them, and the way to what came of it. */
export function PersonBar({ person, isGone, suggested, importing, acted, busy, failure, onAct }: PersonBarProps) {
  return (
    <div className={classes.personBar} data-pane="person">
      {person === null ? (
        <Invitation isGone={isGone} suggested={suggested} importing={importing} onAct={onAct} />
      ) : (
        <Chosen person={person} busy={busy} onAct={onAct} />
      )}
      <p role="status">{busy ? words.telling : ''}</p>
      {acted && !busy ? <Outcome acted={acted} /> : null}
      {failure ? <FailureLine error={failure} /> : null}
    </div>
  );
}

type InvitationProps = Pick<PersonBarProps, 'isGone' | 'suggested' | 'importing' | 'onAct'>;

/** Nobody is chosen: what could be done first. */
function Invitation({ isGone, suggested, importing, onAct }: InvitationProps) {
  if (importing) return <p>{words.importing}</p>;
  return (
    <>
      <p>{isGone ? words.goneNow : suggested === null ? words.choose : words.yourTurn}</p>
      {suggested === null ? null : (
        <ButtonRow>
          <Button kind="primary" onPress={() => onAct(suggested, 'disable')}>
            {words.disable(suggested.name)}
          </Button>
        </ButtonRow>
      )}
    </>
  );
}

interface ChosenProps extends Pick<PersonBarProps, 'busy' | 'onAct'> {
  readonly person: SandboxPerson;
}

function Chosen({ person, busy, onAct }: ChosenProps) {
  const navigation = useNavigation();
  const { name, login, title, department, manager, groups, presence, personId } = person;
  const { shape, tone, word } = presenceWords[presence];
  return (
    <>
      <h2>
        <bdi>{name}</bdi>
        <StateMark shape={shape} tone={tone}>
          {word}
        </StateMark>
      </h2>
      <p className={classes.quiet}>
        {login} · {title}, {department}
        {manager === null ? null : (
          <>
            {' · '}
            {words.reportsTo} <bdi>{manager}</bdi>
          </>
        )}
        {groups.length > 0 ? ` · ${groups.join(', ')}` : null}
        {personId === null ? null : (
          <>
            {' · '}
            <a href={navigation.href('directory', ['people', personId])}>{words.inDirectory}</a>
          </>
        )}
      </p>
      <ButtonRow>
        {actionsFor[presence].map((action) => (
          <Button
            key={action}
            kind={action === 'purge' ? 'danger' : 'plain'}
            disabled={busy}
            onPress={() => onAct(person, action)}
          >
            {actionWords[action]}
          </Button>
        ))}
      </ButtonRow>
    </>
  );
}

/** It takes the focus, so that Enter goes to what came of it. */
function Outcome({ acted: { text, inDirectory } }: { readonly acted: Acted }) {
  const navigation = useNavigation();
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => link.current?.focus(), []);
  return (
    <p className={classes.outcome}>
      {text}.{' '}
      {inDirectory === null ? null : (
        <a ref={link} href={navigation.href('directory', ['people', inDirectory])}>
          {words.seeWhat}
        </a>
      )}
    </p>
  );
}
