import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installedPostgres } from '../../scripts/setup/postgres.mjs';
import { testFolder } from '../store/database.ts';

/** A folder with these programs. */
function folder(parent: string, name: string, ...programs: string[]): string {
  const made = join(parent, name);
  mkdirSync(made, { recursive: true });
  for (const program of programs) writeFileSync(join(made, program), '');
  return made;
}

test('a PostgreSQL server is the one that is named, else the newest of Debian, else one of the path', () => {
  const root = testFolder('postgres');
  const debian = join(root, 'debian');
  const client = folder(root, 'client', 'psql', 'initdb');
  const onPath = folder(root, 'path', 'initdb.exe', 'postgres.exe');
  const environment = { PATH: [client, onPath].join(process.platform === 'win32' ? ';' : ':') };
  expect(installedPostgres({ PATH: client }, debian)).toBeNull();
  expect(installedPostgres(environment, debian)).toBe(onPath);
  folder(debian, '9.6/bin', 'initdb', 'postgres');
  const newest = folder(debian, '15/bin', 'initdb', 'postgres');
  folder(debian, '16/bin', 'psql');
  expect(installedPostgres(environment, debian)).toBe(newest);
  const named = folder(root, 'named', 'initdb', 'postgres');
  expect(installedPostgres({ ...environment, PGBIN: named }, debian)).toBe(named);
});
