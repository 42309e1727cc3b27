import type { ReactNode } from 'react';
import type { ContractErrorBody } from '../../shared/contract/error.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copyable.tsx';
import { Mark } from './mark.tsx';
import classes from './notice.module.css';

/** What a place is for while it has nothing to show, and the next step. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.notice}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** What happened, whom it affects, what to do, an id to quote. */
export function ErrorState({ error, retry }: { readonly error: ContractErrorBody; readonly retry?: () => void }) {
  return (
    <div className={classes.notice} role="alert">
      <h2>
        <Mark shape="cross" tone="bad" /> {error.message}
      </h2>
      <dl>
        <dt>Affects</dt>
        <dd>{error.affects}</dd>
        <dt>What to do</dt>
        <dd>{error.fix}</dd>
        <dt>To quote</dt>
        <dd>
          <code>{error.id}</code>
        </dd>
      </dl>
      <p className={classes.actions}>
        {retry ? (
          <Button kind="primary" small onPress={retry}>
            Try again
          </Button>
        ) : null}
        <CopyButton label="Copy details" text={() => JSON.stringify(error, null, 2)} />
      </p>
    </div>
  );
}
