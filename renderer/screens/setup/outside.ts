/** Whether this can be where an identity provider finds this computer: an https address without query or fragment. */
export function isOutsideAddress(text: string): boolean {
  const url = URL.parse(text.trim());
  return url !== null && url.protocol === 'https:' && url.search === '' && url.hash === '' && url.username === '';
}

/** The base URL of a source behind a proxy at `outside`, which passes on the path as it is. */
export function fromOutside(baseUrl: string, outside: string): string {
  return `${outside.trim().replace(/\/+$/, '')}${new URL(baseUrl).pathname}`;
}
