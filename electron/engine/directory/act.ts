import type { Dialect } from '../../../shared/model/source.ts';
import type { Clock, Ids } from '../ports.ts';
import type { Note } from '../scim/dialect/reading.ts';
import type { ResourceTypes } from '../scim/schema.ts';
import type { Preconditions } from '../scim/version.ts';
import type { WriteDb } from '../store/sql.ts';
import type { Effort } from './effort.ts';
import type { Emptied } from './emptied.ts';

/** One request that may change the directory, within its transaction. */
export interface Act {
  readonly db: WriteDb;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly types: ResourceTypes;
  readonly source: { readonly pk: number; readonly name: string; readonly dialect: Dialect };
  readonly exchangePk: number;
  /** What is asked of the version of the resource that is to be changed. */
  readonly preconditions: Preconditions;
  readonly emptied: Emptied;
  /** What the request that this is a part of may still have done for it. */
  readonly effort: Effort;
}

/** What an act came to. */
export interface Written<Row> {
  readonly status: 200 | 201 | 204;
  readonly row: Row | null;
  /** In plain words. */
  readonly summary: string;
  readonly notes: readonly Note[];
  /** Key of the committed difference; null when nothing changed. */
  readonly changePk: number | null;
  /** People whose wanted accounts may be others now. */
  readonly touched: ReadonlySet<number>;
  /** Those of them who were said to have left by this very request. */
  readonly leavers: ReadonlySet<number>;
  /** Ids of groups whose people changed, also those that hold the changed one; null when it is not just a matter of groups. */
  readonly groups: readonly string[] | null;
}

export const nobody: ReadonlySet<number> = new Set();
