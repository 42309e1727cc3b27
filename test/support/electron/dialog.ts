import type * as E from 'electron';
import { modelled } from './modelled.ts';

/** A dialog that nobody was told how to answer: a test replaces the function with one that answers. */
const unanswered = (name: string) => (): never => {
  throw new Error(`electron double: nobody answers dialog.${name}: replace it with what shall answer`);
};

export const dialog = modelled('dialog', {
  showMessageBox: unanswered('showMessageBox'),
  showMessageBoxSync: unanswered('showMessageBoxSync'),
  showOpenDialog: unanswered('showOpenDialog'),
  showSaveDialog: unanswered('showSaveDialog'),
  // It asks nothing, and what it says belongs to what the program says.
  showErrorBox: (title: string, content: string) => console.error(`electron double: error box: ${title}\n${content}`),
} satisfies Partial<E.Dialog>);
