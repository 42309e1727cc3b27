import type { FastifyInstance } from 'fastify';
import { readAsset, readPage } from '../screens.ts';
import { Refused, refusals } from './refusal.ts';

/**
 * Serves the built screens: index.html with a fresh nonce for each load, and the files beside it.
 *
 * @param folder where `npm run build` puts them
 */
export function registerPages(app: FastifyInstance, folder: string): void {
  app.get('/', { config: { open: true } }, async (_request, reply) => {
    const page = await readPage(folder);
    if (page === null) throw new Refused(refusals.screens);
    return reply.headers(page.headers).send(page.body);
  });
  app.get('/index.html', { config: { open: true } }, (_request, reply) => reply.redirect('/', 308));
  app.get('/*', { config: { open: true } }, async (request, reply) => {
    const asset = await readAsset(folder, request.url.split('?', 1)[0] ?? '');
    if (asset === null) return reply.callNotFound();
    return reply.headers(asset.headers).send(asset.body);
  });
}
