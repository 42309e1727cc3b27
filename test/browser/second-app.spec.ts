import { until } from '../support/engine-until.ts';
import { expect, test } from './stage.ts';
import { addTicketDesk, answers, closes } from './ticket-desk.ts';

test('another app, with tables and roles of its own, takes the same way from request to proof', async ({ stage }) => {
  const { activity, host, data } = stage;
  const grace = await stage.hire('grace@contoso.test', 'Support', { displayName: 'Grace Hopper' });
  const alan = await stage.hire('alan@contoso.test', 'Sales', { displayName: 'Alan Turing' });
  const seniors = await stage.gather('Seniors', [grace, alan]);
  const desk = await addTicketDesk(host().client, data, seniors);
  const onDuty = { standing: 'on duty', team: 'Support', duties: [answers, closes] };
  await until('Grace is on duty', () => desk.agent('grace@contoso.test')?.duties.length === 2);
  expect(desk.agent('grace@contoso.test')).toEqual(onDuty);
  expect(desk.agent('alan@contoso.test')).toBeUndefined();

  await activity.open(host().ready.admin);
  await activity.stopReading();
  await stage.dismiss(seniors, [grace]);
  await expect(activity.row('Update group Seniors: −1 member')).toContainText('1 role removed');
  expect(desk.agent('grace@contoso.test')).toEqual({ ...onDuty, duties: [answers] });

  await stage.disable(grace);
  const row = activity.row('Update Grace Hopper: active true → false');
  await expect(row).toContainText('proved');
  await expect(row).toContainText('1 account disabled');
  expect(desk.agent('grace@contoso.test')).toEqual({ standing: 'off duty', team: 'Support', duties: [] });

  const id = await activity.select('Update Grace Hopper: active');
  await expect(activity.inspector).toContainText('Grace Hopper in Ticket Desk');
  await expect(activity.inspector).toContainText('now disabled');
  await expect(activity.steps('Proof').first()).toContainText('Agents of the desk');
  const trace = await activity.traceTexts();
  expect(trace.join('\n')).toContain(`Role ${answers} revoked`);
  const order = ['Request', 'Change', 'Decision', 'Operation', 'Attempt', 'Proof'];
  expect(order.filter((kind) => trace.some((text) => text.includes(kind)))).toEqual(order);

  await stage.restart();
  await activity.open(host().ready.admin);
  await activity.openExchange(id);
  await expect(activity.steps('Proof')).toHaveCount(trace.filter((text) => text.includes('Proof')).length);
  expect(await activity.traceTexts()).toEqual(trace);
});
