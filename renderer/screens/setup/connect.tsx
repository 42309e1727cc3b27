import { type FormEvent, useState } from 'react';
import type { Dialect, NewSource } from '../../../shared/model/source.ts';
import { useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import { FailureLine } from '../../ui/failure-line.tsx';
import { TextField } from '../../ui/field.tsx';
import { idpForms } from './idp-forms.ts';
import classes from './setup.module.css';
import { Step } from './step.tsx';
import { routeOf, words } from './words.ts';

export interface ConnectProps {
  readonly dialect: Dialect;
  readonly onMade: (source: NewSource) => void;
}

/** What connecting this identity provider takes, said before its address and token are made. */
export function Connect({ dialect, onMade }: ConnectProps) {
  const navigation = useNavigation();
  const { client, world } = useWorld();
  const idp = dialectWords[dialect];
  const { rights, licence } = idpForms[dialect];
  const [name, setName] = useState(dialect === 'generic' ? '' : idp);
  const [tried, setTried] = useState(false);
  const making = useDoing(async () => {
    const source = await client.call('source.add', { name: name.trim(), dialect });
    onMade(source);
    navigation.go('setup', ['source', source.id], 'replace');
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && !making.busy) void making.run();
  };

  return (
    <Step title={words.connectTitle(idp)} back={words.backToChoice} backTo={['connect']} first="input">
      {world === 'sandbox' ? <p className={classes.promise}>{words.sandboxWorld}</p> : null}
      <h3>{words.takes}</h3>
      <dl className={classes.facts}>
        <dt>{words.rights}</dt>
        <dd>{rights}</dd>
        <dt>{words.licence}</dt>
        <dd>{licence}</dd>
        <dt>{words.route}</dt>
        <dd>{routeOf(dialect, dialect === 'generic' ? 'It' : idp)}</dd>
        <dt>{words.public}</dt>
        <dd>{words.publicText}</dd>
      </dl>
      <form className={classes.form} onSubmit={submit} noValidate>
        <TextField
          label={words.name}
          hint={words.nameHint}
          error={tried && name.trim() === '' ? words.nameWrong : null}
          value={name}
          maxLength={200}
          onChange={setName}
        />
        <ButtonRow>
          <Button kind="primary" submits disabled={making.busy}>
            {making.busy ? words.making : words.make}
          </Button>
        </ButtonRow>
        {making.failure ? <FailureLine error={making.failure} /> : null}
      </form>
    </Step>
  );
}
