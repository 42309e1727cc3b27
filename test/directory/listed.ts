import type { Act } from '../../electron/engine/directory/act.ts';
import { type Search, searchResources } from '../../electron/engine/directory/search.ts';
import { createUser, removeUser } from '../../electron/engine/directory/users.ts';
import { startReading } from '../../electron/engine/scim/dialect/reading.ts';
import type { JsonObject } from '../../electron/engine/scim/json.ts';
import type { ListQuery } from '../../electron/engine/scim/search-request.ts';
import { addSource } from '../../electron/engine/store/source.ts';
import { type Directory, openDirectory } from './act.ts';

/** A ListResponse. */
export interface ListBody {
  readonly totalResults: number;
  readonly itemsPerPage: number;
  readonly startIndex?: number;
  readonly nextCursor?: string;
  readonly previousCursor?: string;
  readonly Resources: readonly JsonObject[];
}

let sources = 0;

/** A source without anything in it, and the lists that are asked of it. */
export function newSource(directory: Directory = openDirectory()) {
  sources += 1;
  const key = `list-${sources}`;
  const { pk } = directory.act(({ db }) => ({
    pk: addSource(db, { id: key, key, name: key, dialect: 'generic', rate: 0, created_at: 0 }),
  }));
  const source = { pk, key, name: key, dialect: 'generic' as const, tokenHashes: [Buffer.from(key)] };
  const inSource = <T>(work: (act: Act) => T): T => directory.act((act) => work({ ...act, source }));
  return {
    source,
    directory,
    act: inSource,
    addUser: (body: object) => inSource((act) => createUser(act, body)).row?.id ?? '',
    removeUser: (id: string) => void inSource((act) => removeUser(act, id)),
    list(types: Search['types'], query: ListQuery, other: Partial<Search> = {}): ListBody {
      const search = { source, base: 'http://x.test', types, query, now: 0, ...other };
      return JSON.parse(searchResources(directory.db, search, startReading()).body) as ListBody;
    },
  };
}
export type Source = ReturnType<typeof newSource>;
