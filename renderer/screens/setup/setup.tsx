import { useState } from 'react';
import type { NewSource } from '../../../shared/model/source.ts';
import { Dialect } from '../../../shared/model/source.ts';
import { useRoute } from '../../state/context.tsx';
import { ChooseIdp } from './choose-idp.tsx';
import { Connect } from './connect.tsx';
import { Doors } from './doors.tsx';
import { Found } from './found.tsx';
import classes from './setup.module.css';
import { SourcePage } from './source-page.tsx';
import { Tell } from './tell.tsx';
import { words } from './words.ts';

/** From install to the first person who arrives: rehearse, or connect an identity provider. */
export function Setup() {
  const { path } = useRoute();
  // Here and nowhere else is the token of a new source: it is gone when this place is left.
  const [made, setMade] = useState<NewSource | null>(null);
  return (
    <div className={classes.page} data-pane="setup">
      <h1 className={classes.title}>{words.title}</h1>
      <Step path={path} made={made} onMade={setMade} />
    </div>
  );
}

interface StepProps {
  readonly path: readonly string[];
  readonly made: NewSource | null;
  readonly onMade: (source: NewSource) => void;
}

function Step({ path: [first, second], made, onMade }: StepProps) {
  if (first === 'rehearse') return <Found />;
  if (first === 'tell') return <Tell />;
  if (first === 'source' && second !== undefined) {
    return <SourcePage key={second} id={second} token={made?.id === second ? made.token : null} />;
  }
  if (first !== 'connect') return <Doors />;
  const dialect = Dialect.safeParse(second);
  return dialect.success ? <Connect key={dialect.data} dialect={dialect.data} onMade={onMade} /> : <ChooseIdp />;
}
