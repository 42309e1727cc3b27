import type { Session, WebContents } from 'electron';
import type { Logger } from '../engine/ports.ts';
import { isPermitted, mayNavigate, outsideAddress } from './security.ts';

/** What security.ts decides, applied to the session that the window's page lives in. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(isPermitted(permission, requestingUrl, isMainFrame)),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    isPermitted(permission, origin, isMainFrame),
  );
  session.setDevicePermissionHandler(() => false);
  // What is saved is saved by a verb, where the admin says.
  session.on('will-download', (event) => event.preventDefault());
}

/**
 * What security.ts decides, applied to any page, by whatever it came to be.
 *
 * @param openOutside opens an allowed address in the system's browser
 */
export function guardContents(contents: WebContents, logger: Logger, openOutside: (url: string) => void): void {
  const stay = (details: { readonly url: string; preventDefault(): void }) => {
    if (mayNavigate(details.url)) return;
    details.preventDefault();
    logger.warn({ scheme: schemeOf(details.url) }, 'The window was to be led elsewhere; it stays.');
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const address = outsideAddress(url);
    if (address !== null) openOutside(address);
    else logger.warn({ scheme: schemeOf(url) }, 'An address that is not allowed was to be opened outside; it was not.');
    return { action: 'deny' };
  });
}

/** Of an address only its scheme is logged: the rest may say whom it is about. */
const schemeOf = (url: string): string => /^[a-z][a-z0-9+.-]{0,20}:/i.exec(url)?.[0] ?? 'none';
