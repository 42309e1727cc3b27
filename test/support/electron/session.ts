import type * as E from 'electron';
import { registerSchemes, requireScheme, schemeOf } from './addresses.ts';
import { chromiumOfRun, createContext } from './chromium-of-run.ts';
import { sessionEvents } from './events.ts';
import { Emitter, type Like, modelled } from './modelled.ts';
import { readiness } from './ready.ts';

type RequestHandler = Parameters<E.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<E.Session['setPermissionCheckHandler']>[0];
type ProtocolHandler = (request: Request) => Response | Promise<Response>;

/** Permissions that Chromium can be told, as Electron's handlers and as the page call them. */
const permissions = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
] as const;

class Protocol implements Like<E.Protocol, Protocol> {
  private readonly handlers = new Map<string, ProtocolHandler>();

  registerSchemesAsPrivileged(schemes: E.CustomScheme[]): void {
    if (readiness.isReady()) {
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    }
    registerSchemes(schemes);
  }

  handle(scheme: string, handler: ProtocolHandler): void {
    readiness.require('protocol.handle');
    requireScheme(scheme);
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    this.handlers.delete(scheme);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  async answer(request: Request): Promise<Response | null> {
    return (await this.handlers.get(schemeOf(request.url))?.(request)) ?? null;
  }
}

export class Session extends Emitter implements Like<E.Session, Session> {
  readonly protocol = modelled('protocol', new Protocol());
  private requestHandler: RequestHandler = null;
  private checkHandler: CheckHandler = null;
  private context: Promise<string> | null = null;

  static create(): Session {
    return modelled('Session', new Session('Session', sessionEvents));
  }

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.checkHandler = handler;
  }

  setDevicePermissionHandler(_handler: Parameters<E.Session['setDevicePermissionHandler']>[0]): void {}

  setDisplayMediaRequestHandler(_handler: Parameters<E.Session['setDisplayMediaRequestHandler']>[0]): void {}

  setSpellCheckerEnabled(_enable: boolean): void {}

  /** @returns the id of what keeps this session's pages apart in Chromium */
  contextId(): Promise<string> {
    this.context ??= createContext();
    return this.context;
  }

  /**
   * Has Chromium grant what either handler grants; where there is no handler, Electron grants everything.
   *
   * @param contents the webContents whose page it is
   * @param url of the page
   */
  async applyPermissions(contents: unknown, url: string, pageOrigin: string): Promise<void> {
    const cdp = await chromiumOfRun();
    const browserContextId = await this.contextId();
    await Promise.all(
      permissions.map(([permission, name]) =>
        cdp.send('Browser.setPermission', {
          permission: { name },
          setting: this.grants(contents as E.WebContents, permission, url) ? 'granted' : 'denied',
          origin: pageOrigin,
          browserContextId,
        }),
      ),
    );
  }

  private grants(contents: E.WebContents, permission: (typeof permissions)[number][0], url: string): boolean {
    const { protocol, host } = new URL(url);
    const origin = `${protocol}//${host}/`;
    const details = { isMainFrame: true, requestingUrl: url, securityOrigin: origin, embeddingOrigin: origin };
    let granted = this.requestHandler === null;
    const answered = (isGranted: boolean) => {
      granted = isGranted;
    };
    this.requestHandler?.(contents, permission, answered, details);
    return granted || (this.checkHandler?.(contents, permission, origin, details) ?? true);
  }
}

let standard: Session | null = null;

/** Electron's `session`: the sessions come with `ready`. */
export const session = modelled('session', {
  get defaultSession(): Session {
    readiness.require('session.defaultSession');
    standard ??= Session.create();
    return standard;
  },
});

/** Electron's `protocol`: of the standard session, but for the registration, which comes before `ready`. */
export const protocol = modelled('protocol', {
  registerSchemesAsPrivileged: (schemes: E.CustomScheme[]) => beforeReady.registerSchemesAsPrivileged(schemes),
  handle: (scheme: string, handler: ProtocolHandler) => session.defaultSession.protocol.handle(scheme, handler),
  unhandle: (scheme: string) => session.defaultSession.protocol.unhandle(scheme),
  isProtocolHandled: (scheme: string) => session.defaultSession.protocol.isProtocolHandled(scheme),
});
const beforeReady = new Protocol();
