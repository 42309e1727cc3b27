import type { Migration } from '../migrate.ts';

/** What configuration as a file needs: groups under the keys that a file gives them, and apps that were removed. */
export const configuration: Migration = {
  version: 3,
  name: 'configuration',
  sql: `
-- Rule 6: what a configuration file calls a group that rules name. The id is the group's own, or, while no group of this
-- source has it yet, the one that is reserved for the group to come.
CREATE TABLE group_pin (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE,
  source_pk INTEGER NOT NULL REFERENCES source, display_name TEXT NOT NULL, external_id TEXT
) STRICT;
CREATE INDEX group_pin_source ON group_pin (source_pk);

-- A removed app keeps its name for what is told of it, but somebody else may take that name: what must be unique is the
-- name of an app that is followed, and the id of one that was removed.
ALTER TABLE app RENAME COLUMN name TO unique_name;
ALTER TABLE app ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE app ADD COLUMN removed_at INTEGER;
UPDATE app SET name = unique_name;

-- What was removed may be an app now, not just a source.
UPDATE work_item SET kind = 'removed' WHERE kind = 'source';
`,
};
