import type { Protocol } from '../../../node_modules/playwright-core/types/protocol.d.ts';
import { headerToPage, schemeOf } from './addresses.ts';
import type { CdpSession } from './cdp.ts';
import { blocked } from './record.ts';

/** @returns the program's answer; null when it serves no such scheme */
export type Answer = (request: Request) => Promise<Response | null>;

/** Headers that name addresses. */
const ofAddresses = new Set(['content-security-policy', 'content-security-policy-report-only', 'location']);

/**
 * Answers a request of a page: from the program's own handler, or not at all. Of the network there is this machine's,
 * and that for whole pages only, so that a redirect can be real.
 *
 * @param url as Electron would tell it
 */
export async function answerRequest(
  cdp: CdpSession,
  { requestId, request, resourceType }: Protocol.Fetch.requestPausedPayload,
  url: string,
  answer: Answer,
): Promise<void> {
  // The page may be gone before it is answered.
  const gone = () => undefined;
  if (resourceType === 'Document' && schemeOf(url) === 'http' && new URL(url).hostname === '127.0.0.1') {
    await cdp.send('Fetch.continueRequest', { requestId }).catch(gone);
    return;
  }
  try {
    const response = await answer(
      new Request(url, {
        method: request.method,
        headers: request.headers,
        ...(request.postData === undefined ? {} : { body: request.postData }),
      }),
    );
    if (response !== null) {
      await cdp
        .send('Fetch.fulfillRequest', {
          requestId,
          responseCode: response.status,
          responseHeaders: [...response.headers].map(([name, value]) => ({
            name,
            value: ofAddresses.has(name) ? headerToPage(value) : value,
          })),
          body: Buffer.from(await response.arrayBuffer()).toString('base64'),
        })
        .catch(gone);
      return;
    }
    blocked.push(url);
  } catch (error) {
    console.error('electron double: the protocol handler threw:', error);
  }
  await cdp.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(gone);
}
