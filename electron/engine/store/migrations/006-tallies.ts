import type { Migration } from '../migrate.ts';

/**
 * How many there are, kept instead of counted: counting 50,000 users takes longer than answering a page of them. Triggers
 * keep it, so that no statement can forget to.
 */
export const tallies: Migration = {
  version: 6,
  name: 'tallies',
  sql: `
-- The users of a source that are not deleted.
ALTER TABLE source ADD COLUMN users INTEGER NOT NULL DEFAULT 0;
UPDATE source SET users = (SELECT count(*) FROM user_resource u WHERE u.source_pk = source.pk AND u.deleted_at IS NULL);
CREATE TRIGGER user_came AFTER INSERT ON user_resource WHEN new.deleted_at IS NULL BEGIN
  UPDATE source SET users = users + 1 WHERE pk = new.source_pk;
END;
CREATE TRIGGER user_went AFTER DELETE ON user_resource WHEN old.deleted_at IS NULL BEGIN
  UPDATE source SET users = users - 1 WHERE pk = old.source_pk;
END;
CREATE TRIGGER user_deleted AFTER UPDATE OF deleted_at ON user_resource
  WHEN (old.deleted_at IS NULL) <> (new.deleted_at IS NULL) BEGIN
  UPDATE source SET users = users + iif(new.deleted_at IS NULL, 1, -1) WHERE pk = new.source_pk;
END;

-- The people who are active or inactive. The index by state served nothing else, and each disable moved an entry in it:
-- two pages more to write.
CREATE TABLE tally (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO tally SELECT 'people', count(*) FROM person WHERE state IN ('active', 'inactive');
DROP INDEX person_state;
CREATE TRIGGER person_came AFTER INSERT ON person WHEN new.state IN ('active', 'inactive') BEGIN
  UPDATE tally SET n = n + 1 WHERE name = 'people';
END;
CREATE TRIGGER person_went AFTER DELETE ON person WHEN old.state IN ('active', 'inactive') BEGIN
  UPDATE tally SET n = n - 1 WHERE name = 'people';
END;
CREATE TRIGGER person_moved AFTER UPDATE OF state ON person
  WHEN (coalesce(old.state, 'gone') = 'gone') <> (coalesce(new.state, 'gone') = 'gone') BEGIN
  UPDATE tally SET n = n + iif(coalesce(new.state, 'gone') = 'gone', -1, 1) WHERE name = 'people';
END;
`,
};
