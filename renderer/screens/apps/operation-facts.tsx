import { useEffect, useEffectEvent } from 'react';
import type { AppOperation } from '../../../shared/model/app.ts';
import { useNavigation } from '../../state/context.tsx';
import { catchEscape } from '../../ui/caught-escape.ts';
import { CloseButton } from '../../ui/detail-head.tsx';
import { ProofFacts } from '../../ui/proof-view.tsx';
import { ExactTime } from '../../ui/relative-time.tsx';
import { StateOf } from '../../ui/state-of.tsx';
import { attemptWords, proofWords } from '../../ui/state-words.ts';
import classes from './app-view.module.css';
import { words } from './words.ts';

export interface OperationFactsProps {
  readonly operation: AppOperation;
  readonly onClose: () => void;
}

/** One delivery in full: its tries, what was asked of the app and seen there, what caused it. */
export function OperationFacts({ operation, onClose }: OperationFactsProps) {
  const navigation = useNavigation();
  const { person, exchangeId, attempts, proof } = operation;
  const onEscape = useEffectEvent(onClose);
  useEffect(() => catchEscape(() => onEscape()), []);
  return (
    <section className={classes.operation} aria-label={words.delivery} data-pane="delivery" tabIndex={-1}>
      <header className={classes.operationHead}>
        <h3>{operation.summary}</h3>
        <CloseButton onClose={onClose} />
      </header>
      <dl className={classes.facts}>
        <dt>{words.person}</dt>
        <dd>
          <a href={navigation.href('directory', ['people', person.id])}>
            <bdi>{person.name}</bdi>
          </a>
        </dd>
        <dt>{words.request}</dt>
        <dd>
          {exchangeId === null ? (
            words.noRequest
          ) : (
            <a href={navigation.href('activity', [exchangeId])}>{words.showRequest}</a>
          )}
        </dd>
        <dt>{words.began}</dt>
        <dd>
          <ExactTime at={operation.createdAt} />
        </dd>
        <dt>{words.tries}</dt>
        <dd>
          {attempts.map(({ id, number, outcome, message }) => (
            <div key={id}>
              {number}: {attemptWords[outcome].word}
              {message === '' ? '' : `, ${message}`}
            </div>
          ))}
        </dd>
        <dt>{words.proof}</dt>
        <dd>{proof === null ? words.noProof : <StateOf word={proofWords[proof.kind]} />}</dd>
        {proof === null ? null : <ProofFacts proof={proof} others={operation.earlier} />}
      </dl>
    </section>
  );
}
