import type { Output, ParsedInput } from '../../../shared/contract/contract.ts';
import { enter } from '../audit/chain.ts';
import { sendBy } from '../escalate.ts';
import { testMessage } from '../notify/message.ts';
import { putNotifications, readNotifications } from '../store/notifications.ts';
import { transaction } from '../store/sql.ts';
import type { ApiContext } from './context.ts';
import { refused } from './refuse.ts';

/** Whom Footbridge tells of held removals. */
export const getNotifications = ({ db }: ApiContext): Output<'notification.get'> => readNotifications(db);

/** Sets it. What could not be told until now is tried at once. */
export function setNotifications(
  context: ApiContext,
  notifications: ParsedInput<'notification.set'>,
): Output<'notification.set'> {
  refuseInSandbox(context);
  const content = JSON.stringify(notifications);
  transaction(context.db, (db) => {
    putNotifications(db, notifications);
    enter(db, { at: context.clock.now(), kind: 'decision', subject: 'notifications', content });
  });
  context.events.emit('configuration', [], 'Whom to tell was set');
  context.notificationsChanged();
  return {};
}

/** Sends a test by one channel, as it is written here or, without that, as it is set. */
export async function testNotification(
  context: ApiContext,
  { channel, notifications }: ParsedInput<'notification.test'>,
): Promise<Output<'notification.test'>> {
  refuseInSandbox(context);
  try {
    const answer = await sendBy(
      channel,
      notifications ?? readNotifications(context.db),
      testMessage(context.clock.now()),
    );
    return { answer };
  } catch (error) {
    throw refused(
      `The test was not taken: ${(error as Error).message}`,
      'Nobody was told anything.',
      'Correct what the message names, and test again.',
    );
  }
}

/** What happens to pretend people leaves this computer nowhere. */
function refuseInSandbox({ world }: ApiContext): void {
  if (world === 'sandbox')
    throw refused('The sandbox tells nobody.', 'Nothing was changed.', 'Set whom to tell in the live world.');
}
