import { afterEach, describe, expect, it } from 'vitest';
import { UnfitAnswer } from '../../electron/engine/sandbox/conversation.ts';
import { foundCompany } from '../../electron/engine/sandbox/events.ts';
import { type Line, NoAnswer, speak } from '../../electron/engine/sandbox/speak.ts';
import { speakerOf } from '../../electron/engine/sandbox/speaker.ts';
import { until } from '../support/engine-until.ts';
import { type HttpAnswer, type Listening, listen, type Received } from './listening.ts';
import { ScimPretend } from './scim-pretend.ts';

const { tell, testConnection } = speakerOf('entra');

let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const line = (change: Partial<Line> = {}): Line => ({
  baseUrl: server?.baseUrl ?? '',
  token: 'pretend-token',
  rate: 0,
  signal: new AbortController().signal,
  ...change,
});

const nothingFound = { status: 200, body: { totalResults: 0, Resources: [] } };

describe('speaking over HTTP', () => {
  it('sends a first import in the order of its conversation, with the headers of Entra', async () => {
    const company = foundCompany(5, 10);
    const expected = new ScimPretend();
    const conversation = tell(null, company, {});
    for (let step = conversation.next(); !step.done; step = conversation.next(expected.answer(step.value)));

    const pretend = new ScimPretend();
    server = await listen(({ method, path, body }) => pretend.answer({ method, path, body }));
    const memory = await speak(tell(null, company, {}), line());

    expect(server.received.map(({ method, path, body }) => ({ method, path, body }))).toEqual(expected.received);
    expect(Object.keys(memory).length).toBe(10 + company.groups.length);
    for (const { headers, body } of server.received) {
      expect(headers).toMatchObject({ authorization: 'Bearer pretend-token', accept: 'application/scim+json' });
      expect(headers['content-type']).toBe(body === null ? undefined : 'application/scim+json; charset=utf-8');
    }
  });

  it('keeps to its rate', async () => {
    server = await listen(() => nothingFound);
    const start = performance.now();
    await speak(testConnection('x'), line({ rate: 5 }));
    expect(performance.now() - start).toBeGreaterThan(195);
    expect(server.received.length).toBe(2);
  });

  const passing: readonly (readonly [what: string, answer: HttpAnswer, least: number])[] = [
    ['a lost connection', null, 140],
    ['503', { status: 503, body: { detail: 'busy' } }, 140],
    ['429 with Retry-After', { status: 429, body: null, headers: { 'retry-after': '1' } }, 950],
  ];
  it.each(passing)('tries again after %s', async (_, answer, least) => {
    let refusals = 1;
    server = await listen(() => (refusals-- > 0 ? answer : nothingFound));
    await speak(testConnection('x'), line());
    const [first, again] = server.received as [Received, Received];
    expect(server.received.length).toBe(3);
    expect(again.path).toBe(first.path);
    expect(again.at - first.at).toBeGreaterThan(least);
  });

  const unfit: readonly (readonly [what: string, answer: HttpAnswer, words: RegExp])[] = [
    ['401', { status: 401, body: { detail: 'Unknown token' } }, /GET .*needs status 200.*401.*Unknown token/],
    ['500', { status: 500, body: null }, /500: no body/],
    ['what is no JSON', { status: 200, body: null, text: '<html>' }, /needs an answer in JSON.*<html>/],
  ];
  it.each(unfit)('stops at once at %s, naming request and answer', async (_, answer, words) => {
    server = await listen(() => answer);
    const spoken = speak(testConnection('x'), line());
    await expect(spoken).rejects.toThrow(UnfitAnswer);
    await expect(spoken).rejects.toThrow(words);
    expect(server.received.length).toBe(1);
  });

  it('gives up a server that never answers, and stops at once when aborted', async () => {
    server = await listen(() => null);
    const controller = new AbortController();
    const stopped = expect(speak(testConnection('stopped'), line({ signal: controller.signal }))).rejects.toMatchObject(
      {
        name: 'AbortError',
      },
    );
    await until('it has begun', () => server?.received.length);
    controller.abort();
    await stopped;
    await expect(speak(testConnection('unanswered'), line())).rejects.toThrow(NoAnswer);
    expect(server.received.filter(({ path }) => path.includes('unanswered')).length).toBe(6);
  });
});
