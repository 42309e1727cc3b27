import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteConnector } from '../../electron/engine/connectors/sqlite/connector.ts';
import { compileSnapshot } from '../../electron/engine/mapping/compile.ts';
import { displayName } from '../../electron/engine/sandbox/company.ts';
import { foundCompany } from '../../electron/engine/sandbox/events.ts';
import type { SandboxRecord } from '../../electron/engine/sandbox/record.ts';
import { startDemo } from '../../electron/headless/demo.ts';
import type { WorkItem } from '../../shared/model/work.ts';
import { userShapes } from '../mapping/company.ts';
import { ContractPretend } from './contract-pretend.ts';
import { type Listening, listen } from './listening.ts';
import { ScimPretend } from './scim-pretend.ts';

let folder = '';
let scim: ScimPretend;
let server: Listening;
let admin: ContractPretend;
/** Of the app, when the first user was sent. */
let stateAtFirstUser: string | undefined;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'footbridge-demo-'));
  scim = new ScimPretend();
  stateAtFirstUser = undefined;
  server = await listen(({ method, path, body }) => {
    const [, , key] = path.split('/');
    if (!path.startsWith('/v2/') || !admin.sources.some(({ id }) => `key-of-${id}` === key)) {
      return { status: 401, body: { detail: 'Unknown source' } };
    }
    if (method === 'POST') stateAtFirstUser ??= admin.apps[0]?.state;
    return scim.answer({ method, path: path.slice(`/v2/${key}`.length), body });
  });
  admin = new ContractPretend(scim, `${server.baseUrl}/v2`);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the demo until it told so many episodes. @returns what it logged */
async function live(episodes: number): Promise<string[]> {
  const controller = new AbortController();
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    // A line comes before its requests: the one after the last episode is aborted before it is sent.
    if (lines.filter((told) => / (leaves|joins|moves|is |takes|, who left)/.test(told)).length > episodes) {
      controller.abort();
    }
  };
  const options = { client: admin.client, scim: `${server.baseUrl}/v2`, data: folder, resources, log };
  await startDemo({ ...options, signal: controller.signal, pace: 100_000 });
  return lines;
}

const resources = fileURLToPath(new URL('../../resources/demo', import.meta.url));

const active = () => [...scim.users.values()].filter((user) => user.active).length;
const record = () => JSON.parse(readFileSync(join(folder, 'demo.json'), 'utf8')) as SandboxRecord;

describe('the demo', () => {
  it('imports the company, sets up the wiki, and begins with a leaver', async () => {
    const lines = await live(1);
    expect(lines.slice(0, 3)).toEqual([
      'Contoso (pretend): connected as a source',
      'Contoso (pretend): first import of 40 people and 9 groups',
      'Contoso (pretend): 40 people at work',
    ]);
    expect(lines[3]).toMatch(/ leaves$/);
    expect([scim.users.size, active(), scim.groups.size]).toEqual([40, 39, 9]);

    const [app] = admin.apps;
    if (app === undefined) throw new Error('no app was added');
    const connector = createSqliteConnector(app.target);
    const { steps, roles } = await connector.test();
    await connector.close();
    expect(steps.filter((step) => !step.ok)).toEqual([]);
    expect([...roles].sort()).toEqual(['admin', 'editor', 'reader']);
    expect(app).toMatchObject({ name: 'Team Wiki', state: 'on', target: { kind: 'sqlite' } });
    expect(app?.snapshot.mappings.map((mapping) => mapping.attribute)).toEqual([
      'login',
      'email',
      'fullName',
      'department',
      'employeeNumber',
    ]);
    const pinned = new Map([...scim.groups].map(([id, group]) => [`"${id}" in groups`, group.displayName]));
    expect(app?.snapshot.rules.map((rule) => [rule.role, pinned.get(rule.when) ?? 'department'])).toEqual([
      ['reader', 'department'],
      ['editor', 'department'],
      ['reader', 'All Staff'],
      ['editor', 'Wiki Editors'],
      ['admin', 'Wiki Admins'],
    ]);
  });

  it('gives everybody the roles and attributes that the company means, by the rules it added', async () => {
    await live(0);
    const [app] = admin.apps;
    if (app === undefined) throw new Error('no app was added');
    const attributes = app.target.kind === 'sqlite' ? Object.keys(app.target.users.columns) : [];
    const compilation = compileSnapshot(app.snapshot, { attributes, user: userShapes });
    if (!compilation.ok) throw new Error(JSON.stringify(compilation.problems));
    const sent = scim.received.filter((request) => request.path === '/Users' && request.method === 'POST');
    const directory = { hasGroup: (id: string) => scim.groups.has(id), groupName: () => null };
    const { people, groups } = foundCompany(2026);
    const inGroup = (name: string, id: string) =>
      groups.some((group) => group.name === name && group.members.includes(id));
    for (const person of people) {
      const user = sent.find((request) => request.body?.externalId === person.id)?.body ?? {};
      const [memberId] = [...scim.users].find(([, stored]) => stored.externalId === person.id) ?? [''];
      const ids = [...scim.groups].filter(([, group]) => group.members.has(memberId)).map(([id]) => id);
      const { roles, attributes: values } = compilation.snapshot.evaluate({ user, groups: ids }, directory);
      const edits = person.department === 'Marketing' || inGroup('Wiki Editors', person.id);
      const wanted = ['reader', ...(edits ? ['editor'] : []), ...(inGroup('Wiki Admins', person.id) ? ['admin'] : [])];
      const given = roles.filter(({ verdict }) => verdict === 'yes').map(({ role }) => role);
      expect(new Set(given)).toEqual(new Set(wanted));
      expect(roles.filter(({ verdict }) => verdict === 'doubt')).toEqual([]);
      expect(values).toEqual([
        { attribute: 'login', ok: true, value: person.login },
        { attribute: 'email', ok: true, value: person.login },
        { attribute: 'fullName', ok: true, value: displayName(person) },
        { attribute: 'department', ok: true, value: person.department },
        { attribute: 'employeeNumber', ok: true, value: person.employeeNumber },
      ]);
    }
  });

  it('is on before the first user arrives, so that the first account is delivered early', async () => {
    await live(0);
    expect(stateAtFirstUser).toBe('on');
  });

  it('goes on with the same company and source after a restart, and sets nothing up again', async () => {
    await live(5);
    const first = record();
    const setUp = admin.calls.length;
    if (process.platform !== 'win32') expect(statSync(join(folder, 'demo.json')).mode & 0o777).toBe(0o600);
    const lines = await live(5);
    expect(lines[0]).toMatch(/people at work$/);
    expect(record()).toMatchObject({ sourceId: first.sourceId, token: first.token });
    expect(record().company.hired).toBeGreaterThanOrEqual(first.company.hired);
    expect(new Set(admin.calls.slice(setUp))).toEqual(new Set(['source.list', 'work.list']));
    expect(admin.sources.length).toBe(1);
  });

  it('tells again what a stop in the middle of an episode left untold', async () => {
    await live(8);
    expect(record().told).not.toEqual(record().company);
    await live(0);
    const here = record().told?.people.filter((person) => person.presence === 'here').length;
    expect(active()).toBe(here);
  });

  it('connects another company, of other people, when the record is lost', async () => {
    await live(0);
    rmSync(join(folder, 'demo.json'));
    const lines = await live(0);
    expect(lines).toContain('Contoso 2 (pretend): connected as a source');
    const domains = new Set([...scim.users.values()].map((user) => user.userName.split('@')[1]));
    expect(domains).toEqual(new Set(['contoso.test', 'contoso-2.test']));
    expect(admin.apps.length).toBe(1);
  });

  it('releases what the guard parked of one person, and leaves the rest to whoever looks', async () => {
    const item = (id: string, kind: WorkItem['kind'], people: number): WorkItem => ({
      id,
      kind,
      title: id,
      affects: '',
      fix: '',
      names: [],
      people,
      openedAt: '2026-11-22T09:00:00.000Z',
      exchangeId: null,
      decisions: ['approve', 'reject'],
    });
    admin.work.push(item('one leaver', 'guard', 1), item('a mass removal', 'guard', 12), item('doubt', 'doubt', 1));
    await live(2);
    expect(admin.decided.map(({ id, decision }) => [id, decision])).toEqual([['one leaver', 'approve']]);
  });

  it('fails with the request and the answer when the product refuses it', async () => {
    await live(0);
    scim.users.clear();
    await expect(live(50)).rejects.toThrow(/^(PATCH|GET) \/(Users|Groups)\/.* needs status .* 404/);
  });
});
