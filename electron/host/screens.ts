import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { assetHeaders, assetOf, pageHeaders } from './admin/security.ts';

/** Stands in the built index.html wherever the nonce of the page load belongs. */
const placeholder = '__CSP_NONCE__';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** A file of the screens as it is served. */
export interface Screen {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer<ArrayBuffer>;
}

/** Fresh for each page load. */
export const createNonce = (): string => randomBytes(16).toString('base64');

/**
 * The built page, with a nonce of its own in body and policy.
 *
 * @param folder where `npm run build` puts the screens
 * @returns null when they were never built
 */
export async function readPage(folder: string): Promise<Screen | null> {
  const page = await read(folder, 'index.html');
  if (page === null) return null;
  const nonce = createNonce();
  return {
    headers: { ...pageHeaders(nonce), 'content-type': 'text/html; charset=utf-8' },
    body: page.toString('utf8').replaceAll(placeholder, nonce),
  };
}

/**
 * A file beside the page.
 *
 * @param urlPath as it was sent: what needs decoding is no file of ours
 * @returns null when there is none
 */
export async function readAsset(folder: string, urlPath: string): Promise<Screen | null> {
  const file = assetOf(urlPath);
  const type = file === null ? undefined : contentTypes[path.extname(file)];
  if (file === null || type === undefined) return null;
  const body = await read(folder, file);
  return body === null ? null : { headers: { ...assetHeaders(file), 'content-type': type }, body };
}

async function read(folder: string, file: string): Promise<Buffer<ArrayBuffer> | null> {
  try {
    return await readFile(path.join(folder, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return null;
    throw error;
  }
}
