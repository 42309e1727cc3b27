import type { ScimAnswer, ScimRequest } from '../../electron/engine/sandbox/conversation.ts';

type Endpoint = 'Users' | 'Groups';

/**
 * A SCIM server that knows of its resources nothing but their names: enough for every dialect to find its way, and to
 * write down what it says on it.
 */
export class ScimNames {
  readonly received: ScimRequest[] = [];
  readonly #names: Readonly<Record<Endpoint, Map<string, string>>> = { Users: new Map(), Groups: new Map() };
  #next = 1;

  answer = (request: ScimRequest): ScimAnswer => {
    this.received.push(request);
    const url = new URL(request.path, 'http://names.test');
    const [, place, id] = url.pathname.split('/');
    if (place === 'ServiceProviderConfig')
      return { status: 200, body: { bulk: { supported: true, maxOperations: 2 } } };
    if (place !== 'Users' && place !== 'Groups') return { status: 200, body: { totalResults: 0, Resources: [] } };
    const names = this.#names[place];
    const name = String((place === 'Users' ? request.body?.userName : request.body?.displayName) ?? '');
    if (request.method === 'POST') return this.#create(names, name);
    if (id === undefined) return list(names, url.searchParams);
    if (!names.has(id)) return { status: 404, body: { status: '404' } };
    if (request.method === 'DELETE') names.delete(id);
    if (request.method === 'PUT') names.set(id, name);
    return { status: request.method === 'DELETE' ? 204 : 200, body: { id } };
  };

  /** The names that it has, sorted. */
  names(place: Endpoint): readonly string[] {
    return [...this.#names[place].values()].sort();
  }

  #create(names: Map<string, string>, name: string): ScimAnswer {
    if ([...names.values()].includes(name)) return { status: 409, body: { status: '409', scimType: 'uniqueness' } };
    const id = `s${this.#next++}`;
    names.set(id, name);
    return { status: 201, body: { id } };
  }
}

function list(names: ReadonlyMap<string, string>, query: URLSearchParams): ScimAnswer {
  const wanted = / [Ee]q "(.*)"$/.exec(query.get('filter') ?? '')?.[1];
  const found = [...names].filter(([, name]) => wanted === undefined || name === wanted);
  const first = Number(query.get('startIndex') ?? 1) - 1;
  const page = found.slice(first, first + Number(query.get('count') ?? 5));
  const key = wanted === undefined ? 'displayName' : 'name';
  return {
    status: 200,
    body: { totalResults: found.length, Resources: page.map(([id, name]) => ({ id, [key]: name })) },
  };
}
