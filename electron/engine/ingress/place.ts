/** What a URL at the door leads to. */

/** Every source's base URL begins with this; the source's key follows. */
export const BASE_PATH = '/scim/v2';

/** What the router sees of a URL: which limit holds. It never gets to read what somebody sent. */
export const routes = { large: '/large', others: '/others', nowhere: '/' } as const;

export function routeOf(url: string): string {
  const key = sourceKey(url);
  if (key === null) return routes.nowhere;
  return isLarge(url.slice(BASE_PATH.length + 1 + key.length)) ? routes.large : routes.others;
}

export const BULK = '/Bulk';

/** Whether a body at this path below the base URL may be as long as a group or many operations; a search is not. */
export const isLarge = (path: string): boolean =>
  (path.startsWith('/Groups') && !path.startsWith('/Groups/.search')) || (path.split('?', 1)[0] ?? '') === BULK;

/** RFC 9110 §10.2.1: which methods there are at a path below the base URL. */
export function allowedAt(path: string): string {
  const [, collection = '', id = ''] = (path.split('?', 1)[0] ?? '').split('/');
  if (collection === '.search' || id === '.search' || collection === 'Bulk') return 'POST';
  if (collection !== 'Users' && collection !== 'Groups') return 'GET';
  return id === '' ? 'GET, POST' : 'GET, PUT, PATCH, DELETE';
}

/** The source's key in `/scim/v2/KEY/…`; null when the URL is not of that form. */
export function sourceKey(url: string): string | null {
  if (!url.startsWith(`${BASE_PATH}/`)) return null;
  const rest = url.slice(BASE_PATH.length + 1);
  const end = rest.search(/[/?]/);
  const key = end < 0 ? rest : rest.slice(0, end);
  return key === '' ? null : key;
}
