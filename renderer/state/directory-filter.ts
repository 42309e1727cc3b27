import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PersonView } from '../../shared/model/person.ts';

/** How the lists of the Directory are narrowed; it stays while one looks at another place. */
export interface DirectoryFilter {
  readonly view: PersonView;
  readonly people: string;
  readonly groups: string;
}

export const createDirectoryFilter = (): StoreApi<DirectoryFilter> =>
  createStore(() => ({ view: 'all', people: '', groups: '' }));
