import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useWorld } from '../../state/context.tsx';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { ChoiceField } from '../../ui/choice-field.tsx';
import { FailureLine } from '../../ui/failure-line.tsx';
import { TextField } from '../../ui/field.tsx';
import classes from './app-view.module.css';
import {
  type DeliveryDraft,
  draftDelivery,
  isSameDelivery,
  type ReadDelivery,
  readDelivery,
} from './delivery-draft.ts';
import { deliveryWords as words } from './delivery-words.ts';
import { Form } from './form.tsx';
import { HoursFields } from './hours-fields.tsx';

const whens = [
  { value: 'any time', label: words.anyTime },
  { value: 'hours', label: words.onlyHours },
] as const;

/** How fast, and at which hours, changes are delivered to an app. */
export function DeliveryForm({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const { draft, kept, write, keep } = useDraft(app.delivery);
  const [isTried, setTried] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const read = readDelivery(draft);
  const doing = useDoing(async () => {
    setTried(true);
    setSaved(false);
    if (!read.ok) return;
    const { delivery } = await client.call('app.setDelivery', { id: app.id, delivery: read.delivery });
    keep(delivery);
    setTried(false);
    setSaved(true);
  });
  const errors: Extract<ReadDelivery, { ok: false }>['errors'] = isTried && !read.ok ? read.errors : {};
  const isWritten = !isSameDelivery(draft, draftDelivery(kept));
  const change = (part: Partial<DeliveryDraft>) => write({ ...draft, ...part });
  return (
    <section className={classes.section}>
      <h3>{words.title}</h3>
      <p className={classes.quiet}>
        {words.text} {words.now(kept)}
      </p>
      <Form
        label={words.title}
        onSubmit={() => void doing.run()}
        busy={doing.busy}
        errors={Object.keys(errors).length}
        isWritten={isWritten}
      >
        <div className={classes.numbers}>
          <TextField
            label={words.debounce}
            hint={words.debounceHint}
            maxLength={24}
            value={draft.debounce}
            error={errors.debounce ?? null}
            onChange={(debounce) => change({ debounce })}
          />
          <TextField
            label={words.concurrency}
            hint={words.concurrencyHint}
            numeric
            maxLength={4}
            value={draft.concurrency}
            error={errors.concurrency ?? null}
            onChange={(concurrency) => change({ concurrency })}
          />
          <TextField
            label={words.perSecond}
            hint={words.perSecondHint}
            required={false}
            maxLength={24}
            value={draft.perSecond}
            error={errors.perSecond ?? null}
            onChange={(perSecond) => change({ perSecond })}
          />
        </div>
        <ChoiceField label={words.when} options={whens} value={draft.when} onChange={(when) => change({ when })} />
        {draft.when === 'hours' ? <HoursFields draft={draft} errors={errors} app={app.name} onChange={change} /> : null}
        <ButtonRow>
          <Button submits disabled={doing.busy}>
            {words.save}
          </Button>
          <span role="status">{isWritten ? words.notSaved : isSaved ? words.saved : ''}</span>
        </ButtonRow>
        {doing.failure ? <FailureLine error={doing.failure} /> : null}
      </Form>
    </section>
  );
}

/** What is written over what is in force. What changes elsewhere is shown here, unless something is written already. */
function useDraft(inForce: AppDetail['delivery']) {
  const given = JSON.stringify(inForce);
  const [seen, setSeen] = useState(given);
  const [kept, setKept] = useState(inForce);
  const [draft, write] = useState(() => draftDelivery(inForce));
  const keep = (delivery: AppDetail['delivery']) => {
    setKept(delivery);
    write(draftDelivery(delivery));
  };
  if (given !== seen) {
    setSeen(given);
    if (isSameDelivery(draft, draftDelivery(kept))) keep(inForce);
    else setKept(inForce);
  }
  return { draft, kept, write, keep };
}
