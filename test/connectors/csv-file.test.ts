import { execFileSync, spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCsvConnector } from '../../electron/engine/connectors/csv/connector.ts';
import { LARGEST_FILE, look, replace } from '../../electron/engine/connectors/csv/file.ts';
import { failed, temporaryFolder, unwrap } from './apps.ts';
import { csvTarget, setUp } from './csv-files.ts';

const header = 'Key,Login,Mail,Full name,Number,Status,Roles\n';
const ada = '7,ada,,,,active,\n';

describe('writing', () => {
  it('keeps the mode, and leaves nothing else in the folder', async () => {
    const { connector, file, text } = setUp(csvTarget, header + ada);
    chmodSync(file, 0o604);
    unwrap(await connector.addRole('7', 'reader'));
    expect(statSync(file).mode & 0o7777).toBe(0o604);
    expect(text()).toBe(`${header}7,ada,,,,active,reader\n`);
    expect(readdirSync(path.dirname(file))).toEqual(['users.csv']);
  });

  it('makes the file, with its header, at the first account', async () => {
    const { connector, file, text } = setUp((name) => csvTarget(name, { byteOrderMark: true }));
    const id = unwrap(await connector.create({ login: 'ada', attributes: {} }));
    expect(text()).toBe(`\uFEFFKey,Login,Mail,Full name,Number,Status,Roles\r\n${id},ada,,,,active,\r\n`);
    expect(statSync(file).mode & 0o007, 'nobody else reads it').toBe(0);
  });

  it('follows a link and leaves it a link', async () => {
    const { connector, file, text } = setUp(csvTarget, header + ada);
    const real = path.join(temporaryFolder(), 'elsewhere.csv');
    renameSync(file, real);
    symlinkSync(real, file);
    unwrap(await connector.disable('7'));
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe(text());
    expect(text()).toContain('locked');
    rmSync(real);
    expect(failed(await connector.create({ login: 'bob', attributes: {} }))).toMatch(
      /^transient: .*link to a file that is not there/,
    );
  });

  it('of many accounts at once ends with all of them', async () => {
    const { connector } = setUp(csvTarget);
    const logins = Array.from({ length: 60 }, (_, n) => `user${n}`);
    const ids = await Promise.all(
      logins.map(async (login) => unwrap(await connector.create({ login, attributes: {} }))),
    );
    const twice = await connector.create({ login: 'USER7', attributes: {} });
    expect(failed(twice)).toMatch(/^conflict: /);
    await Promise.all(ids.map((id) => connector.addRole(id, 'reader')));
    const { accounts } = unwrap(await connector.list(null));
    expect(accounts.map(({ login, roles }) => [login, ...roles]).sort()).toEqual(
      logins.map((login) => [login, 'reader']).sort(),
    );
  });

  it('removes what a killed Footbridge left beside the file, and nothing else', async () => {
    const { connector, file } = setUp(csvTarget, header + ada);
    const folder = path.dirname(file);
    const id = '01234567-89ab-cdef-0123-456789abcdef';
    const old = new Date(Date.now() - 2 * 60 * 60 * 1000);
    for (const name of [`.users.csv.${id}.footbridge`, `.other.csv.${id}.footbridge`, `users.csv.${id}`]) {
      writeFileSync(path.join(folder, name), 'half');
      utimesSync(path.join(folder, name), old, old);
    }
    const young = `.users.csv.${id.replace('0', '1')}.footbridge`;
    writeFileSync(path.join(folder, young), 'under way');
    unwrap(await connector.disable('7'));
    expect(readdirSync(folder).sort()).toEqual(
      [`.other.csv.${id}.footbridge`, young, 'users.csv', `users.csv.${id}`].sort(),
    );
  });
});

describe('what somebody else changes', () => {
  it('since it was looked at is noticed before it is overwritten', async () => {
    const { file, text } = setUp(csvTarget, header + ada);
    for (const [what, edit, after] of [
      ['adds', () => appendFileSync(file, '8,bob,,,,active,\n'), `${header}${ada}8,bob,,,,active,\n`],
      [
        'writes the same length',
        () => writeFileSync(file, header + ada.replace('ada', 'eve')),
        header + ada.replace('ada', 'eve'),
      ],
      [
        'puts another in its place',
        () => {
          writeFileSync(`${file}.new`, header);
          renameSync(`${file}.new`, file);
        },
        header,
      ],
      ['removes it', () => rmSync(file), null],
    ] as const) {
      const looked = look(file);
      edit();
      const failure = {
        kind: 'transient',
        message: `somebody else changed ${file} since it was looked at; it is looked at again`,
      };
      await expect(replace(looked, Buffer.from('ours'), file), what).rejects.toMatchObject({ failure });
      expect(text(), what).toBe(after);
    }
    const none = look(file);
    writeFileSync(file, header);
    await expect(replace(none, Buffer.from('ours'), file), 'makes it').rejects.toMatchObject({
      failure: { kind: 'transient' },
    });
    expect(text()).toBe(header);
    expect(readdirSync(path.dirname(file))).toEqual(['users.csv']);
  });

  it('all the time is kept, line for line, whatever we write between', async () => {
    const { connector, file, text } = setUp(csvTarget, header + ada);
    const foreign: string[] = [];
    const ours: string[] = [];
    let tries = 0;
    while (ours.length < 20) {
      const login = `user${ours.length}`;
      // Somebody writes as soon as we have begun, at every other try.
      const created = connector.create({ login, attributes: {} });
      if (tries++ % 2 === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        foreign.push(`theirs${foreign.length}`);
        appendFileSync(file, `,${foreign.at(-1)},,,,active,\n`);
      }
      const result = await created;
      if (result.ok) ours.push(login);
      else expect(failed(result)).toMatch(/^transient: somebody else changed /);
    }
    expect(tries, 'it was noticed').toBeGreaterThan(20);
    const lines = (text() ?? '').split('\n').map((line) => line.split(',')[1]);
    expect(lines.slice(2, -1).sort()).toEqual([...foreign, ...ours].sort());
  });

  it('while we look is waited for: who is missing from half a file is not gone', async () => {
    const { connector, file } = setUp(csvTarget, header + ada);
    writeFileSync(file, header);
    // It has looked when the call returns.
    const read = connector.read('7');
    writeFileSync(file, header + ada);
    expect(failed(await read)).toMatch(/^transient: .*being written by somebody else right now/);
    writeFileSync(file, `${header}7,a`);
    const half = connector.read('7');
    writeFileSync(file, header + ada);
    expect(failed(await half)).toMatch(/^transient: .*being written by somebody else right now/);
    expect(unwrap(await connector.read('7'))?.login).toBe('ada');
    expect(unwrap(await connector.read('8'))).toBeNull();
  });
});

describe('a file', () => {
  it('that went away is no sign that anybody is gone, and is not begun anew', async () => {
    const { connector, file, text } = setUp(csvTarget, header + ada);
    unwrap(await connector.read('7'));
    rmSync(file);
    for (const verb of ['read', 'disable', 'enable'] as const)
      expect(failed(await connector[verb]('7')), verb).toMatch(/^transient: .*is its drive away/);
    expect(failed(await connector.create({ login: 'bob', attributes: {} }))).toMatch(/^transient: .*Put it back/);
    expect(text()).toBeNull();
    writeFileSync(file, '');
    expect(unwrap(await connector.read('7')), 'an empty one is a beginning').toBeNull();
    unwrap(await connector.create({ login: 'bob', attributes: {} }));
    expect(text()).toMatch(/^Key,Login,.*\r\n.*,bob,,,,active,\r\n$/);
  });

  it('that has another name, is too large, or is none, is refused', async () => {
    const { connector, file } = setUp(csvTarget, header + ada);
    linkSync(file, `${file}.second`);
    expect(failed(await connector.disable('7'))).toMatch(/^permanent: .*second name \(a hard link\)/);
    rmSync(`${file}.second`);
    truncateSync(file, LARGEST_FILE + 1);
    expect(failed(await connector.read('7'))).toMatch(/^permanent: .* has 65 MB; at most 64 MB are taken/);
    rmSync(file);
    mkdirSync(file);
    expect(failed(await connector.read('7'))).toMatch(/^permanent: .* is not a file/);
  });

  it('whose folder went away, or that lacks a column, says so', async () => {
    const { connector, file } = setUp(csvTarget, header.replace('Mail', 'E-Mail') + ada);
    expect(failed(await connector.disable('7'))).toBe(
      `permanent: ${file}, line 1: there is no column Mail; the header has Key, Login, E-Mail, Full name, Number, Status, Roles.`,
    );
    writeFileSync(file, header.replace('Number', 'Mail') + ada);
    expect(failed(await connector.read('7'))).toMatch(/there is no column Number/);
    writeFileSync(file, header.replace('Key', 'Key,Mail') + ada.replace('7', '7,'));
    expect(failed(await connector.read('7'))).toMatch(/^permanent: .*line 1: the column Mail is there twice/);
    rmSync(path.dirname(file), { recursive: true });
    expect(failed(await connector.disable('7'))).toMatch(/^transient: The folder of .* is not there/);
  });
});

/** Modes mean nothing to root: it becomes nobody once the program is loaded, which nobody may perhaps not read. */
const asOrdinaryUser = `
  const { createCsvConnector } = await import(process.argv[1]);
  const connector = createCsvConnector(JSON.parse(process.argv[2]));
  if (process.getuid?.() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
  const [read, disable, test] = [await connector.read('7'), await connector.disable('7'), await connector.test()];
  console.log(JSON.stringify({ read, disable, write: test.steps.at(-1) }));`;

it.each([
  ['a file that was made read-only', 0o777, 0o444],
  ['a folder in which no file can be made', 0o555, 0o666],
])('%s can be read, and every write asks for the right', (_, folderMode, fileMode) => {
  const { file, text } = setUp(csvTarget, header + ada);
  chmodSync(file, fileMode);
  chmodSync(path.dirname(file), folderMode);
  const room = new URL('../../electron/engine/connectors/csv/connector.ts', import.meta.url).href;
  const target = JSON.stringify(csvTarget(file));
  const program = ['--input-type=module', '-e', asOrdinaryUser, room, target];
  const said = execFileSync(process.execPath, program, { cwd: '/', encoding: 'utf8' });
  chmodSync(path.dirname(file), 0o755);
  const { read, disable, write } = JSON.parse(said);
  expect(failed(read)).toBe('ok');
  expect(failed(disable)).toMatch(/^credentials: Footbridge may not use .*give its system user the right/);
  expect(write).toMatchObject({ step: 'Write', ok: false });
  expect(text()).toBe(header + ada);
  expect(readdirSync(path.dirname(file))).toEqual(['users.csv']);
});

it('killed at any moment leaves a whole file', async () => {
  const file = path.join(temporaryFolder(), 'users.csv');
  const rows = (role: string) => Array.from({ length: 200 }, (_, n) => `${n},user${n},,,,active,${role}\n`).join('');
  writeFileSync(file, header + rows(''));
  const target = JSON.stringify(csvTarget(file));
  const program = fileURLToPath(new URL('csv-killed.ts', import.meta.url));
  for (let round = 0; round < 4; round += 1) {
    const child = spawn(process.execPath, [program, target], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const before = statSync(file).ino;
    // It is killed while it writes: after the file has been replaced a few times, at no place in particular.
    let replaced = 0;
    for (let last = before; replaced < 2 + round; ) {
      await new Promise((resolve) => setImmediate(resolve));
      const { ino } = statSync(file);
      if (ino !== last) replaced += 1;
      last = ino;
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    expect([header + rows(''), header + rows('reader')]).toContain(readFileSync(file, 'utf8'));
  }
  const { accounts } = unwrap(await createCsvConnector(csvTarget(file)).list(null));
  expect(accounts).toHaveLength(200);
});
