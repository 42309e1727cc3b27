import { answerHeaders } from '../host/admin/security.ts';
import { createNonce, readAsset, readPage, type Screen } from '../host/screens.ts';
import { type StandIn, standInAt, standInPage, standInPath } from '../host/stand-in-page.ts';
import { screensAddress, screensOrigin } from './security.ts';

/** Answers one request of a page for an address of our own scheme. */
export type ScreensHandler = (request: Request) => Promise<Response>;

/** Where the window finds a page that stands in for the screens. */
export const standInAddress = (standIn: StandIn): string => new URL(standInPath(standIn), screensAddress).href;

/** Whether the window shows one that stands in for the screens. */
export const isStandIn = (address: string): boolean => standInAt(address.slice(screensOrigin.length)) !== null;

/**
 * Serves the built screens to the window: `app://bundle/` is the page, with a fresh nonce for each load, and the files
 * lie beside it. There is nothing else under the scheme.
 *
 * @param folder where `npm run build` puts the screens
 */
export function createScreensHandler(folder: string): ScreensHandler {
  return async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') {
      return sentence(405, 'The screens are only read.', { allow: 'GET, HEAD' });
    }
    const path = url.startsWith(screensAddress) ? url.slice(screensOrigin.length).replace(/[?#].*$/s, '') : '';
    if (path === '/') {
      const page = await readPage(folder);
      return page === null ? sentence(404, 'The screens are not built yet: run "npm run build".') : found(page, method);
    }
    const standIn = standInAt(path);
    if (standIn !== null) return found(standInPage(standIn, createNonce()), method);
    const asset = await readAsset(folder, path);
    return asset === null ? sentence(404, 'There is nothing at this address.') : found(asset, method);
  };
}

const found = ({ headers, body }: Screen, method: string): Response =>
  new Response(method === 'HEAD' ? null : body, { headers });

const sentence = (status: number, text: string, more: Record<string, string> = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { ...answerHeaders, 'content-type': 'text/plain; charset=utf-8', ...more },
  });
