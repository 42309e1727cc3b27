import type { Migration } from '../migrate.ts';

/**
 * Every table that the product's words name. Integer keys (`pk`) for joins and paging, text ids for the outside, times
 * in milliseconds since the epoch. JSON columns hold values that are only ever read whole.
 */
export const ground: Migration = {
  version: 1,
  name: 'ground',
  sql: `
CREATE TABLE setting (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE source (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, dialect TEXT NOT NULL,
  rate INTEGER NOT NULL, created_at INTEGER NOT NULL, removed_at INTEGER, last_seen_at INTEGER
) STRICT;
CREATE TABLE token (
  pk INTEGER PRIMARY KEY, source_pk INTEGER NOT NULL REFERENCES source, hash BLOB NOT NULL, last_four TEXT NOT NULL,
  created_at INTEGER NOT NULL, revoked_at INTEGER
) STRICT;
CREATE INDEX token_source ON token (source_pk);

CREATE TABLE person (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, created_at INTEGER NOT NULL,
  -- Rule 5: the open question "same person or new?"; while it stands nothing is enabled for this person.
  identity_item_pk INTEGER REFERENCES work_item
) STRICT;

CREATE TABLE user_resource (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_pk INTEGER NOT NULL REFERENCES source,
  person_pk INTEGER NOT NULL REFERENCES person, external_id TEXT, user_name_folded TEXT NOT NULL,
  display_name_folded TEXT, active INTEGER NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL,
  created_at INTEGER NOT NULL, modified_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE UNIQUE INDEX user_name ON user_resource (source_pk, user_name_folded) WHERE deleted_at IS NULL;
CREATE INDEX user_external ON user_resource (source_pk, external_id, deleted_at);
CREATE INDEX user_display ON user_resource (source_pk, display_name_folded) WHERE deleted_at IS NULL;
CREATE INDEX user_gone ON user_resource (source_pk, user_name_folded, deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX user_live ON user_resource (source_pk, pk) WHERE deleted_at IS NULL;
CREATE INDEX user_person ON user_resource (person_pk);
CREATE TABLE user_value (
  user_pk INTEGER NOT NULL REFERENCES user_resource ON DELETE CASCADE, path TEXT NOT NULL, value TEXT NOT NULL,
  PRIMARY KEY (user_pk, path, value)
) STRICT, WITHOUT ROWID;
CREATE INDEX user_value_find ON user_value (path, value, user_pk);

CREATE TABLE group_resource (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_pk INTEGER NOT NULL REFERENCES source, external_id TEXT,
  display_name_folded TEXT NOT NULL, body TEXT NOT NULL, version INTEGER NOT NULL, created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL, deleted_at INTEGER
) STRICT;
CREATE INDEX group_name ON group_resource (source_pk, display_name_folded) WHERE deleted_at IS NULL;
CREATE INDEX group_external ON group_resource (source_pk, external_id);
CREATE INDEX group_live ON group_resource (source_pk, pk) WHERE deleted_at IS NULL;
CREATE TABLE membership (
  pk INTEGER PRIMARY KEY, group_pk INTEGER NOT NULL REFERENCES group_resource,
  member_user_pk INTEGER REFERENCES user_resource, member_group_pk INTEGER REFERENCES group_resource,
  CHECK ((member_user_pk IS NULL) <> (member_group_pk IS NULL))
) STRICT;
-- The partial ones below do not serve "every member of this group".
CREATE INDEX membership_group_all ON membership (group_pk);
CREATE UNIQUE INDEX membership_user ON membership (group_pk, member_user_pk) WHERE member_user_pk IS NOT NULL;
CREATE UNIQUE INDEX membership_group ON membership (group_pk, member_group_pk) WHERE member_group_pk IS NOT NULL;
CREATE INDEX membership_of_user ON membership (member_user_pk) WHERE member_user_pk IS NOT NULL;
CREATE INDEX membership_of_group ON membership (member_group_pk) WHERE member_group_pk IS NOT NULL;

-- Rule 3: attributes that went empty for several people at once keep their former value until a person decides.
CREATE TABLE held_attribute (
  person_pk INTEGER NOT NULL REFERENCES person, path TEXT NOT NULL, value TEXT NOT NULL,
  work_item_pk INTEGER NOT NULL REFERENCES work_item, PRIMARY KEY (person_pk, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE app (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, target TEXT NOT NULL,
  roles TEXT NOT NULL, guard_people INTEGER NOT NULL, guard_percent INTEGER NOT NULL, snapshot_pk INTEGER,
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE snapshot (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, app_pk INTEGER NOT NULL REFERENCES app, body TEXT NOT NULL,
  reason TEXT NOT NULL, created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX snapshot_app ON snapshot (app_pk);

CREATE TABLE account (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, app_pk INTEGER NOT NULL REFERENCES app,
  person_pk INTEGER NOT NULL REFERENCES person, target_id TEXT, login TEXT, state TEXT NOT NULL,
  created_at INTEGER NOT NULL, UNIQUE (app_pk, person_pk)
) STRICT;
CREATE UNIQUE INDEX account_target ON account (app_pk, target_id) WHERE target_id IS NOT NULL;
CREATE INDEX account_person ON account (person_pk);
CREATE INDEX account_state ON account (app_pk, state);
CREATE TABLE assignment (
  pk INTEGER PRIMARY KEY, account_pk INTEGER NOT NULL REFERENCES account, role TEXT NOT NULL, state TEXT NOT NULL,
  reason TEXT NOT NULL, rule_id TEXT, snapshot_pk INTEGER NOT NULL REFERENCES snapshot, created_at INTEGER NOT NULL,
  modified_at INTEGER NOT NULL, UNIQUE (account_pk, role)
) STRICT;

CREATE TABLE exchange (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, source_pk INTEGER REFERENCES source,
  method TEXT NOT NULL, path TEXT NOT NULL, status INTEGER NOT NULL, duration_us INTEGER NOT NULL,
  resource_type TEXT, summary TEXT NOT NULL, notes TEXT NOT NULL, note_count INTEGER NOT NULL,
  body_digest BLOB, changed INTEGER NOT NULL
) STRICT;
CREATE TABLE exchange_body (
  exchange_pk INTEGER PRIMARY KEY REFERENCES exchange, request_headers TEXT NOT NULL, request_body TEXT,
  response_headers TEXT NOT NULL, response_body TEXT
) STRICT;

CREATE TABLE change (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, exchange_pk INTEGER REFERENCES exchange, at INTEGER NOT NULL,
  kind TEXT NOT NULL, resource_type TEXT NOT NULL, user_pk INTEGER REFERENCES user_resource,
  group_pk INTEGER REFERENCES group_resource, label TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
  members_added TEXT, members_removed TEXT
) STRICT;
CREATE INDEX change_exchange ON change (exchange_pk);
CREATE INDEX change_user ON change (user_pk) WHERE user_pk IS NOT NULL;

CREATE TABLE delivery (
  pk INTEGER PRIMARY KEY, account_pk INTEGER NOT NULL UNIQUE REFERENCES account, app_pk INTEGER NOT NULL REFERENCES app,
  wanted TEXT NOT NULL, confirmed TEXT, generation INTEGER NOT NULL, confirmed_generation INTEGER NOT NULL,
  due_at INTEGER, failures INTEGER NOT NULL, parked TEXT
) STRICT;
CREATE INDEX delivery_due ON delivery (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_outstanding ON delivery (app_pk) WHERE generation <> confirmed_generation;
CREATE TABLE delivery_cause (
  pk INTEGER PRIMARY KEY, delivery_pk INTEGER NOT NULL REFERENCES delivery, generation INTEGER NOT NULL,
  change_pk INTEGER REFERENCES change, snapshot_pk INTEGER REFERENCES snapshot, work_item_pk INTEGER REFERENCES work_item,
  decisions TEXT NOT NULL, removal INTEGER NOT NULL, parked INTEGER NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX delivery_cause_delivery ON delivery_cause (delivery_pk, generation);
CREATE INDEX delivery_cause_change ON delivery_cause (change_pk) WHERE change_pk IS NOT NULL;
CREATE INDEX delivery_cause_removal ON delivery_cause (at) WHERE removal = 1;

CREATE TABLE operation (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, delivery_pk INTEGER NOT NULL REFERENCES delivery, verb TEXT NOT NULL,
  role TEXT, summary TEXT NOT NULL, state TEXT NOT NULL, generation INTEGER NOT NULL, created_at INTEGER NOT NULL,
  finished_at INTEGER
) STRICT;
CREATE INDEX operation_delivery ON operation (delivery_pk);
CREATE INDEX operation_open ON operation (state) WHERE state IN ('running', 'waiting', 'contradicted');
CREATE TABLE operation_cause (
  operation_pk INTEGER NOT NULL REFERENCES operation, cause_pk INTEGER NOT NULL REFERENCES delivery_cause,
  PRIMARY KEY (operation_pk, cause_pk)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_cause_cause ON operation_cause (cause_pk);
CREATE TABLE intent (
  pk INTEGER PRIMARY KEY, operation_pk INTEGER NOT NULL UNIQUE REFERENCES operation, body TEXT NOT NULL,
  at INTEGER NOT NULL, settled_at INTEGER
) STRICT;
CREATE TABLE attempt (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, operation_pk INTEGER NOT NULL REFERENCES operation,
  number INTEGER NOT NULL, started_at INTEGER NOT NULL, finished_at INTEGER, outcome TEXT NOT NULL, message TEXT NOT NULL
) STRICT;
CREATE INDEX attempt_operation ON attempt (operation_pk);
CREATE TABLE proof (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, operation_pk INTEGER NOT NULL REFERENCES operation,
  kind TEXT NOT NULL, asked TEXT NOT NULL, seen TEXT NOT NULL, not_covered TEXT NOT NULL, at INTEGER NOT NULL
) STRICT;
CREATE INDEX proof_operation ON proof (operation_pk);

CREATE TABLE work_item (
  pk INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL,
  affects TEXT NOT NULL, fix TEXT NOT NULL, body TEXT NOT NULL, exchange_pk INTEGER REFERENCES exchange,
  opened_at INTEGER NOT NULL, closed_at INTEGER, decision TEXT, reason TEXT
) STRICT;
CREATE UNIQUE INDEX work_item_open ON work_item (kind, subject) WHERE closed_at IS NULL;
CREATE TABLE work_item_person (
  work_item_pk INTEGER NOT NULL REFERENCES work_item, person_pk INTEGER NOT NULL REFERENCES person,
  PRIMARY KEY (work_item_pk, person_pk)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_item_of_person ON work_item_person (person_pk);

CREATE TABLE audit (
  pk INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, digest BLOB NOT NULL,
  previous BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
`,
};
