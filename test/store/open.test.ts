import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recognise, type StoreFailure } from '../../electron/engine/store/failure.ts';
import { databaseFile, holdFolder, prepareFolder } from '../../electron/engine/store/folder.ts';
import { type Migration, migrate } from '../../electron/engine/store/migrate.ts';
import { migrations } from '../../electron/engine/store/migrations/list.ts';
import { reopen, testFolder, testStore } from './database.ts';

const failureOf = (work: () => unknown): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return error;
  }
};
const otherProcess = fileURLToPath(new URL('other-process.ts', import.meta.url));

describe('migrations', () => {
  it('are numbered from 1 without a gap', () => {
    expect(migrations.map((migration) => migration.version)).toEqual(migrations.map((_, index) => index + 1));
  });

  it('make every table of the architecture, strict, with foreign keys that fit', () => {
    const { connection } = testStore().db;
    const tables = connection
      .prepare("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'")
      .all() as { readonly name: string; readonly strict: number }[];
    const words = 'setting source token person user_resource group_resource membership app snapshot account assignment';
    const more = 'exchange change delivery delivery_cause operation intent attempt proof work_item audit';
    const named = tables.map((table) => table.name);
    expect(named).toEqual(expect.arrayContaining(`${words} ${more}`.split(' ')));
    expect(tables.filter((table) => table.strict === 0)).toEqual([]);
    expect(connection.pragma('foreign_key_check')).toEqual([]);
    expect(connection.pragma('user_version', { simple: true })).toBe(migrations.at(-1)?.version);
  });

  it('set what durability rests on', () => {
    const { connection } = testStore().db;
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map((name) =>
      connection.pragma(name, { simple: true }),
    );
    expect(settings).toEqual(['wal', 2, 1]);
  });

  it('leave a database of this version as it is', () => {
    const { db, file, close } = testStore();
    db.connection.exec("INSERT INTO setting VALUES ('kept', 'yes')");
    close();
    const again = reopen(file);
    expect(again.db.connection.prepare('SELECT value FROM setting').pluck().get()).toBe('yes');
    again.close();
    expect(existsSync(`${file}.before-${migrations.at(-1)?.version}`)).toBe(false);
  });

  const now = migrations.length;
  const next: Migration = {
    version: now + 1,
    name: 'next',
    sql: 'CREATE TABLE next (pk INTEGER PRIMARY KEY) STRICT;',
  };
  const broken: Migration = {
    version: now + 2,
    name: 'broken',
    sql: 'CREATE TABLE half (pk INTEGER); CREATE TABLE half (pk);',
  };

  it('copy the file before they touch one that holds something', () => {
    const { db, file } = testStore();
    db.connection.exec("INSERT INTO setting VALUES ('before', 'yes')");
    migrate(db.connection, [...migrations, next], file);
    const copy = new Database(`${file}.before-${next.version}`, { readonly: true });
    expect(copy.prepare('SELECT value FROM setting').pluck().get()).toBe('yes');
    expect(copy.pragma('user_version', { simple: true })).toBe(now);
    copy.close();
    expect(db.connection.pragma('user_version', { simple: true })).toBe(next.version);
  });

  it('go on where a start was ended, and keep the oldest copy', () => {
    const { db, file } = testStore();
    db.connection.exec("INSERT INTO setting VALUES ('before', 'first')");
    // Ended while the second copy was written, and the first one's steps were half done.
    expect(() => migrate(db.connection, [...migrations, next, broken], file)).toThrow('half already exists');
    db.connection.exec("UPDATE setting SET value = 'second'");
    const whole = { ...broken, sql: 'CREATE TABLE half (pk INTEGER PRIMARY KEY) STRICT;' };
    writeFileSync(`${file}.before-${whole.version}.unfinished`, 'half a copy');
    migrate(db.connection, [...migrations, next, whole], file);
    const copy = new Database(`${file}.before-${whole.version}`, { readonly: true });
    expect(copy.prepare("SELECT value FROM setting WHERE key = 'before'").pluck().get()).toBe('first');
    copy.close();
    expect(db.connection.pragma('user_version', { simple: true })).toBe(whole.version);

    const later = { ...next, version: whole.version + 1, sql: 'CREATE TABLE later (pk INTEGER PRIMARY KEY) STRICT;' };
    writeFileSync(`${file}.before-${later.version}.unfinished`, 'half a copy');
    migrate(db.connection, [...migrations, next, whole, later], file);
    expect(existsSync(`${file}.before-${later.version}`)).toBe(true);
    expect(existsSync(`${file}.before-${later.version}.unfinished`)).toBe(false);
  });

  it('do a step whole or not at all', () => {
    const { db } = testStore();
    expect(() => migrate(db.connection, [...migrations, next, broken], null)).toThrow('half already exists');
    expect(db.connection.pragma('user_version', { simple: true })).toBe(next.version);
    const half = db.connection.prepare("SELECT count(*) FROM sqlite_schema WHERE name = 'half'").pluck().get();
    expect(half).toBe(0);
  });

  it('refuse a database of a newer program in words, and change nothing', () => {
    const { db, file, close } = testStore();
    db.connection.pragma('user_version = 99');
    close();
    const before = readFileSync(file);
    const failure = failureOf(() => reopen(file));
    expect(failure).toMatchObject({ name: 'StoreFailure', code: 'database-newer' });
    expect((failure as StoreFailure).message).toContain('99');
    expect((failure as StoreFailure).fix).toContain('Start the newer Footbridge');
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('a database that cannot be used', () => {
  it('that is none is damaged, and is left as it is', () => {
    const file = databaseFile(testFolder('corrupt'));
    const words = 'This is a letter, not a database. '.repeat(100);
    writeFileSync(file, words);
    expect(failureOf(() => reopen(file))).toMatchObject({ name: 'StoreFailure', code: 'database-corrupt' });
    expect(readFileSync(file, 'utf8')).toBe(words);
  });

  it('whose pages are overwritten is damaged', () => {
    const { file, close } = testStore();
    close();
    const bytes = readFileSync(file);
    bytes.fill(0xab, 100);
    writeFileSync(file, bytes);
    expect(failureOf(() => reopen(file))).toMatchObject({ name: 'StoreFailure', code: 'database-corrupt' });
  });

  it('that may only be read says so', () => {
    const { file, close } = testStore();
    close();
    chmodSync(path.dirname(file), 0o755);
    chmodSync(file, 0o444);
    const said = execFileSync(process.execPath, [otherProcess, 'open', file], { encoding: 'utf8' });
    expect(JSON.parse(said)).toMatchObject({ name: 'StoreFailure', code: 'database-read-only' });
  });

  it.each([
    ['SQLITE_CORRUPT', 'database-corrupt'],
    ['SQLITE_CORRUPT_VTAB', 'database-corrupt'],
    ['SQLITE_NOTADB', 'database-corrupt'],
    ['SQLITE_READONLY', 'database-read-only'],
    ['SQLITE_READONLY_DBMOVED', 'database-read-only'],
    ['SQLITE_CANTOPEN', 'database-read-only'],
    ['SQLITE_PERM', 'database-read-only'],
    ['EACCES', 'database-read-only'],
    ['EPERM', 'database-read-only'],
    ['EROFS', 'database-read-only'],
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_IOERR_WRITE', 'disk-full'],
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
  ])('%s is %s, with what to do', (code, known) => {
    const failure = recognise(Object.assign(new Error('what the system said'), { code }), 'footbridge.db');
    expect(failure).toMatchObject({ name: 'StoreFailure', code: known });
    expect((failure as StoreFailure).message).toContain('footbridge.db');
    expect((failure as StoreFailure).fix).not.toBe('');
  });

  it.each([[new Error('other')], [Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })], [null], ['text']])(
    'anything else is what it was: %s',
    (error) => expect(recognise(error, 'footbridge.db')).toBe(error),
  );
});

describe('the folder of a world', () => {
  it('is made, for this user alone', () => {
    const folder = path.join(testFolder('made'), 'deep', 'world');
    prepareFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('that was open to others is closed', () => {
    const folder = path.join(testFolder('closed'), 'world');
    mkdirSync(folder, { mode: 0o755 });
    prepareFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('that cannot be one is refused in words', () => {
    const file = path.join(testFolder('file'), 'world');
    writeFileSync(file, '');
    const failure = failureOf(() => prepareFolder(path.join(file, 'below')));
    expect(failure).toMatchObject({ name: 'StoreFailure', code: 'folder-unwritable' });
  });

  it('is held once, and free again when let go', () => {
    const folder = testFolder('held');
    const letGo = holdFolder(folder);
    const failure = failureOf(() => holdFolder(folder));
    expect(failure).toMatchObject({ name: 'StoreFailure', code: 'folder-held' });
    expect((failure as StoreFailure).message).toContain(folder);
    letGo();
    holdFolder(folder)();
  });

  it('held by another process is refused, and free again when that one is killed', async () => {
    const folder = testFolder('killed');
    const other = spawn(process.execPath, [otherProcess, 'hold', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void other.kill('SIGKILL'));
    await once(other.stdout, 'data');
    expect(failureOf(() => holdFolder(folder))).toMatchObject({ code: 'folder-held' });
    const ended = once(other, 'exit');
    other.kill('SIGKILL');
    await ended;
    holdFolder(folder)();
  });

  it('that is copied while it is held is a folder of its own', () => {
    const folder = testFolder('original');
    const letGo = holdFolder(folder);
    const copy = testFolder('copy');
    copyFileSync(path.join(folder, 'footbridge.lock'), path.join(copy, 'footbridge.lock'));
    holdFolder(copy)();
    letGo();
  });
});
