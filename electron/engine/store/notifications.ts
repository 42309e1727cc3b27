import { Notifications } from '../../../shared/model/notifications.ts';
import { getSetting, putSetting } from './setting.ts';
import type { ReadDb, WriteDb } from './sql.ts';

const KEY = 'notifications';

/** Whom to tell of held removals, as it is set now. */
export function readNotifications(db: ReadDb): Notifications {
  const text = getSetting(db, KEY);
  return Notifications.parse(text === null ? {} : JSON.parse(text));
}

export const putNotifications = (db: WriteDb, notifications: Notifications): void =>
  putSetting(db, KEY, JSON.stringify(notifications));
