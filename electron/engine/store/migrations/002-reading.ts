import type { Migration } from '../migrate.ts';

/**
 * What the admin's lists are read by: a person's name, state and search text beside the person, the app that a work item
 * is about, and which group changes touched whom. Everything here is computed from what was there before.
 */
export const reading: Migration = {
  version: 2,
  name: 'reading',
  sql: `
-- When this resource said that its person left: was disabled or deleted. Null while active, and of who never was.
ALTER TABLE user_resource ADD COLUMN left_at INTEGER;
UPDATE user_resource SET left_at = coalesce((
  SELECT max(c.at) FROM change c WHERE c.user_pk = user_resource.pk AND c.kind = 'updated'
    AND json_extract(c.after, '$.active') = 0
), deleted_at) WHERE active = 0;

-- state is null of who has no user resource: nobody lists them. roles: how many are not revoked, over all apps.
ALTER TABLE person ADD COLUMN name_folded TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN search TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN state TEXT;
ALTER TABLE person ADD COLUMN left_at INTEGER;
ALTER TABLE person ADD COLUMN roles INTEGER NOT NULL DEFAULT 0;
UPDATE person SET
  name_folded = searchable(name),
  search = searchable(name || char(10) || coalesce((
    SELECT group_concat(u.user_name_folded || coalesce((
      SELECT group_concat(char(10) || json_extract(e.value, '$.value'), '') FROM json_each(u.body, '$.emails') e
    ), ''), char(10)) FROM (SELECT * FROM user_resource WHERE person_pk = person.pk ORDER BY pk) u
  ), '')),
  state = (SELECT CASE WHEN max(u.active = 1 AND u.deleted_at IS NULL) = 1 THEN 'active'
    WHEN max(u.deleted_at IS NULL) = 1 THEN 'inactive' WHEN count(*) > 0 THEN 'gone' END
    FROM user_resource u WHERE u.person_pk = person.pk),
  roles = (SELECT count(*) FROM account k JOIN assignment a ON a.account_pk = k.pk
    WHERE k.person_pk = person.pk AND a.state <> 'revoked');
UPDATE person SET left_at = (SELECT max(u.left_at) FROM user_resource u WHERE u.person_pk = person.pk)
  WHERE state <> 'active';
-- Covers the whole list but the page that is shown: fifty thousand people are searched without opening a row.
CREATE INDEX person_by_name ON person (name_folded, id, state, left_at, roles, search);
CREATE INDEX person_state ON person (state);

CREATE INDEX group_by_name ON group_resource (display_name_folded, id) WHERE deleted_at IS NULL;
CREATE INDEX change_group ON change (group_pk) WHERE group_pk IS NOT NULL;
-- Changes by which somebody left, for the checklist of their source.
CREATE INDEX change_leaving ON change (pk)
  WHERE user_pk IS NOT NULL AND (kind = 'deleted' OR (kind = 'updated' AND json_extract(after, '$.active') = 0));

-- Which users a change of a group made members of it (joined = 1), or took out of it.
CREATE TABLE membership_change (
  pk INTEGER PRIMARY KEY, user_pk INTEGER NOT NULL REFERENCES user_resource, change_pk INTEGER NOT NULL REFERENCES change,
  joined INTEGER NOT NULL
) STRICT;
INSERT INTO membership_change (user_pk, change_pk, joined)
  SELECT m.value, c.pk, 1 FROM change c, json_each(c.members_added) m WHERE c.group_pk IS NOT NULL ORDER BY c.pk;
INSERT INTO membership_change (user_pk, change_pk, joined)
  SELECT m.value, c.pk, 0 FROM change c, json_each(c.members_removed) m WHERE c.group_pk IS NOT NULL ORDER BY c.pk;
INSERT INTO membership_change (user_pk, change_pk, joined)
  SELECT m.member_user_pk, c.pk, 0 FROM change c JOIN membership m ON m.group_pk = c.group_pk
  WHERE c.kind = 'deleted' AND m.member_user_pk IS NOT NULL;
CREATE INDEX membership_change_user ON membership_change (user_pk);

CREATE INDEX account_login ON account (app_pk, login, person_pk);

-- An app's operations, newest first.
ALTER TABLE operation ADD COLUMN app_pk INTEGER REFERENCES app;
UPDATE operation SET app_pk = (SELECT d.app_pk FROM delivery d WHERE d.pk = operation.delivery_pk);
CREATE INDEX operation_app ON operation (app_pk);

CREATE INDEX exchange_source ON exchange (source_pk) WHERE source_pk IS NOT NULL;

-- Null of an item that is about no app, or about several.
ALTER TABLE work_item ADD COLUMN app_pk INTEGER REFERENCES app;
UPDATE work_item SET app_pk = coalesce(
  json_extract(body, '$.appPk'),
  (SELECT d.app_pk FROM delivery d WHERE d.pk = json_extract(work_item.body, '$.deliveryPk')),
  CASE WHEN kind = 'doubt' THEN (SELECT a.pk FROM app a WHERE instr(work_item.subject, a.id || ' ') = 1) END
);
CREATE INDEX work_item_app ON work_item (app_pk) WHERE closed_at IS NULL AND app_pk IS NOT NULL;
`,
};
