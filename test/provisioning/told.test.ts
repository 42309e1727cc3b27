import { chmodSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { signatureOf } from '../../electron/engine/notify/webhook.ts';
import { until } from '../support/engine-until.ts';
import { startMailServer } from '../support/smtp.ts';
import { movedClock, setStage } from './stage.ts';

const ada = 'ada@example.com';
const MINUTE = 60_000;

/** Ada left while everything is paused; and a mail server that takes what Footbridge says. */
async function leaverHeld() {
  const clock = movedClock();
  const stage = await setStage({ clock });
  const mail = await startMailServer();
  onTestFinished(() => mail.close());
  const id = await stage.hire(ada, 'Sales');
  await stage.quiet();
  await stage.client.call('delivery.pause', { removals: 'wait', reason: 'The wiki is being moved' });
  await stage.patchUser(id, { active: false });
  const email = {
    host: '127.0.0.1',
    port: mail.port,
    security: 'none' as const,
    from: 'fb@example.com',
    to: ['it@example.com'],
  };
  return { stage, clock, mail, email, client: stage.client };
}

test('a leaver who is held is told of by mail after a quarter of an hour, once, also over a restart, and again later', async () => {
  const { stage, clock, mail, email, client } = await leaverHeld();
  await client.call('notification.set', { email });
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(mail.mails).toEqual([]);
  clock.move(16 * MINUTE);
  await until('it is told', () => mail.mails.length === 1);
  expect(mail.mails[0]).toMatchObject({ from: 'fb@example.com', to: ['it@example.com'] });
  expect(mail.mails[0]?.data).toMatch(/Subject: Footbridge: Person ada still has access that should be gone/);
  expect(mail.mails[0]?.data).toMatch(/can still sign in to Team Wiki, for 16 minutes/);
  await stage.engine.restart();
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(mail.mails).toHaveLength(1);
  clock.move(50 * MINUTE);
  await until('it is told again', () => mail.mails.length === 2);
  await client.call('delivery.resume', {});
  await stage.quiet();
  clock.move(24 * 60 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(mail.mails).toHaveLength(2);
});

test('a channel that fails is asked about, and answered when it works again', async () => {
  const { stage, clock, mail, email, client } = await leaverHeld();
  mail.refusal = '550 no such mailbox';
  await client.call('notification.set', { email });
  clock.move(20 * MINUTE);
  const item = await stage.item('untold');
  expect(item.title).toMatch(/^Nobody could be told by e-mail: .*550 no such mailbox/);
  expect(mail.mails).toEqual([]);
  mail.refusal = null;
  clock.move(16 * MINUTE);
  await until('it is told', () => mail.mails.length === 1);
  expect(await stage.items('untold')).toEqual([]);
});

test('what a person rejected is told to nobody', async () => {
  const { stage, clock, mail, email, client } = await leaverHeld();
  await client.call('app.setGuard', { id: stage.app.id, people: 0, percent: 0 });
  await client.call('delivery.resume', {});
  await stage.quiet();
  const bob = await stage.hire('bob@example.com', 'Sales');
  await stage.quiet();
  await stage.patchUser(bob, { active: false });
  const guard = await stage.item('guard');
  await client.call('work.decide', { id: guard.id, decision: 'reject', reason: 'He comes back tomorrow' });
  await client.call('notification.set', { email });
  clock.move(20 * MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(mail.mails).toEqual([]);
});

test('a webhook is told as JSON, signed with the secret of a file that only its owner may read', async () => {
  const { stage, clock, client } = await leaverHeld();
  const got: { headers: IncomingMessage['headers']; body: string }[] = [];
  const answer = { status: 204, location: '' };
  const server = createServer((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      reply.writeHead(answer.status, answer.location === '' ? {} : { location: answer.location }).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const secretFile = path.join(stage.engine.data, 'hook-secret');
  writeFileSync(secretFile, 'open sesame\n', { mode: 0o600 });
  await client.call('notification.set', { webhook: { url, secretFile } });
  clock.move(20 * MINUTE);
  const [told] = await until('it is told', () => got.length === 1 && got);
  expect(JSON.parse(told?.body ?? '')).toMatchObject({
    event: 'removals.held',
    accounts: 1,
    removals: [{ person: { name: 'Person ada' }, app: { name: 'Team Wiki' }, heldBy: 'paused' }],
  });
  expect(told?.headers['x-footbridge-signature']).toBe(signatureOf('open sesame', told?.body ?? ''));

  // A test says what was answered; nothing is followed, and nothing weaker than it should be is used.
  expect(await client.call('notification.test', { channel: 'webhook' })).toEqual({ answer: 'HTTP 204' });
  Object.assign(answer, { status: 302, location: 'http://127.0.0.1:1/elsewhere' });
  await expect(client.call('notification.test', { channel: 'webhook' })).rejects.toThrow(/HTTP 302/);
  chmodSync(secretFile, 0o644);
  await expect(client.call('notification.test', { channel: 'webhook' })).rejects.toThrow(/chmod 600/);
  await expect(client.call('notification.test', { channel: 'email' })).rejects.toThrow(/Nothing is set/);
  expect(await client.call('notification.get', {})).toEqual({ email: null, webhook: { url, secretFile } });
});

test('a mail server is logged into with the password of a file, and one without encryption is refused it elsewhere', async () => {
  const { stage, mail, email, client } = await leaverHeld();
  const passwordFile = path.join(stage.engine.data, 'mail-password');
  writeFileSync(passwordFile, 'tr0ub4dor\n', { mode: 0o600 });
  const notifications = { email: { ...email, user: 'footbridge', passwordFile } };
  const { answer } = await client.call('notification.test', { channel: 'email', notifications });
  expect(answer).toContain('taken as 4711');
  expect(mail.logins).toEqual(['footbridge tr0ub4dor']);
  const starttls = { email: { ...notifications.email, security: 'starttls' as const } };
  await expect(
    client.call('notification.test', { channel: 'email', notifications: starttls }),
    'it offers no encryption',
  ).rejects.toThrow(/was not taken/);
  expect(mail.logins).toHaveLength(1);
});
