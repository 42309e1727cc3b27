import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { parseCommand } from '../../electron/headless/arguments.ts';
import { commandUsage } from '../../electron/headless/usage.ts';
import { sandboxDialects, scenarios } from '../../shared/model/sandbox.ts';
import { lines, realMain, run } from '../support/command.ts';
import { startEngine } from '../support/engine.ts';
import { until } from '../support/engine-until.ts';
import { type HttpAnswer, type Listening, listen } from './listening.ts';
import { ScimPretend } from './scim-pretend.ts';

const typed = 'sandbox run leaver --base https://app.test/scim/v2/ --dialect entra';
const words = (line: string) => line.split(' ');

describe('what is typed', () => {
  it('is a scenario, a server, a dialect; the token may stand in the environment', () => {
    expect(parseCommand(words(`${typed} --token t --people 25 --seed 0 --json`))).toEqual({
      kind: 'sandbox run',
      flags: {
        data: undefined,
        world: 'live',
        json: true,
        scenarios: ['leaver'],
        base: 'https://app.test/scim/v2',
        token: 't',
        dialect: 'entra',
        people: 25,
        seed: 0,
      },
    });
    const all = parseCommand(words('sandbox run all --base http://127.0.0.1:1 --dialect ping'));
    expect(all).toMatchObject({
      flags: { scenarios, base: 'http://127.0.0.1:1', token: undefined, people: undefined },
    });
  });

  it.each([
    ['sandbox', 'takes run'],
    ['sandbox walk', 'not "walk"'],
    ['sandbox run', 'needs a scenario'],
    [typed.replace('leaver', 'party'), 'the scenario is one of joiner'],
    [`${typed} twice`, 'does not understand "twice"'],
    [typed.replace('entra', 'klingon'), '--dialect is one of entra'],
    ['sandbox run leaver --dialect entra', '--base is needed'],
    [typed.replace('https://app.test/scim/v2/', 'app.test'), '--base is a URL'],
    [typed.replace('https', 'ftp'), '--base is a URL'],
    [typed.replace('v2/', 'v2?x=1'), '--base is a URL'],
    [typed.replace('app.test', 'me@app.test'), '--base is a URL'],
    [`${typed} --people 24`, '--people is a whole number from 25 to 500'],
    [`${typed} --people 501`, '--people is a whole number from 25 to 500'],
    [`${typed} --data d`, 'does not know --data'],
  ])('%s is refused', (line, message) => {
    expect(() => parseCommand(words(line))).toThrow(message);
  });

  it('is explained with every dialect and scenario, and without a data folder', () => {
    const text = commandUsage('sandbox run', '/folder');
    for (const word of [...sandboxDialects, ...scenarios, 'FOOTBRIDGE_SANDBOX_TOKEN']) expect(text).toContain(word);
    expect(text).not.toContain('/folder');
  });
});

let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Runs the real command; its token stands in the environment. */
const sandboxRun = (
  base: string,
  scenario: string,
  dialect: string,
  more: readonly string[] = [],
  token = 'pretend-token',
) =>
  run(realMain, ['sandbox', 'run', scenario, '--base', base, '--dialect', dialect, '--people', '25', ...more], {
    FOOTBRIDGE_SANDBOX_TOKEN: token,
  });

const nothingFound = { status: 200, body: { totalResults: 0, Resources: [] } };

describe('footbridge sandbox run', () => {
  it('rehearses everything with Footbridge itself, says so line by line and ends with 0', async () => {
    const engine = await startEngine();
    onTestFinished(() => engine.close());
    const source = await engine.addSource('okta');
    const seeded = ['--seed', '7', '--json'];
    const { code, stdout, stderr } = await sandboxRun(source.baseUrl, 'all', 'okta-oin', seeded, source.token).ended;
    expect([code, stderr]).toEqual([0, '']);
    const said = lines(stdout) as { event: string; scenario?: string; met?: boolean }[];
    expect(said[0]).toMatchObject({ event: 'company', people: 25, seed: 7, dialect: 'okta-oin' });
    expect(said.slice(1, 3).map(({ event }) => event)).toEqual(['connected', 'imported']);
    expect(said.filter(({ event }) => event === 'scenario').map(({ scenario }) => scenario)).toEqual([...scenarios]);
    const expectations = said.filter(({ event }) => event === 'expectation');
    expect(expectations.every(({ met }) => met === true)).toBe(true);
    expect(said.at(-1)).toMatchObject({ event: 'summary', met: expectations.length, unmet: 0, seed: 7 });
    expect(stdout).not.toContain(source.token);
  });

  it('says in words what was not met, and ends with 11', async () => {
    // A server that says yes to everything and disables nobody.
    const pretend = new ScimPretend();
    const users = new Map<string, unknown>();
    server = await listen((request) => {
      const { method, path, body } = request;
      const id = /^\/Users\/([^/?]+)$/.exec(path)?.[1];
      if (method === 'GET' && id !== undefined)
        return { status: 200, body: { ...(users.get(id) as object), active: true } };
      const answer = pretend.answer({ method, path, body });
      const made = (answer.body as { id?: string } | null)?.id;
      if (method === 'POST' && made !== undefined) users.set(made, body);
      return answer;
    });
    const { code, stdout } = await sandboxRun(server.baseUrl, 'leaver', 'entra').ended;
    expect(code).toBe(11);
    expect(stdout).toMatch(/NOT MET: .* is inactive, and still there \(active is true, userName is "/);
    expect(stdout).toMatch(/\n0 of 1 expectations met, \d+ requests/);
  });

  const unfit: readonly (readonly [what: string, answer: HttpAnswer, code: number, said: RegExp])[] = [
    ['refuses the token', { status: 401, body: { detail: 'Who are you?' } }, 13, /401: .*Who are you\?.*\n.*new token/],
    ['is a web site', { status: 200, body: null, text: '<html>' }, 14, /needs an answer in JSON.*<html>.*\n.*\/Users/],
    [
      'leads elsewhere',
      { status: 302, body: null, headers: { location: 'http://127.0.0.1:1/' } },
      14,
      /needs status 200.*302/,
    ],
    ['knows no users', { status: 404, body: { detail: 'no route' } }, 14, /needs status 200.*404.*no route/],
    ['never answers', null, 12, /no answer after 6 tries \(.+\)\n.*reaches/],
  ];
  it.each(unfit)('ends at once, and in words, when a server %s', async (_, answer, code, said) => {
    server = await listen(() => answer);
    const ended = await sandboxRun(server.baseUrl, 'joiner', 'entra').ended;
    expect(ended.code).toBe(code);
    expect(ended.stderr).toMatch(said);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 11 when the server stops understanding in the middle', async () => {
    server = await listen(({ method }) =>
      method === 'GET' ? nothingFound : { status: 400, body: { detail: 'no nulls' } },
    );
    const { code, stderr } = await sandboxRun(server.baseUrl, 'joiner', 'entra', ['--json']).ended;
    expect(code).toBe(11);
    expect(JSON.parse(stderr)).toMatchObject({
      event: 'failed',
      exit: 11,
      message: expect.stringContaining('no nulls'),
    });
  });

  it('asks for a token when there is none', async () => {
    const { code, stderr } = await sandboxRun('http://127.0.0.1:1', 'joiner', 'entra', [], '').ended;
    expect([code, stderr]).toEqual([2, expect.stringContaining('FOOTBRIDGE_SANDBOX_TOKEN')]);
  });

  it('stops at Ctrl-C without another word to the server', async () => {
    server = await listen(() => ({ status: 503, body: null, headers: { 'retry-after': '30' } }));
    const running = sandboxRun(server.baseUrl, 'joiner', 'entra');
    await until('the first request', () => server?.received.length);
    running.child.kill('SIGINT');
    const { code, stderr } = await running.ended;
    expect([code, stderr]).toEqual([11, expect.stringContaining('Stopped on request')]);
    expect(server.received.length).toBe(1);
  });
});
