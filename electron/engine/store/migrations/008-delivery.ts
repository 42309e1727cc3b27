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
`,
};
