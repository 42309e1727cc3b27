import type { ReactNode } from 'react';
import type { ContractErrorBody } from '../../../shared/contract/error.ts';
import { useNavigation } from '../../state/context.tsx';
import { TextButton } from '../../ui/button.tsx';
import { DetailHead } from '../../ui/detail-head.tsx';
import { EmptyState, ErrorState } from '../../ui/notice.tsx';
import classes from './detail.module.css';
import { words } from './words.ts';

/** The head of a person's or a group's detail; it leads back to the list that they were opened from. */
export function DirectoryHead({ title, children }: { readonly title: ReactNode; readonly children?: ReactNode }) {
  const navigation = useNavigation();
  const close = () => {
    navigation.go('directory', navigation.store.getState().path.slice(0, 1));
    document.querySelector<HTMLElement>('[data-pane="list"]')?.focus();
  };
  return (
    <DetailHead title={title} onClose={close} stays>
      {children}
    </DetailHead>
  );
}

/** One part of a detail under its heading. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export interface NothingHereProps {
  readonly failure: ContractErrorBody | null;
  readonly retry: () => void;
  readonly gone: { readonly title: string; readonly text: string; readonly back: string; readonly href: string };
}

/** Instead of a detail: that it is asked for, that there is no such one, or why it cannot be shown. */
export function NothingHere({ failure, retry, gone }: NothingHereProps) {
  if (failure === null) return <p className={classes.loading}>{words.loading}</p>;
  if (failure.code !== 'not-found') return <ErrorState error={failure} retry={retry} />;
  return (
    <EmptyState title={gone.title}>
      <p>{gone.text}</p>
      <p>
        <a href={gone.href}>{gone.back}</a>
      </p>
    </EmptyState>
  );
}

/** What is shown could not be asked for again. */
export function Stale({ failure, retry }: { readonly failure: ContractErrorBody | null; readonly retry: () => void }) {
  if (failure === null) return null;
  return (
    <p className={classes.stale} role="status">
      {words.stale} {failure.message} <TextButton onPress={retry}>{words.tryAgain}</TextButton>
    </p>
  );
}
