import type { Migration } from '../migrate.ts';

/** When identity providers could not reach us, so that it can be told what may have been missed. */
export const absences: Migration = {
  version: 10,
  name: 'absences',
  sql: `
CREATE TABLE absence (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  -- Milliseconds since the epoch, by the clock as it was then.
  began_at INTEGER NOT NULL, ended_at INTEGER NOT NULL,
  -- The last exchange of before: what came later arrived after it.
  after_exchange INTEGER NOT NULL
) STRICT;
`,
};
