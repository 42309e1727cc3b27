/*
 * Chromium knows no scheme `app`, and none can be added from outside. So the page of app://bundle/x is the page of
 * https://bundle.app.invalid/x, which nobody but the double answers, and every address is turned on its way.
 */

interface Privileges {
  readonly standard?: boolean;
  readonly secure?: boolean;
}

const registered = new Set<string>();

/** Notes the schemes whose pages can be shown: standard and secure ones. */
export function registerSchemes(schemes: readonly { scheme: string; privileges?: Privileges }[]): void {
  for (const { scheme, privileges } of schemes) {
    if (privileges?.standard === true && privileges.secure === true) registered.add(scheme);
  }
}

/** @throws Error unless the scheme was registered as standard and secure */
export function requireScheme(scheme: string): void {
  if (registered.has(scheme)) return;
  throw new Error(`electron double: the scheme ${scheme} was not registered as standard and secure before ready`);
}

/** @returns the address as Chromium is given it */
export function toPage(address: string): string {
  const [, scheme, host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)(.*)$/is.exec(address) ?? [];
  if (scheme === undefined || host === undefined || rest === undefined) return address;
  return registered.has(scheme.toLowerCase()) ? `https://${host}.${scheme.toLowerCase()}.invalid${rest}` : address;
}

/** @returns the address as Electron would tell it */
export function fromPage(address: string): string {
  const [, host, scheme, rest] = /^https:\/\/([^/?#]+)\.([a-z0-9+-]+)\.invalid(.*)$/is.exec(address) ?? [];
  if (host === undefined || scheme === undefined || rest === undefined) return address;
  return registered.has(scheme) ? `${scheme}://${host}${rest}` : address;
}

/** Turns the addresses inside a header, such as the sources of a content security policy. */
export function headerToPage(value: string): string {
  return value.replaceAll(/[a-z][a-z0-9+.-]*:\/\/[^\s;,]+/gi, toPage);
}

/** @returns the scheme, in lower case and without its colon */
export function schemeOf(address: string): string {
  return /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1]?.toLowerCase() ?? '';
}

/** @returns the origin as Electron tells it: of a standard scheme, scheme and host; of any other, `null` */
export function originOf(address: string): string {
  const origin = new URL(toPage(address)).origin;
  return fromPage(origin);
}

/** What a request is known by: requests do not carry what comes after a `#`. */
export function withoutFragment(address: string): string {
  return address.split('#', 1)[0] as string;
}
