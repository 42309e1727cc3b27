import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { createVault, vaultFile } from '../../electron/host/vault.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Luck {
  readonly platform?: NodeJS.Platform;
  readonly backend?: string;
}

/** A vault in a folder of its own, over a store of keys that really encrypts and can be given other luck. */
function createScene({ platform = 'linux', backend = 'gnome_libsecret' }: Luck = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'footbridge-vault-'));
  folders.push(folder);
  const log: string[] = [];
  const note = (fields: object, message: string) => void log.push(`${JSON.stringify(fields)} ${message}`);
  const luck = {
    available: true as boolean | 'rejects',
    encrypts: true,
    renewed: false,
    key: randomBytes(32),
    asked: 0,
    looked: 0,
  };
  const vault = createVault({
    storage: {
      async isAsyncEncryptionAvailable() {
        luck.looked += 1;
        if (luck.available === 'rejects') throw new Error('no keyring answers');
        return luck.available;
      },
      getSelectedStorageBackend() {
        if (backend === 'throws') throw new Error('no keyring answers');
        return backend;
      },
      async encryptStringAsync(plain) {
        luck.asked += 1;
        if (!luck.encrypts) throw new Error(`cannot encrypt ${plain}`);
        const start = randomBytes(12);
        const cipher = createCipheriv('aes-256-gcm', luck.key, start);
        const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
        return Buffer.concat([start, cipher.getAuthTag(), body]);
      },
      async decryptStringAsync(encrypted) {
        const decipher = createDecipheriv('aes-256-gcm', luck.key, encrypted.subarray(0, 12));
        decipher.setAuthTag(encrypted.subarray(12, 28));
        const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
        return { result, shouldReEncrypt: luck.renewed };
      },
    },
    file: vaultFile(folder),
    platform,
    logger: { debug: note, info: note, warn: note, error: note },
  });
  return {
    folder,
    file: vaultFile(folder),
    log,
    luck,
    vault,
    text: () => readFileSync(vaultFile(folder), 'utf8'),
    /** Every byte that lies in the folder, and every line that was logged. */
    everything: () =>
      [
        ...readdirSync(folder).map((name) => `${name}\n${readFileSync(path.join(folder, name), 'latin1')}`),
        ...log,
      ].join('\n'),
  };
}

const canary = 'canary-9f2c-Geheim!';

test('a secret is kept, read, replaced and forgotten, each by its name', async () => {
  const { vault, text, file } = createScene();
  expect(await vault.read('wiki')).toBeNull();
  await vault.write('wiki', canary);
  await vault.write('desk.ldap:bind', 'another');
  await vault.write('wiki', 'the third');
  expect(await vault.read('wiki')).toBe('the third');
  await vault.forget('wiki');
  await vault.forget('never there');
  expect(await vault.read('wiki')).toBeNull();
  expect(await vault.read('desk.ldap:bind')).toBe('another');
  expect(Object.keys(JSON.parse(text()).secrets)).toEqual(['desk.ldap:bind']);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('any secret comes back as it was', async () => {
  const { vault } = createScene();
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (secret) => {
      await vault.write('wiki', secret);
      expect(await vault.read('wiki')).toBe(secret);
    }),
    { numRuns: 30 },
  );
});

test('secrets that are written at the same time are all kept', async () => {
  const { vault } = createScene();
  const names = Array.from({ length: 20 }, (_none, index) => `app-${index}`);
  await Promise.all(names.map((name) => vault.write(name, `secret of ${name}`)));
  expect(await Promise.all(names.map((name) => vault.read(name)))).toEqual(names.map((name) => `secret of ${name}`));
});

test.each(['', '__proto__', 'UPPER', '../wiki', 'a b', '1st', 'a'.repeat(101)])('%j is no name', async (name) => {
  const { vault, folder } = createScene();
  await expect(vault.write(name, canary)).rejects.toThrow(TypeError);
  expect(readdirSync(folder)).toEqual([]);
});

test.each(['constructor', 'tostring', 'hasownproperty'])('%s is a name like any other', async (name) => {
  const { vault } = createScene();
  expect(await vault.read(name)).toBeNull();
  await vault.write(name, canary);
  expect(await vault.read(name)).toBe(canary);
});

describe('the protection', () => {
  test.each([
    ['linux', 'gnome_libsecret', true, 'system'],
    ['linux', 'kwallet6', true, 'system'],
    ['linux', 'basic_text', true, 'unprotected'],
    ['linux', 'unknown', true, 'unavailable'],
    ['linux', 'throws', true, 'unavailable'],
    ['linux', 'gnome_libsecret', false, 'unavailable'],
    ['linux', 'gnome_libsecret', 'rejects', 'unavailable'],
    ['darwin', 'unknown', true, 'system'],
    ['win32', 'unknown', true, 'system'],
    ['darwin', 'unknown', false, 'unavailable'],
  ] as const)('on %s with %s, available %s: %s', async (platform, backend, available, protection) => {
    const { vault, luck } = createScene({ platform, backend });
    luck.available = available;
    expect(await vault.protection()).toBe(protection);
  });

  test.each([
    ['unprotected', { backend: 'basic_text' }, () => undefined],
    ['unavailable', {}, (luck: ReturnType<typeof createScene>['luck']) => Object.assign(luck, { available: false })],
    [
      'unavailable',
      {},
      (luck: ReturnType<typeof createScene>['luck']) => Object.assign(luck, { available: 'rejects' }),
    ],
    ['unavailable', {}, (luck: ReturnType<typeof createScene>['luck']) => Object.assign(luck, { encrypts: false })],
  ] as const)('%s: a secret is refused in words, and nothing of it is stored', async (code, given, harm) => {
    const scene = createScene(given);
    harm(scene.luck);
    await expect(scene.vault.write('wiki', canary)).rejects.toMatchObject({
      name: 'VaultFailure',
      code,
      message: expect.stringMatching(/wiki/),
      fix: expect.stringMatching(/^[A-Z].*\.$/),
    });
    expect(readdirSync(scene.folder)).toEqual([]);
    expect(scene.everything()).not.toContain(canary);
  });

  test('is not asked for before a secret is read or kept, and is logged when it is found to be another', async () => {
    const { vault, luck, log } = createScene();
    await vault.read('wiki');
    await vault.forget('wiki');
    expect([luck.looked, log]).toEqual([0, []]);
    await vault.write('wiki', canary);
    await vault.read('wiki');
    const encrypted = expect.stringMatching(/"system".*are encrypted by this system/);
    expect(log).toEqual([encrypted]);
    luck.available = false;
    await vault.read('wiki').catch(() => undefined);
    expect(log).toEqual([encrypted, expect.stringMatching(/"unavailable".*does not answer/)]);
  });

  test('that is not there is not asked to encrypt', async () => {
    const { vault, luck } = createScene({ backend: 'basic_text' });
    await vault.write('wiki', canary).catch(() => undefined);
    expect(luck.asked).toBe(0);
  });

  test('that goes away leaves what was kept unreadable, but it can be forgotten', async () => {
    const { vault, luck, text } = createScene();
    await vault.write('wiki', canary);
    luck.available = false;
    await expect(vault.read('wiki')).rejects.toMatchObject({ code: 'unavailable' });
    await vault.forget('wiki');
    expect(JSON.parse(text()).secrets).toEqual({});
  });
});

describe('a key that the system renewed', () => {
  test('has the secret encrypted anew, and saved', async () => {
    const { vault, luck, text } = createScene();
    await vault.write('wiki', canary);
    const before = text();
    luck.renewed = true;
    expect(await vault.read('wiki')).toBe(canary);
    const after = text();
    expect(after).not.toBe(before);
    luck.renewed = false;
    expect(await vault.read('wiki')).toBe(canary);
    expect(text()).toBe(after);
  });

  test('still reads what could not be encrypted anew, and the log says so', async () => {
    const scene = createScene();
    await scene.vault.write('wiki', canary);
    const before = scene.text();
    Object.assign(scene.luck, { renewed: true, encrypts: false });
    expect(await scene.vault.read('wiki')).toBe(canary);
    expect(scene.text()).toBe(before);
    expect(scene.log.at(-1)).toMatch(/wiki.*unavailable.*could not be encrypted anew/);
  });

  test('that is another one altogether leaves a named error, and the other secrets', async () => {
    const { vault, luck } = createScene();
    await vault.write('wiki', canary);
    luck.key = randomBytes(32);
    await vault.write('desk', 'another');
    await expect(vault.read('wiki')).rejects.toMatchObject({ code: 'undecryptable', fix: 'Enter the password again.' });
    expect(await vault.read('desk')).toBe('another');
  });
});

describe('a file that is not what was written', () => {
  test.each([
    ['cut short', '{"version":1,"secr'],
    ['empty', ''],
    ['another kind', '[]'],
    ['another version', '{"version":2,"secrets":{}}'],
    ['no base64', '{"version":1,"secrets":{"wiki":"!"}}'],
    ['a name that is none', '{"version":1,"secrets":{"../wiki":"AAAA"}}'],
    ['a secret that is no text', '{"version":1,"secrets":{"wiki":{"a":1}}}'],
  ])('%s: a named error for reading, writing and forgetting; it stays as it is', async (_what, text) => {
    const scene = createScene();
    writeFileSync(scene.file, text);
    const { vault } = scene;
    for (const act of [() => vault.read('wiki'), () => vault.write('wiki', canary), () => vault.forget('wiki')]) {
      await expect(act()).rejects.toMatchObject({ code: 'damaged', message: expect.stringContaining(scene.file) });
    }
    expect(scene.text()).toBe(text);
  });

  test('ciphertext that was changed is an error of its own', async () => {
    const scene = createScene();
    await scene.vault.write('wiki', canary);
    const { secrets } = JSON.parse(scene.text());
    const changed = Buffer.from(secrets.wiki, 'base64');
    changed.writeUInt8(changed.readUInt8(20) ^ 1, 20);
    writeFileSync(scene.file, JSON.stringify({ version: 1, secrets: { wiki: changed.toString('base64') } }));
    await expect(scene.vault.read('wiki')).rejects.toMatchObject({ code: 'undecryptable' });
  });

  test('a folder in its place can be neither read nor written', async () => {
    const scene = createScene();
    mkdirSync(scene.file);
    await expect(scene.vault.read('wiki')).rejects.toMatchObject({ code: 'damaged' });
  });

  test('a folder that is gone refuses in words', async () => {
    const scene = createScene();
    rmSync(scene.folder, { recursive: true });
    await expect(scene.vault.write('wiki', canary)).rejects.toMatchObject({ code: 'unwritable' });
  });
});

test('no secret is anywhere in the folder or the log, whatever happened to it', async () => {
  const scene = createScene();
  const { vault, luck } = scene;
  await vault.write('wiki', canary);
  await vault.write('desk', canary);
  luck.renewed = true;
  await vault.read('wiki');
  luck.encrypts = false;
  await vault.read('wiki');
  const refusal: unknown = await vault.write('desk', canary).catch((error) => error);
  luck.key = randomBytes(32);
  const lost: unknown = await vault.read('desk').catch((error) => error);
  const said = [refusal, lost].map((error) => `${(error as Error).stack} ${JSON.stringify(error)}`);
  const forms = [canary, Buffer.from(canary).toString('base64').slice(0, -4), Buffer.from(canary).toString('hex')];
  for (const form of forms) expect([scene.everything(), ...said].join('\n')).not.toContain(form);
});
