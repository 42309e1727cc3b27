/** What tells a client, as far as it can be told. Every client could send all of it: hints, never authorisation. */
import type { Dialect } from '../../../../shared/model/source.ts';
import { operationCase, pathAsKey } from './operation.ts';
import { assignmentInValue } from './value.ts';

/** One request as it was captured. */
export interface CapturedRequest {
  readonly method: string;
  /** Below the base URL, with its query. */
  readonly path: string;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it may be kept: without secrets, and perhaps cut. */
  readonly body: string | null;
}

/** Which of the two ways Entra speaks. */
export type Way = 'with the flag' | 'without the flag';

/** A sign of a client in its requests. */
export interface Sign {
  readonly name: string;
  readonly explanation: string;
  readonly dialect: Dialect;
  readonly way: Way | null;
}

/** A sign that is looked for in each request. */
interface Fingerprint extends Sign {
  readonly shows: (request: CapturedRequest) => boolean;
}

const agentOf = ({ headers }: CapturedRequest): string => headers['user-agent'] ?? '';

const fingerprints: readonly Fingerprint[] = [
  {
    name: 'flag detected',
    explanation: 'The address has the query parameter aadOptscim062020, which turns Entra’s other dialect on.',
    dialect: 'entra',
    way: 'with the flag',
    shows: ({ path }) => path.includes('aadOptscim062020'),
  },
  {
    name: 'ADSCIMVersion header',
    explanation: 'Only Entra’s provisioning service sends the header ADSCIMVersion.',
    dialect: 'entra',
    way: null,
    shows: ({ headers }) => headers.adscimversion !== undefined,
  },
  {
    name: 'Microsoft’s group schema',
    explanation: 'Groups are created with a second schema of Microsoft’s Active Directory.',
    dialect: 'entra',
    way: null,
    shows: ({ body }) => body?.includes('schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM') === true,
  },
  {
    name: 'Okta’s client',
    explanation: 'The client calls itself “Okta SCIM Client” or “OKTA SCIM Integration”.',
    dialect: 'okta',
    way: null,
    shows: (request) => /^okta scim /i.test(agentOf(request)),
  },
  {
    name: 'Google’s client',
    explanation: 'The client calls itself “Google-Auto-Provisioning”.',
    dialect: 'google',
    way: null,
    shows: (request) => agentOf(request).startsWith('Google-Auto-Provisioning'),
  },
  {
    name: 'authentik’s client',
    explanation: 'The client names authentik in its User-Agent.',
    dialect: 'authentik',
    way: null,
    shows: (request) => /authentik/i.test(agentOf(request)),
  },
];

/** Signs that need no look of their own: deviations that one client is known for, counted as they are understood. */
const telling: readonly (Sign & { readonly normaliser: string })[] = [
  {
    name: 'operations with a capital letter',
    explanation: 'Entra writes “Add”, “Replace” and “Remove” as long as the flag is not set.',
    dialect: 'entra',
    way: 'without the flag',
    normaliser: operationCase.name,
  },
  {
    name: 'paths as keys',
    explanation: 'Entra with the flag puts all changes into one operation without a path, its keys being the paths.',
    dialect: 'entra',
    way: 'with the flag',
    normaliser: pathAsKey.name,
  },
  {
    name: 'roles as JSON inside a text',
    explanation: 'Entra sends app roles so.',
    dialect: 'entra',
    way: null,
    normaliser: assignmentInValue.name,
  },
];

/** The names of the signs that a request shows. */
export const fingerprintsOf = (request: CapturedRequest): string[] =>
  fingerprints.filter(({ shows }) => shows(request)).map(({ name }) => name);

const byName: ReadonlyMap<string, Sign> = new Map(fingerprints.map((fingerprint) => [fingerprint.name, fingerprint]));
const byNormaliser: ReadonlyMap<string, Sign> = new Map(telling.map((sign) => [sign.normaliser, sign]));

/** The sign that was counted under this name; undefined of one that no version or another one counted. */
export const signNamed = (fingerprint: string): Sign | undefined => byName.get(fingerprint);
/** What a normaliser's hits say of the client; undefined when they say nothing. */
export const signOfNormaliser = (normaliser: string): Sign | undefined => byNormaliser.get(normaliser);
