/** What kind of request this is, in a closed set of names: it is counted by them. */

const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const collections: ReadonlySet<string> = new Set(['Users', 'Groups']);
const discovery: ReadonlySet<string> = new Set(['ServiceProviderConfig', 'Schemas', 'ResourceTypes']);
const single: ReadonlySet<string> = new Set(['Me', 'Bulk']);

/** Whatever is asked of a place that SCIM does not know. */
export const elsewhere = 'elsewhere';

/**
 * `POST /Users`, `PATCH /Groups/{id}`, `GET /Users?filter`, `POST /Users/.search`, `GET /ServiceProviderConfig`.
 *
 * @param path below the base URL, with its query
 */
export function operationKind(method: string, path: string): string {
  const question = path.indexOf('?');
  const [, collection = '', id = '', ...more] = (question < 0 ? path : path.slice(0, question)).split('/');
  const query = question < 0 ? '' : path.slice(question + 1);
  if (more.length > 0 || !methods.has(method)) return elsewhere;
  if (collection === '.search' && id === '') return `${method} /.search`;
  if (discovery.has(collection) || single.has(collection)) return `${method} /${collection}`;
  if (!collections.has(collection)) return elsewhere;
  if (id === '.search') return `${method} /${collection}/.search`;
  if (id !== '') return `${method} /${collection}/{id}`;
  return method === 'GET' && hasFilter(query) ? `GET /${collection}?filter` : `${method} /${collection}`;
}

const hasFilter = (query: string): boolean => query.startsWith('filter=') || query.includes('&filter=');
