import { useState } from 'react';
import type { AppDetail } from '../../../shared/model/app.ts';
import { useDoing } from '../../state/ask.ts';
import { useNavigation, useWorld } from '../../state/context.tsx';
import { TextField } from '../../ui/field.tsx';
import classes from './app-view.module.css';
import { Confirm } from './confirm.tsx';
import { OpenedInPlace } from './opened-in-place.tsx';
import { words } from './words.ts';

/** Stops following an app; asks for its name first. */
export function RemoveApp({ app }: { readonly app: AppDetail }) {
  const { client } = useWorld();
  const navigation = useNavigation();
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const doing = useDoing(async () => {
    await client.call('app.remove', { id: app.id });
    navigation.go('apps', [], 'replace');
  });
  const isSame = typed.trim() === app.name;
  return (
    <section className={classes.section}>
      <h3>{words.remove}</h3>
      <OpenedInPlace action={words.remove} kind="danger" isOpen={isAsking} onOpen={() => setAsking(true)}>
        <Confirm
          consequence={words.removeText(app.name, app.accounts.active ?? 0)}
          action={words.removeDo}
          danger
          onConfirm={isSame ? () => void doing.run() : null}
          onCancel={() => {
            setTyped('');
            setAsking(false);
          }}
          doing={doing}
        >
          <TextField
            label={words.removeType(app.name)}
            error={typed !== '' && !isSame && !app.name.startsWith(typed) ? words.removeDiffers : null}
            value={typed}
            onChange={setTyped}
          />
        </Confirm>
      </OpenedInPlace>
    </section>
  );
}
