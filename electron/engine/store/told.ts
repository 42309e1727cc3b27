import type { Channel } from '../../../shared/model/notifications.ts';
import { given, type ReadDb, rows, run, sql, type WriteDb } from './sql.ts';

const told = sql('told removals', `SELECT delivery_pk, since, told_at FROM told_removal WHERE channel = ${given}`);
const put = sql(
  'put told removal',
  `INSERT INTO told_removal (channel, delivery_pk, since, told_at) VALUES (?, ?, ?, ?)
   ON CONFLICT (channel, delivery_pk) DO UPDATE SET since = excluded.since, told_at = excluded.told_at`,
);
const over = sql(
  'told removals that are over',
  `DELETE FROM told_removal WHERE channel = ? AND NOT EXISTS (
     SELECT 1 FROM delivery d WHERE d.pk = told_removal.delivery_pk AND d.removal_since = told_removal.since)`,
);

/** When it was last told by a channel of what is held, by delivery and since when. Milliseconds since the epoch. */
export function toldBy(db: ReadDb, channel: Channel): (deliveryPk: number, since: number) => number | null {
  const found = new Map(
    rows<{ delivery_pk: number; since: number; told_at: number }>(db, told, [channel]).map((one) => [
      one.delivery_pk,
      one,
    ]),
  );
  return (deliveryPk, since) => {
    const one = found.get(deliveryPk);
    return one?.since === since ? one.told_at : null;
  };
}

export const putTold = (db: WriteDb, channel: Channel, deliveryPk: number, since: number, at: number): void =>
  void run(db, put, [channel, deliveryPk, since, at]);
/** Forgets what is not held any more. @returns of how many people were told, and it is over now */
export const forgetOver = (db: WriteDb, channel: Channel): number => run(db, over, [channel]).changes;
