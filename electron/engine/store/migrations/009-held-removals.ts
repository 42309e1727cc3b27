import type { Migration } from '../migrate.ts';

/** Whether something is to be taken away of a delivery that is not yet, or may have been given and is not wanted. */
const toTake = (delivery: string): string => `coalesce(
  (json_extract(${delivery}.confirmed, '$.active') = 1 AND json_extract(${delivery}.wanted, '$.active') = 0)
  OR (json_extract(${delivery}.confirmed, '$.roles') <> json_extract(${delivery}.wanted, '$.roles') AND EXISTS (
    SELECT value FROM json_each(${delivery}.confirmed, '$.roles')
    EXCEPT SELECT value FROM json_each(${delivery}.wanted, '$.roles')))
  OR EXISTS (SELECT 1 FROM operation o JOIN intent i ON i.operation_pk = o.pk
    WHERE o.delivery_pk = ${delivery}.pk AND i.settled_at IS NULL AND (
      (o.verb IN ('create', 'enable') AND json_extract(${delivery}.wanted, '$.active') = 0)
      OR (o.verb = 'addRole' AND o.role NOT IN (SELECT value FROM json_each(${delivery}.wanted, '$.roles'))))), 0)`;

/** When that began: with the newest cause that takes something away. */
const began = (delivery: string): string => `coalesce(
  (SELECT at FROM delivery_cause WHERE delivery_pk = ${delivery}.pk AND removal = 1 ORDER BY generation DESC LIMIT 1),
  (SELECT at FROM delivery_cause WHERE delivery_pk = ${delivery}.pk ORDER BY generation DESC LIMIT 1))`;

/**
 * Rule 8: since when something is to be taken from an account and is not is kept with its delivery, whoever writes it and
 * whatever holds it, so that the longest held are found first however many deliveries there are. What was told of it, and
 * by which channel, is kept for as long as it lasts.
 */
export const heldRemovals: Migration = {
  version: 9,
  name: 'held removals',
  sql: `
-- Milliseconds since the epoch; null: nothing is to be taken.
ALTER TABLE delivery ADD COLUMN removal_since INTEGER;
-- 1: somebody released it by hand, past a pause and past the hours of delivery.
ALTER TABLE delivery ADD COLUMN released INTEGER NOT NULL DEFAULT 0;
-- Since when it has lasted of deliveries from before: with the first cause that is still open and takes something.
UPDATE delivery SET removal_since = coalesce(
    (SELECT min(c.at) FROM delivery_cause c WHERE c.delivery_pk = delivery.pk AND c.removal = 1
      AND c.generation > delivery.confirmed_generation), ${began('delivery')})
  WHERE generation <> confirmed_generation AND ${toTake('delivery')};
CREATE INDEX delivery_removal ON delivery (removal_since) WHERE removal_since IS NOT NULL;
CREATE INDEX delivery_released ON delivery (app_pk, due_at) WHERE released = 1 AND urgent = 1 AND due_at IS NOT NULL;

CREATE TRIGGER removal_begins AFTER UPDATE OF wanted, confirmed ON delivery
WHEN NEW.removal_since IS NULL AND NEW.generation <> NEW.confirmed_generation AND ${toTake('NEW')}
BEGIN
  UPDATE delivery SET removal_since = ${began('NEW')} WHERE pk = NEW.pk;
END;
CREATE TRIGGER removal_ends AFTER UPDATE OF wanted, confirmed, confirmed_generation ON delivery
WHEN NEW.removal_since IS NOT NULL AND (NEW.generation = NEW.confirmed_generation OR NOT ${toTake('NEW')})
BEGIN
  UPDATE delivery SET removal_since = NULL, released = 0 WHERE pk = NEW.pk;
END;

-- By channel: of which removals people were told, and when last. A removal that begins anew has another "since".
CREATE TABLE told_removal (
  channel TEXT NOT NULL, delivery_pk INTEGER NOT NULL REFERENCES delivery, since INTEGER NOT NULL,
  told_at INTEGER NOT NULL, PRIMARY KEY (channel, delivery_pk)
) STRICT, WITHOUT ROWID;
`,
};
