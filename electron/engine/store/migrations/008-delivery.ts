import type { Migration } from '../migrate.ts';

/**
 * How changes are delivered is the app's own affair, and what takes access away comes first: `urgent`. Each app's
 * deliveries are looked up by themselves, so that no app waits behind another's backlog.
 */
export const delivery: Migration = {
  version: 8,
  name: 'delivery',
  sql: `
-- JSON of DeliverySettings; what it leaves out is as usual.
ALTER TABLE app ADD COLUMN delivery TEXT NOT NULL DEFAULT '{}';
-- JSON of Pause; that of all apps is the setting delivery.pause.
ALTER TABLE app ADD COLUMN pause TEXT;

ALTER TABLE delivery ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;
-- What the guard has parked may be among it: it is urgent to look, and looking leaves it parked.
UPDATE delivery SET urgent = 1 WHERE generation <> confirmed_generation AND confirmed IS NOT NULL AND (
  (json_extract(confirmed, '$.active') = 1 AND json_extract(wanted, '$.active') = 0)
  OR EXISTS (SELECT 1 FROM json_each(confirmed, '$.roles') has
    WHERE has.value NOT IN (SELECT value FROM json_each(wanted, '$.roles'))));
-- An operation whose outcome is not known may have given something.
UPDATE delivery SET urgent = 1 WHERE pk IN (
  SELECT o.delivery_pk FROM operation o JOIN intent i ON i.operation_pk = o.pk WHERE i.settled_at IS NULL);
DROP INDEX delivery_due;
CREATE INDEX delivery_due ON delivery (app_pk, urgent, due_at) WHERE due_at IS NOT NULL;

-- Rule 9: what was seen to be taken away is looked at again; done_at is what its times count from.
CREATE TABLE reread (
  operation_pk INTEGER PRIMARY KEY REFERENCES operation, delivery_pk INTEGER NOT NULL REFERENCES delivery,
  app_pk INTEGER NOT NULL REFERENCES app, done_at INTEGER NOT NULL, due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reread_due ON reread (app_pk, due_at);
CREATE INDEX reread_delivery ON reread (delivery_pk);
INSERT INTO reread
  SELECT o.pk, o.delivery_pk, o.app_pk, o.finished_at, o.finished_at + 3600000
  FROM operation o JOIN app a ON a.pk = o.app_pk
  WHERE o.verb IN ('disable', 'removeRole', 'delete') AND o.state = 'done' AND a.removed_at IS NULL
    AND o.finished_at > (unixepoch() - 30 * 86400) * 1000
    AND EXISTS (SELECT 1 FROM proof p WHERE p.operation_pk = o.pk AND p.kind IN ('proved', 'handed over'));
`,
};
