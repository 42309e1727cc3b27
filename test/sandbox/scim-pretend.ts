import type { ScimAnswer, ScimRequest } from '../../electron/engine/sandbox/conversation.ts';

export interface StoredUser {
  externalId: string;
  userName: string;
  active: boolean;
  attributes: Record<string, string>;
  managerId: string | null;
}

/** A SCIM server of a few lines that understands just what Entra says, and refuses everything else. */
export class ScimPretend {
  readonly users = new Map<string, StoredUser>();
  readonly groups = new Map<string, { externalId: string; displayName: string; members: Set<string> }>();
  readonly received: ScimRequest[] = [];
  #next = 1;

  answer(request: ScimRequest): ScimAnswer {
    this.received.push(request);
    const url = new URL(request.path, 'http://pretend.test');
    const [, endpoint, id] = url.pathname.split('/');
    if (request.method === 'GET' && id === undefined)
      return this.#search(endpoint, url.searchParams.get('filter') ?? '');
    if (request.method === 'POST') return { status: 201, body: { id: this.#create(endpoint, request.body ?? {}) } };
    const stored = endpoint === 'Users' ? this.users.get(id ?? '') : this.groups.get(id ?? '');
    if (stored === undefined) return { status: 404, body: { status: '404' } };
    if (request.method === 'GET') return { status: 200, body: { id } };
    if (request.method === 'PATCH') {
      for (const operation of (request.body?.Operations ?? []) as Operation[])
        this.#patch(endpoint, id ?? '', operation);
      return { status: 204, body: null };
    }
    this.users.delete(id ?? '');
    for (const user of this.users.values()) if (user.managerId === id) user.managerId = null;
    for (const group of this.groups.values()) group.members.delete(id ?? '');
    return { status: 204, body: null };
  }

  #search(endpoint: string | undefined, filter: string): ScimAnswer {
    const [, attribute, text] = /^(userName|displayName) eq (".*")$/.exec(filter) ?? [];
    if (text === undefined) throw new Error(`no filter of Entra's: ${filter}`);
    const wanted = (JSON.parse(text) as string).toLowerCase();
    const all: [string, string][] =
      endpoint === 'Users' && attribute === 'userName'
        ? [...this.users].map(([id, user]) => [id, user.userName])
        : [...this.groups].map(([id, group]) => [id, group.displayName]);
    const Resources = all.filter(([, name]) => name.toLowerCase() === wanted).map(([id]) => ({ id }));
    return { status: 200, body: { totalResults: Resources.length, Resources } };
  }

  #create(endpoint: string | undefined, body: Readonly<Record<string, unknown>>): string {
    const id = `server-${this.#next++}`;
    const { externalId, userName, displayName, title, name, emails } = body as unknown as EntraBody;
    if (endpoint === 'Groups') {
      this.groups.set(id, { externalId, displayName, members: new Set() });
      return id;
    }
    const enterprise = Object.entries((body[enterpriseSchema] ?? {}) as Record<string, string>);
    const attributes = {
      displayName,
      title,
      'name.givenName': name.givenName,
      'name.familyName': name.familyName,
      'name.formatted': name.formatted,
      'emails[type eq "work"].value': emails[0].value,
      ...Object.fromEntries(enterprise.map(([key, value]) => [`${enterpriseSchema}:${key}`, value])),
    };
    this.users.set(id, { externalId, userName, active: body.active === true, attributes, managerId: null });
    return id;
  }

  #patch(endpoint: string | undefined, id: string, { op, path, value }: Operation): void {
    if (endpoint === 'Groups') {
      const members = this.groups.get(id)?.members;
      for (const member of value as { $ref: null; value: string }[]) {
        if (!this.users.has(member.value)) throw new Error(`${member.value} is no user`);
        if (op === 'Add') members?.add(member.value);
        else members?.delete(member.value);
      }
      return;
    }
    const user = this.users.get(id);
    if (user === undefined || typeof value !== 'string') throw new Error(`${path}: Entra sends texts here`);
    if (path === 'active') user.active = value === 'True';
    else if (path === 'userName') user.userName = value;
    else if (path === `${enterpriseSchema}:manager`) user.managerId = value === '' ? null : value;
    else if (Object.hasOwn(user.attributes, path)) user.attributes[path] = value;
    else throw new Error(`${path} was never mapped`);
  }
}

/** The part of a POST that is always there; a group has no more than the first two. */
interface EntraBody {
  readonly externalId: string;
  readonly displayName: string;
  readonly userName: string;
  readonly title: string;
  readonly name: { readonly givenName: string; readonly familyName: string; readonly formatted: string };
  readonly emails: readonly [{ readonly value: string }];
}

interface Operation {
  readonly op: string;
  readonly path: string;
  readonly value: unknown;
}

const enterpriseSchema = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
