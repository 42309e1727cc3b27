import type { Migration } from '../migrate.ts';

/** Schema extensions that an admin defined (RFC 7643 §3.3). */
export const extensions: Migration = {
  version: 5,
  name: 'extensions',
  sql: `
-- body: the definition, as shared/model/schema-extension.ts has it.
CREATE TABLE schema_extension (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE COLLATE NOCASE, body TEXT NOT NULL, created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL
) STRICT;
`,
};
