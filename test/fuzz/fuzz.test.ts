import { rmSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readArguments, UsageFailure } from './arguments.ts';
import { runCampaign } from './campaign.ts';
import { createLuck } from './luck.ts';
import { mutate } from './mutate.ts';
import { judge } from './oracle.ts';
import { plain, type Shot } from './shot.ts';
import { anyRequest } from './traffic.ts';
import type { Answer, Outcome } from './wire.ts';

/** The same requests in every run: what other numbers find is looked for by `npm run fuzz`. */
const SEED = 7644;

test('a host that is sent what nobody should send holds, and serves others meanwhile', {
  timeout: 180_000,
}, async () => {
  const data = temporaryFolder('fuzz');
  onTestFinished(() => rmSync(data, { recursive: true, force: true }));
  const said: string[] = [];
  const campaign = {
    seed: SEED,
    minutes: 1,
    requests: 700,
    workers: [1, 2],
    data,
    say: (line: string) => said.push(line),
  };
  const { findings, complaints, summary, requests } = await runCampaign(campaign);
  expect({ findings, complaints }, summary.join('\n')).toEqual({ findings: [], complaints: [] });
  expect(requests).toBe(700);
  // It went everywhere: things were made, changed and refused.
  for (const status of ['200', '201', '204', '400', '404']) expect(summary[0]).toContain(`× ${status}`);
});

describe('what is sent', () => {
  const sent = (seed: number): Shot[] => {
    const luck = createLuck(seed, 1);
    return Array.from({ length: 300 }, () => mutate(anyRequest(luck), luck));
  };
  test('is the same for the same number, and another for another', () => {
    expect(sent(1)).toEqual(sent(1));
    expect(sent(1)).not.toEqual(sent(2));
  });
});

const get = plain('GET', '/Users');
const type = 'application/scim+json; charset=utf-8';
const answered = (status: number, body: unknown, headers: Answer['headers'] = { 'content-type': type }): Outcome => ({
  kind: 'answered',
  answer: { status, headers, text: typeof body === 'string' ? body : JSON.stringify(body), ms: 1 },
});
const refusal = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
  status: '400',
  scimType: 'invalidValue',
  detail: 'A sentence of words.',
};
const bulk = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
  Operations,
});
const list = { schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'], totalResults: 1, Resources: [{}] };

describe('what is noticed', () => {
  test.each<[string, Shot, Outcome]>([
    ['no answer', get, { kind: 'ended', why: 'no answer in time', ms: 45_000 }],
    ['a closed connection', get, { kind: 'ended', why: 'the connection was closed', ms: 1 }],
    [
      'a hang on half a request',
      { ...get, delivery: 'cut off' },
      { kind: 'ended', why: 'no answer in time', ms: 45_000 },
    ],
    ['500', get, answered(500, refusal)],
    ['503', get, answered(503, { ...refusal, status: '503' })],
    ['501 for users', get, answered(501, { ...refusal, status: '501' })],
    ['a status that is a number', get, answered(400, { ...refusal, status: 400 })],
    ['another status', get, answered(404, refusal)],
    ['no schemas', get, answered(400, { ...refusal, schemas: [] })],
    ['an unknown scimType', get, answered(400, { ...refusal, scimType: 'wrong' })],
    ['no sentence', get, answered(400, { ...refusal, detail: '' })],
    ['another member', get, answered(400, { ...refusal, stack: 'at' })],
    ['a refusal of another type', get, answered(400, refusal, { 'content-type': 'text/plain' })],
    ['a refusal that is no JSON', get, answered(400, 'no')],
    ['429 where there is no limit', get, answered(429, { ...refusal, status: '429' })],
    ['a list that is no JSON', get, answered(200, '{')],
    ['a list of another type', get, answered(200, list, { 'content-type': 'application/json' })],
    ['more than there are', get, answered(200, { ...list, totalResults: 0 })],
    ['201 without Location', get, answered(201, { schemas: ['x'] })],
    ['501 for Bulk', plain('POST', '/Bulk'), answered(501, { ...refusal, status: '501' })],
    ['a bulk result of our own fault', get, answered(200, bulk({ status: '503', response: refusal }))],
    ['a bulk result without its error', get, answered(200, bulk({ status: '400' }))],
    ['a bulk result whose status is a number', get, answered(200, bulk({ status: 200 }))],
    ['204 with a body', get, answered(204, 'x')],
  ])('%s', (_what, shot, outcome) => expect(judge(shot, outcome)).toEqual(expect.any(String)));

  test.each<[string, Shot, Outcome]>([
    ['a list', get, answered(200, list)],
    ['a refusal', get, answered(400, refusal)],
    ['a refusal of HEAD', { ...get, method: 'HEAD' }, answered(405, '')],
    ['/Me that is not offered', plain('GET', '/Me'), answered(501, { ...refusal, status: '501' })],
    [
      'a bulk answer',
      plain('POST', '/Bulk'),
      answered(200, bulk({ status: '201' }, { status: '400', response: refusal })),
    ],
    [
      'a connection that ends on half a request',
      { ...get, delivery: 'cut off' },
      { kind: 'ended', why: 'closed', ms: 1 },
    ],
  ])('but not %s', (_what, shot, outcome) => expect(judge(shot, outcome)).toBeNull());
});

describe('what is typed', () => {
  test('is read', () => {
    expect(readArguments(['--minutes', '0.5', '--seed', '7'])).toMatchObject({ minutes: 0.5, seed: 7, replay: null });
    expect(readArguments(['--requests', '17', '--worker', '3'])).toMatchObject({ requests: 17, workers: [3] });
    expect(readArguments([]).minutes).toBe(10);
  });
  test.each([['--minutes', '0'], ['--minutes', 'x'], ['--seed', '-1'], ['--requests', '0'], ['--wat'], ['word']])(
    'is refused: %s %s',
    (...typed) => expect(() => readArguments(typed.filter((word) => word !== undefined))).toThrow(UsageFailure),
  );
});
