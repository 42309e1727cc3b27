import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from '../../shared/model/z.ts';
import type { Logger } from '../engine/ports.ts';
import { writeWhole } from './whole-file.ts';

/**
 * What protects the secrets: the system's own store of keys; nothing that deserves the name (a Linux desktop without a
 * keyring, where Chromium would use a password that everybody knows); or nothing at all, since the store does not answer.
 */
export type Protection = 'system' | 'unprotected' | 'unavailable';

/** The secrets of one data folder: each has a name, and stands in the file only as what the system encrypted. */
export interface Vault {
  protection(): Promise<Protection>;
  /** @returns null when there is no secret of this name. @throws VaultFailure when it cannot be read */
  read(name: string): Promise<string | null>;
  /** Keeps a secret, in the place of the one before. @throws VaultFailure; then the one before still stands */
  write(name: string, secret: string): Promise<void>;
  /** Needs no protection, so that what is not wanted can always go. @throws VaultFailure when the file cannot be changed */
  forget(name: string): Promise<void>;
}

export type VaultFailureCode = 'unprotected' | 'unavailable' | 'damaged' | 'undecryptable' | 'unwritable';

/** A secret that could not be read, kept or forgotten: what happened and whom it affects, and what to do. */
export class VaultFailure extends Error {
  override readonly name = 'VaultFailure';
  readonly code: VaultFailureCode;
  readonly fix: string;

  constructor(code: VaultFailureCode, message: string, fix: string) {
    super(message);
    this.code = code;
    this.fix = fix;
  }
}

/** What encrypts with a key that the system keeps, as Electron's safeStorage does once the app is ready. */
export interface SystemStorage {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  /** Of Linux alone: which store of keys it is; `unknown` until it was asked whether there is one. */
  getSelectedStorageBackend(): string;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(encrypted: Buffer): Promise<{ readonly result: string; readonly shouldReEncrypt: boolean }>;
}

export interface VaultParts {
  readonly storage: SystemStorage;
  readonly file: string;
  readonly platform: NodeJS.Platform;
  readonly logger: Logger;
}

/** Where the secrets of a data folder lie. */
export const vaultFile = (data: string): string => path.join(data, 'vault.json');

/** What the log says of the protection when it is first needed, and when it is another one. */
const protectionWords: Readonly<Record<Protection, string>> = {
  system: 'Passwords of apps are encrypted by this system’s own store of keys.',
  unprotected: 'This desktop has no keyring that protects passwords of apps, so Footbridge keeps none.',
  unavailable: 'The system’s store of keys does not answer, so Footbridge can neither keep nor read passwords of apps.',
};

/** What stands in the file: ciphertext in base64, by name. */
const Kept = z.object({
  version: z.literal(1),
  secrets: z.record(z.string().regex(/^[a-z][a-z0-9.:-]{0,99}$/), z.base64()),
});
type Secrets = ReadonlyMap<string, string>;

/**
 * The secrets that the system protects. Nothing is read or asked before the first secret is read or kept: asking may
 * make the system ask the user to unlock its store of keys.
 */
export function createVault({ storage, file, platform, logger }: VaultParts): Vault {
  // One at a time: two that read the same file would each write it without the other's secret.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = last.then(act, act);
    last = turn.catch(() => undefined);
    return turn;
  }

  let logged: Protection | null = null;
  async function protection(): Promise<Protection> {
    const found = await asked();
    if (found !== logged) logger.info({ protection: found }, protectionWords[found]);
    logged = found;
    return found;
  }

  async function asked(): Promise<Protection> {
    try {
      // The answer waits until the system's store was asked; only then is it known which one that is.
      if (!(await storage.isAsyncEncryptionAvailable())) return 'unavailable';
      if (platform !== 'linux') return 'system';
      const store = storage.getSelectedStorageBackend();
      if (store === 'unknown') return 'unavailable';
      return store === 'basic_text' ? 'unprotected' : 'system';
    } catch {
      return 'unavailable';
    }
  }

  async function keep(secrets: Secrets, name: string, secret: string): Promise<void> {
    const state = await protection();
    if (state !== 'system') throw failures[state](name);
    const encrypted = await storage.encryptStringAsync(secret).catch(() => {
      throw failures.unavailable(name);
    });
    save(new Map([...secrets, [name, encrypted.toString('base64')]]));
  }

  function save(secrets: Secrets): void {
    try {
      writeWhole(file, `${JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2)}\n`);
    } catch (error) {
      throw failures.unwritable(file, (error as NodeJS.ErrnoException).code ?? 'unknown');
    }
  }

  async function decrypted(secrets: Secrets, name: string, encrypted: string): Promise<string> {
    if ((await protection()) === 'unavailable') throw failures.unavailable(name);
    const { result, shouldReEncrypt } = await storage.decryptStringAsync(Buffer.from(encrypted, 'base64')).catch(() => {
      throw failures.undecryptable(name);
    });
    if (!shouldReEncrypt) return result;
    try {
      await keep(secrets, name, result);
    } catch (error) {
      // It can still be read; the next reading tries again.
      logger.warn({ secret: name, why: (error as VaultFailure).code }, 'A secret could not be encrypted anew.');
    }
    return result;
  }

  return {
    protection,
    read: (name) =>
      inTurn(async () => {
        const secrets = secretsIn(file);
        const encrypted = secrets.get(name);
        return encrypted === undefined ? null : decrypted(secrets, name, encrypted);
      }),
    write: (name, secret) =>
      inTurn(async () => {
        if (!isName(name)) throw new TypeError(`“${name}” is no name of a secret.`);
        await keep(secretsIn(file), name, secret);
      }),
    forget: (name) =>
      inTurn(async () => {
        const secrets = new Map(secretsIn(file));
        if (secrets.delete(name)) save(secrets);
      }),
  };
}

const isName = (name: string): boolean => Kept.shape.secrets.keyType.safeParse(name).success;

/** @throws VaultFailure when the file is there and is not what was written */
function secretsIn(file: string): Secrets {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return new Map();
    throw failures.damaged(file, `it cannot be read (${code})`);
  }
  const kept = Kept.safeParse(parsed(text));
  if (!kept.success) throw failures.damaged(file, 'it is not what Footbridge wrote');
  return new Map(Object.entries(kept.data.secrets));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const failures = {
  unprotected: (name: string) =>
    new VaultFailure(
      'unprotected',
      `The password for ${name} was not kept: this desktop has no keyring, and anybody who can read the file could read the password.`,
      'Install and unlock a keyring (gnome-keyring or KWallet), start Footbridge again, and enter the password again.',
    ),
  unavailable: (name: string) =>
    new VaultFailure(
      'unavailable',
      `The system’s store of keys does not answer, so the password for ${name} can be neither kept nor read; deliveries that need it wait.`,
      'Unlock the keychain or keyring of this user, then start Footbridge again.',
    ),
  undecryptable: (name: string) =>
    new VaultFailure(
      'undecryptable',
      `The password for ${name} cannot be decrypted: it was kept by another user or computer, or the system’s key was renewed. Deliveries that need it wait.`,
      'Enter the password again.',
    ),
  damaged: (file: string, how: string) =>
    new VaultFailure(
      'damaged',
      `The passwords in ${file} cannot be used: ${how}. Deliveries that need one wait, and nothing in it is overwritten.`,
      'Bring the file back from a backup of this computer, or move it away and enter the passwords again.',
    ),
  unwritable: (file: string, code: string) =>
    new VaultFailure(
      'unwritable',
      `${file} cannot be written (${code}); what stood there before still stands.`,
      'Give yourself the right to write in that folder, or free some space, then try again.',
    ),
};
