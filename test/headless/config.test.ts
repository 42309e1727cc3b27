import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type Command, parseCommand } from '../../electron/headless/arguments.ts';
import { planInWords } from '../../electron/headless/config-words.ts';
import type { Configuration } from '../../shared/model/configuration.ts';
import { contoso } from '../configuration/room.ts';
import { type Ended, lines, realMain, run, saidBesides } from '../support/command.ts';
import { startHost, type TestHost } from '../support/engine-host.ts';
import { copyWiki } from '../support/engine-wiki.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('what is understood', () => {
  const common = { data: undefined, world: 'live', json: false } as const;
  const cases: readonly (readonly [line: string, command: Command])[] = [
    ['config export', { kind: 'config export', flags: { ...common, out: undefined } }],
    ['config export --out f.json --json', { kind: 'config export', flags: { ...common, json: true, out: 'f.json' } }],
    ['config check -', { kind: 'config check', flags: { ...common, file: '-' } }],
    ['config check f --world sandbox', { kind: 'config check', flags: { ...common, world: 'sandbox', file: 'f' } }],
    ['config import f --yes', { kind: 'config import', flags: { ...common, file: 'f', yes: true } }],
    ['config import --data d f', { kind: 'config import', flags: { ...common, data: 'd', file: 'f', yes: false } }],
  ];
  it.each(cases)('%s', (line, command) => expect(parseCommand(line.split(' '))).toEqual(command));

  it.each([
    ['config', 'takes export, check or import'],
    ['config diff', 'takes export, check or import, not "diff"'],
    ['config check', 'needs a file, or - for standard input'],
    ['config import a b', 'does not understand "b"'],
    ['config export f.json', 'does not understand "f.json"'],
    ['config check f --yes', 'does not know --yes'],
  ])('not %s', (line, why) => expect(() => parseCommand(line.split(' '))).toThrow(why));
});

test('a plan in words', () => {
  const effect = { person: 'Ada', app: 'Wiki', role: 'reader', reason: 'because' };
  const plan = {
    problems: [],
    added: [{ kind: 'source' as const, name: 'Okta' }],
    changed: [{ kind: 'app' as const, name: 'Wiki', what: ['rule “A” added', 'guard'] }],
    removed: [{ kind: 'app' as const, name: 'Old' }],
    awaited: [{ key: 'k', source: 'Okta', displayName: 'Editors', externalId: null }],
    impact: {
      gains: [effect],
      gainsCount: 1,
      loses: Array.from({ length: 30 }, () => effect),
      losesCount: 700,
      held: [effect],
      heldCount: 1,
    },
  };
  const words = planInWords(plan, 'would').split('\n');
  expect(words.slice(0, 5)).toEqual([
    '+ add source Okta',
    '~ change app Wiki: rule “A” added, guard',
    '- remove app Old',
    '? group Editors has not been sent by Okta yet; its rules wait for it',
    '  Ada would gain reader in Wiki: because',
  ]);
  expect(words.slice(-2)).toEqual([
    '  and 680 more would lose a role',
    '  Ada would keep, in doubt, reader in Wiki: because',
  ]);
  expect(planInWords(plan, 'did')).toContain('Ada loses reader in Wiki');
});

describe('the commands', () => {
  const folder = temporaryFolder('config');
  const data = path.join(folder, 'data');
  const file = path.join(folder, 'footbridge.json');
  let whole: Configuration;
  let host: TestHost | null = null;
  beforeAll(() => {
    whole = contoso(copyWiki(folder).file);
  });
  afterAll(async () => {
    await host?.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const command = (line: string): Promise<Ended> => run(realMain, [...line.split(' '), '--data', data]).ended;
  const write = (value: unknown): void => writeFileSync(file, JSON.stringify(value));
  const out = path.join(folder, 'exported.json');

  test('without a host: import, and export to a file', async () => {
    write(whole);
    const done = await command(`config import ${file} --json`);
    expect([done.code, saidBesides(done.stderr)]).toEqual([0, '']);
    const [said] = lines(done.stdout);
    expect(said).toMatchObject({
      applied: true,
      added: [{ kind: 'source' }, { kind: 'app' }],
      awaited: [{ key: 'wiki-editors' }],
      newSources: [{ name: 'Contoso', token: expect.stringMatching(/^fb_/) }],
    });
    const exported = await command(`config export --out ${out}`);
    expect(exported).toMatchObject({ code: 0, stdout: `Written to ${out}.\n` });
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.new'))).toEqual([]);
    const text = readFileSync(out, 'utf8');
    expect(JSON.parse(text)).toEqual(whole);
    expect(text).not.toContain('fb_');
  }, 60_000);

  test('beside a host: mistakes, what would be removed, and its removal when told to', async () => {
    host = await startHost(data);
    const text = readFileSync(out, 'utf8');
    write({ ...whole, apps: [{ ...whole.apps[0], guards: {} }] });
    expect(await command(`config import ${file}`)).toMatchObject({
      code: 10,
      stdout: expect.stringContaining('apps[0].guards: There is no “guards” here. Did you mean guard?'),
      stderr: expect.stringContaining(`${file} cannot be imported: one mistake. Nothing was changed.`),
    });
    write({ ...whole, groups: [], apps: [] });
    const [checked, refused] = await Promise.all([command(`config check ${file}`), command(`config import ${file}`)]);
    expect(checked).toMatchObject({ code: 0, stdout: '- remove app Team Wiki\n', stderr: '' });
    expect(refused).toMatchObject({ code: 2, stdout: '- remove app Team Wiki\n' });
    expect(refused.stderr).toContain('say it with --yes');
    expect((await command('config export')).stdout).toBe(text);
    expect(await command(`config import ${file} --yes`)).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse((await command('config export --json')).stdout)).toMatchObject({ apps: [] });

    const [missing, nowhere] = await Promise.all([
      command(`config check ${path.join(folder, 'missing.json')}`),
      command(`config export --out ${path.join(folder, 'missing', 'x.json')}`),
    ]);
    expect([missing.code, nowhere.code]).toEqual([2, 5]);
    expect(missing.stderr).toContain('cannot be read (ENOENT)');
    expect(nowhere.stderr).toContain('cannot be written (ENOENT)');
  }, 120_000);
});
