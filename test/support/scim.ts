import { type Agent, type IncomingHttpHeaders, request } from 'node:http';

/** What a SCIM server answered: `body` is the parsed JSON, null when there was none or no JSON. */
export interface ScimAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>> | null;
}

export interface ScimOptions {
  /** A string is sent as it is, anything else as JSON; undefined sends none. */
  readonly body?: unknown;
  /** Besides Authorization and Content-Type, or instead of them; null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

/** One source as its IdP speaks to it. */
export interface ScimClient {
  readonly baseUrl: string;
  readonly token: string;
  /**
   * Sends one request below the base URL.
   *
   * @param path begins with `/`, with its query as it shall go out
   * @throws the system's error when no whole answer came
   */
  send(method: string, path: string, options?: ScimOptions): Promise<ScimAnswer>;
}

/** @param agent keeps the connections, as IdPs do; whoever made it ends them */
export const createScimClient = ({ baseUrl, token }: { baseUrl: string; token: string }, agent: Agent): ScimClient => ({
  baseUrl,
  token,
  send: (method, path, options) => send(agent, token, method, `${baseUrl}${path}`, options),
});

function send(agent: Agent, token: string, method: string, address: string, options: ScimOptions = {}) {
  const { body } = options;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const headers: Record<string, string> = {};
  const all: Readonly<Record<string, string | null>> = {
    authorization: `Bearer ${token}`,
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/scim+json', 'content-length': String(Buffer.byteLength(text)) }),
    ...options.headers,
  };
  for (const [name, value] of Object.entries(all)) if (value !== null) headers[name] = value;
  const { hostname, port } = new URL(address);
  const path = address.slice(new URL(address).origin.length);
  return new Promise<ScimAnswer>((resolve, reject) => {
    const call = request({ hostname, port, method, path, headers, agent }, async (response) => {
      try {
        let received = '';
        for await (const part of response.setEncoding('utf8')) received += part;
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: received,
          body: parse(received),
        });
      } catch (error) {
        reject(error);
      }
    });
    call.once('error', reject);
    call.end(text);
  });
}

/** An answer that is no JSON is seen in `text`. */
function parse(text: string): ScimAnswer['body'] {
  try {
    return JSON.parse(text) as ScimAnswer['body'];
  } catch {
    return null;
  }
}

export const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
export const patchSchema = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
export const errorSchema = 'urn:ietf:params:scim:api:messages:2.0:Error';
const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';

/** A user as Entra sends one. */
export const newUser = (userName: string, department: string, more: object = {}): object => ({
  schemas: [userSchema, enterprise],
  userName,
  externalId: `ext-${userName}`,
  displayName: `Person ${userName.split('@', 1)[0]}`,
  active: true,
  emails: [{ type: 'work', primary: true, value: userName }],
  [enterprise]: { department },
  ...more,
});

/** A PATCH body of operations that replace the values at these paths. */
export const replacing = (values: Readonly<Record<string, unknown>>): object => ({
  schemas: [patchSchema],
  Operations: Object.entries(values).map(([path, value]) => ({ op: 'Replace', path, value })),
});
