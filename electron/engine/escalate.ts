import { Channel, type Notifications } from '../../shared/model/notifications.ts';
import type { HeldRemoval } from '../../shared/model/removal.ts';
import { enter } from './audit/chain.ts';
import { sendEmail } from './notify/email.ts';
import { heldMessage, type Message } from './notify/message.ts';
import { postWebhook } from './notify/webhook.ts';
import { backoff } from './provisioning/backoff.ts';
import type { ProvisioningContext } from './provisioning/claim.ts';
import { toBeTold } from './provisioning/escalation.ts';
import { describeHeldRemoval } from './provisioning/removal.ts';
import { readNotifications } from './store/notifications.ts';
import { type HeldRemovalRow, listHeldRemovals } from './store/removal.ts';
import { transaction } from './store/sql.ts';
import { forgetOver, putTold, toldBy } from './store/told.ts';
import { closeOpenItem, findOpenItem, openWorkItem } from './store/work.ts';

const EVERY_MS = 30_000;
const LONGEST_END_MS = 2000;
/** Those held longest are told of; more than so many nobody reads. */
const MOST = 1000;

/** Sends a message by a channel. @returns what was answered @throws Error why it was not taken */
export function sendBy(channel: Channel, { email, webhook }: Notifications, message: Message): Promise<string> {
  if (channel === 'email' && email !== null) return sendEmail(email, message);
  if (channel === 'webhook' && webhook !== null) return postWebhook(webhook, message);
  return Promise.reject(new Error(`Nothing is set for ${channel}.`));
}

export interface Escalation {
  /** Settings changed: what could not be told is tried now. */
  soon(): void;
  stop(): Promise<void>;
}

/**
 * Rule 8: tells people of access that should be gone and is not, by each channel that is set. What was told is kept, so
 * that a restart neither repeats it nor forgets it; a channel that fails is tried again, and asked about.
 *
 * @param every milliseconds between two looks
 */
export function startEscalation(context: ProvisioningContext, every: number = EVERY_MS): Escalation {
  const { db, clock } = context;
  const failing = new Map<Channel, { failures: number; until: number }>();
  let underWay: Promise<unknown> | null = null;
  let stopped = false;
  const timer = setInterval(look, every);
  timer.unref();

  function look(): void {
    if (stopped || underWay !== null) return;
    underWay = Promise.allSettled(Channel.options.map(lookBy)).then((looked) => {
      underWay = null;
      for (const one of looked)
        if (one.status === 'rejected')
          context.logger.error({ error: String((one.reason as Error).stack) }, 'held removals could not be told');
    });
  }

  async function lookBy(channel: Channel): Promise<void> {
    const settings = readNotifications(db);
    if (settings[channel] === null) {
      failing.delete(channel);
      return answered(channel, 'Nobody is told by it any more.');
    }
    const now = clock.now();
    const wait = (failing.get(channel)?.until ?? 0) - now;
    // No wait is longer than a quarter of an hour: the clock was set back.
    if (wait > 0 && wait <= 15 * 60_000) return;
    const { rows, told } = held(channel);
    const due = toBeTold(rows, now);
    if (due.length === 0) return;
    try {
      const message = heldMessage(
        due.map(({ removal }) => removal),
        rows.length,
        now,
      );
      const answer = await sendBy(channel, settings, message);
      // Told twice is better than not at all: what could not be noted any more is told again at the next start.
      if (stopped) return;
      failing.delete(channel);
      transaction(db, (writable) => {
        for (const { row } of due) putTold(writable, channel, row.pk, row.removal_since, now);
        const content = JSON.stringify({ channel, accounts: due.map(({ row }) => row.account_id), answer });
        enter(writable, { at: now, kind: 'told', subject: channel, content });
      });
      answered(channel, 'It works again.');
    } catch (error) {
      if (stopped) return;
      const failures = (failing.get(channel)?.failures ?? 0) + 1;
      failing.set(channel, { failures, until: now + Math.max(60_000, backoff(failures + 5, context.random())) });
      untold(channel, told ? 'again' : 'yet', String((error as Error).message));
    }
  }

  /** What is held and no person has decided to keep, with when it was told of by this channel. */
  function held(channel: Channel) {
    transaction(db, (writable) => forgetOver(writable, channel));
    const toldAt = toldBy(db, channel);
    const rows = listHeldRemovals(db, null, MOST)
      .map((row): { row: HeldRemovalRow; removal: HeldRemoval; since: number; toldAt: number | null } => ({
        row,
        removal: describeHeldRemoval(context, row),
        since: row.removal_since,
        toldAt: toldAt(row.pk, row.removal_since),
      }))
      .filter(({ removal }) => removal.heldBy !== 'rejected');
    return { rows, told: rows.some((one) => one.toldAt !== null) };
  }

  function untold(channel: Channel, when: string, why: string): void {
    const name = channel === 'email' ? 'e-mail' : 'the webhook';
    transaction(db, (writable) =>
      openWorkItem(writable, {
        id: context.ids.next(),
        kind: 'untold',
        subject: channel,
        title: `Nobody could be told by ${name}: ${why.replace(/\s+/g, ' ').slice(0, 300)}`,
        affects: `Somebody still has access that should be gone, and was not told of ${when}.`,
        fix: 'Correct the channel in Set-up, and test it there. It is tried again by itself, every quarter of an hour at least.',
        body: '{}',
        exchange_pk: null,
        app_pk: null,
        opened_at: clock.now(),
      }),
    );
    context.logger.warn({ channel }, 'nobody could be told');
    context.workChanged();
  }

  function answered(channel: Channel, how: string): void {
    if (!findOpenItem(db, 'untold', channel)) return;
    if (transaction(db, (writable) => closeOpenItem(writable, 'untold', channel, how, clock.now())))
      context.workChanged();
  }

  return {
    soon() {
      failing.clear();
      look();
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      // A server that does not answer keeps nobody from ending.
      await Promise.race([underWay, new Promise((resolve) => setTimeout(resolve, LONGEST_END_MS).unref())]);
    },
  };
}
