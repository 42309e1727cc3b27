/** Deviations in PATCH requests. */
import type { Normaliser } from './reading.ts';

export const operationCase: Normaliser<string, string> = {
  name: 'case of an operation',
  explanation: 'Entra sends “Add”, “Replace” and “Remove”; they are read in lower case.',
  read(sent) {
    const word = sent.trim().toLowerCase();
    return word === sent ? undefined : word;
  },
};

export const pathAsKey: Normaliser<string, string> = {
  name: 'paths as keys',
  explanation:
    'An operation without a path has keys that are paths (“name.givenName”, URN:attribute); each is read as one.',
  read: (sent) => sent,
};

export const removeWithValue: Normaliser<unknown, unknown> = {
  name: 'remove with values',
  explanation: 'A remove names values instead of a value filter; those are removed, and never all.',
  read: (sent) => sent,
};

export const absentElement: Normaliser<string, string> = {
  name: 'value filter without a match',
  explanation:
    'An operation addresses a value that is not there (“emails[type eq "work"].value”); it is created from the filter.',
  read: (sent) => sent,
};

export const memberWithoutValue: Normaliser<string, string> = {
  name: 'member named by its path',
  explanation:
    'A member is added by a value filter alone (“members[value eq "…"]”), without a value; it is read from the filter.',
  read: (sent) => sent,
};

export const emptyOperations: Normaliser<number, string> = {
  name: 'no operations',
  explanation: 'A PATCH with an empty list of operations is sent; nothing is changed and it is answered 204.',
  read: (sent) => (sent === 0 ? 'nothing to do' : undefined),
};

export const derivedPart: Normaliser<string, string> = {
  name: 'part of a member',
  explanation: 'The display name, type or $ref of a member is written; these follow from the member and are ignored.',
  read: (sent) => sent,
};
