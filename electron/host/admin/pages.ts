import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { Refused, refusals } from './refusal.ts';
import { assetHeaders, assetOf, pageHeaders } from './security.ts';

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

/** @throws Refused (404) when there is no such file */
async function read(folder: string, file: string, missing: Refused): Promise<Buffer> {
  try {
    return await readFile(path.join(folder, file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') throw missing;
    throw error;
  }
}

/**
 * Serves the built screens: index.html with a fresh nonce for each load, and the files beside it.
 *
 * @param folder where `npm run build` puts them
 */
export function registerPages(app: FastifyInstance, folder: string): void {
  app.get('/', { config: { open: true } }, async (_request, reply) => {
    const page = (await read(folder, 'index.html', new Refused(refusals.screens))).toString('utf8');
    const nonce = randomBytes(16).toString('base64');
    return reply
      .headers({ ...pageHeaders(nonce), 'content-type': 'text/html; charset=utf-8' })
      .send(page.replaceAll(placeholder, nonce));
  });
  app.get('/index.html', { config: { open: true } }, (_request, reply) => reply.redirect('/', 308));
  app.get('/*', { config: { open: true } }, async (request, reply) => {
    // The path as sent: what needs decoding is no file of ours.
    const file = assetOf(request.url.split('?', 1)[0] ?? '');
    const type = file === null ? undefined : contentTypes[path.extname(file)];
    if (file === null || type === undefined) return reply.callNotFound();
    const content = await read(folder, file, new Refused(refusals.nothingHere));
    return reply.headers({ ...assetHeaders(file), 'content-type': type }).send(content);
  });
}
