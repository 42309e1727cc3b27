import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { foundCompany } from '../../electron/engine/sandbox/events.ts';
import { readRecord, type SandboxRecord, writeRecord } from '../../electron/engine/sandbox/record.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder('record');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record: SandboxRecord = {
  version: 2,
  founded: 1,
  dialect: 'entra',
  source: { id: 'source', name: 'Contoso (pretend)', key: 'key' },
  token: 'pretend-token',
  company: foundCompany(1, 25),
  told: null,
  imported: false,
  memory: { object: 'server-1' },
  luck: 3,
  losses: { object: 1_795_338_000_000 },
  episodes: [{ at: 1_795_338_000_000, text: 'Ada leaves', resourceId: 'server-1' }],
  runs: [],
};

describe('what the sandbox IdP remembers', () => {
  it('comes back as it was, readable by its owner only', () => {
    const file = join(folder, 'sandbox.json');
    writeRecord(file, { ...record, luck: 2 });
    writeRecord(file, record);
    expect(readRecord(file)).toEqual(record);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['torn', JSON.stringify(record).slice(0, 100)],
    ['of another kind', '[]'],
    ['of another version', JSON.stringify({ ...record, version: 1 })],
    ['without what the guard needs', JSON.stringify({ ...record, losses: undefined })],
    ['without a token', JSON.stringify({ ...record, token: '' })],
    ['of no source', JSON.stringify({ ...record, source: { id: 'source' } })],
    ['without what happened', JSON.stringify({ ...record, episodes: undefined })],
  ])('is nothing when it is %s', (_, text) => {
    const file = join(folder, 'sandbox.json');
    writeFileSync(file, text);
    expect(readRecord(file)).toBeNull();
    expect(readRecord(join(folder, 'absent.json'))).toBeNull();
  });
});
