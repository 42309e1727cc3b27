import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { scimError } from '../scim/error.ts';
import { cursorTimeout } from '../scim/list.ts';
import type { Slot } from '../store/page.ts';

/** What a cursor stands for: the page after a place in a list, or before it. */
export interface Position {
  readonly side: 'after' | 'before';
  /** A key that is undefined was too long to be carried; the resource's own is taken, as it is by then. */
  readonly slot: Pick<Slot, 'kind' | 'pk'> & { readonly key: Slot['key'] | undefined };
}

/** Whose cursor it is, and of which list: with anything else it cannot be opened. */
export interface CursorOf {
  /** Hashes of the source's tokens: nobody else has them, and they end with the tokens (RFC 9865 §5.2). */
  readonly secret: readonly Buffer[];
  /** What makes the list the one it is: source, collection, filter, order. */
  readonly list: readonly string[];
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** A longer key would not fit into a URL together with what else stands there. */
const KEY_CHARACTERS = 500;

const keyOf = ({ secret, list }: CursorOf): Buffer => {
  const hash = createHash('sha256').update('cursor\0');
  for (const part of secret) hash.update(part);
  return hash.update(JSON.stringify(list)).digest();
};

/**
 * The text of a cursor: URL-safe, and sealed, so that nobody can read personal data in it, or make one up. Nothing of it
 * is kept here.
 *
 * @param now milliseconds since the epoch
 */
export function sealCursor(of: CursorOf, { side, slot }: Position, now: number): string {
  const key = typeof slot.key === 'string' && slot.key.length > KEY_CHARACTERS ? [] : [slot.key ?? null];
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(of), nonce);
  const sealed = cipher.update(JSON.stringify([now, side, slot.kind, slot.pk, ...key]), 'utf8');
  return Buffer.concat([nonce, sealed, cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @throws ScimError invalidCursor when it is none of this list, expiredCursor when it is too old */
export function openCursor(of: CursorOf, text: string, now: number): Position {
  const [at, side, kind, pk, key] = unseal(of, Buffer.from(text, 'base64url'));
  if (now - at > cursorTimeout * 1000) {
    throw scimError.expiredCursor(`This cursor is older than ${cursorTimeout} seconds. Begin with an empty cursor.`);
  }
  return { side, slot: { kind, pk, key } };
}

type Content = [at: number, side: Position['side'], kind: Slot['kind'], pk: number, key?: Slot['key']];

function unseal(of: CursorOf, bytes: Buffer): Content {
  try {
    const decipher = createDecipheriv(CIPHER, keyOf(of), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return JSON.parse(Buffer.concat([opened, decipher.final()]).toString('utf8')) as Content;
  } catch {
    // What can be opened was sealed here; why anything else cannot is told to nobody.
    throw scimError.invalidCursor(
      'This cursor is none of this list. Send the nextCursor or previousCursor of its last page with the same filter and order, or an empty cursor for the first page.',
    );
  }
}
