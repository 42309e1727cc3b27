import { useState } from 'react';
import type { Source } from '../../../shared/model/source.ts';
import { useSystem } from '../../state/context.tsx';
import { CopyButton } from '../../ui/copyable.tsx';
import { dialectWords } from '../../ui/dialect-words.ts';
import { TextField } from '../../ui/field.tsx';
import { OutsideLink } from '../../ui/outside-link.tsx';
import { useArrival } from './arrival.ts';
import { type FormField, idpForms } from './idp-forms.ts';
import { fromOutside, isOutsideAddress } from './outside.ts';
import classes from './setup.module.css';
import { words } from './words.ts';

export interface IdpFormGuideProps {
  readonly source: Source;
  /** null once it was shown. */
  readonly token: string | null;
}

/** The form at the identity provider: the way to it, and field by field what goes in. */
export function IdpFormGuide({ source: { dialect, baseUrl, tokenLastFour }, token }: IdpFormGuideProps) {
  const [outside, setOutside] = useState('');
  const arrival = useArrival<HTMLElement>('button');
  const { openOutside } = useSystem();
  const { way, fields, afterwards, pace, documentation } = idpForms[dialect];
  const isWrong = outside.trim() !== '' && !isOutsideAddress(outside);
  const address = isOutsideAddress(outside) ? fromOutside(baseUrl, outside) : baseUrl;
  return (
    <section aria-labelledby="idp-form" ref={arrival}>
      <h3 id="idp-form">{words.copyThese(dialectWords[dialect])}</h3>
      <p className={classes.way}>
        {words.wayThere}: {way.join(' › ')}
      </p>
      {documentation === null ? null : (
        <p className={classes.quiet}>
          <OutsideLink href={documentation} open={openOutside}>
            {words.documentation(dialectWords[dialect])}
          </OutsideLink>
        </p>
      )}
      <dl className={classes.fields}>
        {fields.map((field) => (
          <Field key={field.label} field={field} address={address} token={token} lastFour={tokenLastFour} />
        ))}
      </dl>
      <div className={classes.outside}>
        <TextField
          label={words.outside}
          hint={words.outsideHint}
          error={isWrong ? words.outsideWrong : null}
          required={false}
          placeholder="https://scim.example.com"
          mono
          value={outside}
          onChange={setOutside}
        />
      </div>
      <h3>{words.afterwards}</h3>
      <ol className={classes.afterwards}>
        {afterwards.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ol>
      <p className={classes.quiet}>{pace}</p>
    </section>
  );
}

interface FieldProps {
  readonly field: FormField;
  readonly address: string;
  readonly token: string | null;
  readonly lastFour: string;
}

function Field({ field: { label, value, note }, address, token, lastFour }: FieldProps) {
  const text = value === 'base URL' ? address : value === 'token' ? token : null;
  return (
    <>
      <dt>{label}</dt>
      <dd>
        {text === null ? null : (
          <span className={classes.copied}>
            <code>{text}</code>
            <CopyButton label="Copy" title={`Copy ${label}`} text={text} />
          </span>
        )}
        {typeof value === 'object' ? <span>{value.text}</span> : null}
        {value === 'token' && token === null ? <span>{words.tokenKept(lastFour)}</span> : null}
        {value === 'token' ? (
          <p className={token === null ? classes.quiet : classes.once}>
            {token === null ? words.tokenLost : words.shownOnce}
          </p>
        ) : null}
        {note === undefined ? null : <p className={classes.quiet}>{note}</p>}
      </dd>
    </>
  );
}
