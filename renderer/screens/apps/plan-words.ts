import { count } from './words.ts';

/** The words of the dry run of an app. */
export const planWords = {
  label: (name: string) => `What would be done in ${name}`,
  columns: { person: 'Person', what: 'What would be done', why: 'What it waits for' },
  foot: (rows: number, more: boolean) => `${count(rows, 'account')}${more ? ' loaded, more on scrolling' : ''}`,
  nothing: 'Nothing would be done.',
  nothingText: 'Every account is as it is wanted, as far as was last seen of it.',
  counting: 'Counting what would be done…',
  losing: (accounts: number) =>
    accounts === 1
      ? 'Something is taken from 1 account'
      : `Something is taken from ${accounts.toLocaleString('en')} accounts`,
  held: (accounts: number) => `${count(accounts, 'account')} ${accounts === 1 ? 'waits' : 'wait'} for something.`,
};
