import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldMessage } from '../../electron/engine/notify/message.ts';
import { isToBeTold, toBeTold } from '../../electron/engine/provisioning/escalation.ts';
import { EmailChannel, Notifications, WebhookChannel } from '../../shared/model/notifications.ts';
import type { HeldRemoval } from '../../shared/model/removal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** When it is told, looked at every minute for so long. */
function times(days: number): number[] {
  let toldAt: number | null = null;
  const told: number[] = [];
  for (let now = 0; now <= days * DAY; now += MINUTE) {
    if (!isToBeTold({ since: 0, toldAt }, now)) continue;
    told.push(now);
    toldAt = now;
  }
  return told;
}

describe('a held removal is told of', () => {
  test('after a quarter of an hour, an hour, four hours, a day, and every day', () => {
    expect(times(4)).toEqual([15 * MINUTE, HOUR, 4 * HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY]);
  });

  test('once, however long nobody could be told', () => {
    expect(isToBeTold({ since: 0, toldAt: null }, 10 * DAY)).toBe(true);
    expect(isToBeTold({ since: 0, toldAt: 10 * DAY }, 10 * DAY + HOUR)).toBe(false);
    expect(isToBeTold({ since: 0, toldAt: 10 * DAY }, 11 * DAY)).toBe(true);
  });

  test('with those that would be told of in a moment, and without those that have just begun', () => {
    const one = { since: 0, toldAt: null, name: 'one' };
    const soon = { since: 6 * MINUTE, toldAt: null, name: 'soon' };
    const later = { since: 14 * MINUTE + 30_000, toldAt: null, name: 'later' };
    expect(toBeTold([one, soon, later], 14 * MINUTE)).toEqual([]);
    expect(toBeTold([one, soon, later], 15 * MINUTE).map(({ name }) => name)).toEqual(['one', 'soon']);
  });

  test('never twice at once, whatever the clock does', () => {
    fc.assert(
      fc.property(fc.nat(30 * DAY), fc.integer({ min: -DAY, max: 30 * DAY }), (since, after) => {
        const now = since + after;
        expect(isToBeTold({ since, toldAt: now }, now)).toBe(false);
      }),
    );
  });
});

const removal = (name: string, more: Partial<HeldRemoval> = {}): HeldRemoval => ({
  accountId: name,
  person: { id: name, name },
  app: { id: 'wiki', name: 'Team Wiki' },
  since: new Date(0).toISOString(),
  disable: true,
  roles: [],
  heldBy: 'paused',
  why: 'Paused since noon.',
  workItemId: null,
  ...more,
});

describe('the message', () => {
  test('names who, where, since when and what holds it', () => {
    const { subject, text, body } = heldMessage([removal('Ada')], 1, HOUR);
    expect(subject).toBe('Footbridge: Ada still has access that should be gone');
    expect(text).toContain('- Ada can still sign in to Team Wiki, for 1 hour. Paused since noon.');
    expect(body).toMatchObject({ event: 'removals.held', accounts: 1, removals: [{ heldBy: 'paused' }] });
  });

  test('names fifty of many, and counts all', () => {
    const { subject, text, body } = heldMessage(
      Array.from({ length: 60 }, (_, n) => removal(`P${n}`)),
      70,
      HOUR,
    );
    expect(subject).toContain('60 people still have');
    expect(text).toContain('- and 10 more');
    expect(text).toContain('In all, 70 accounts are held.');
    expect((body as { removals: unknown[] }).removals).toHaveLength(50);
  });

  test('makes no line and no header of what stands in a name', () => {
    const name = 'Ada\r\nBcc: everybody@example.com\r\n\r\nBuy now\u2028';
    const { subject, text } = heldMessage([removal(name)], 1, HOUR);
    expect(subject).not.toMatch(/[\r\n\u2028]/);
    expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
  });
});

describe('whom to tell', () => {
  test.each([
    ['https://hooks.example.com/a?b=c', true],
    ['http://127.0.0.1:8080/x', true],
    ['http://localhost/x', true],
    ['http://hooks.example.com/', false],
    ['https://user:secret@hooks.example.com/', false],
    ['ftp://hooks.example.com/', false],
    ['http://127.0.0.1@evil.example.com/', false],
    ['hooks.example.com', false],
  ])('a webhook at %s: %s', (url, isFine) => {
    expect(WebhookChannel.safeParse({ url }).success).toBe(isFine);
  });

  test('mail without encryption goes to this computer alone', () => {
    const mail = { from: 'a@example.com', to: ['b@example.com'], security: 'none' as const };
    expect(EmailChannel.safeParse({ ...mail, host: '127.0.0.1' }).success).toBe(true);
    expect(EmailChannel.safeParse({ ...mail, host: 'smtp.example.com' }).success).toBe(false);
    expect(EmailChannel.safeParse({ ...mail, host: 'smtp.example.com', security: 'tls' }).success).toBe(true);
  });

  test('is nobody at first', () => {
    expect(Notifications.parse({})).toEqual({ email: null, webhook: null });
  });
});
