import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type * as E from 'electron';
import { modelled } from './modelled.ts';
import { readiness } from './ready.ts';

/** A key of this run: what it sealed, no other run can open. */
const key = process.env.FOOTBRIDGE_DOUBLE_KEY ?? randomBytes(32).toString('hex');
const ivLength = 12;
const tagLength = 16;

function encryptString(text: string): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'hex'), iv);
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** @throws Error when it was sealed by another key, or changed since */
function decryptString(sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'hex'), sealed.subarray(0, ivLength));
  decipher.setAuthTag(sealed.subarray(ivLength, ivLength + tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8');
}

export const safeStorage = modelled('safeStorage', {
  async encryptStringAsync(text) {
    readiness.require('safeStorage');
    return encryptString(text);
  },
  async decryptStringAsync(sealed) {
    readiness.require('safeStorage');
    return { result: decryptString(sealed), shouldReEncrypt: false };
  },
  isAsyncEncryptionAvailable: async () => true,
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret' as const,
} satisfies Partial<E.SafeStorage>);
