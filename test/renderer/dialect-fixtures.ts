import type { DialectCard, UnrecognisedShape } from '../../shared/model/dialect.ts';
import type { Dialect } from '../../shared/model/source.ts';

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000).toISOString();

const seen = (requests: number, seconds: number, exchangeId: string | null = `exchange-${requests}`) => ({
  requests,
  firstAt: ago(90_000),
  lastAt: ago(seconds),
  exchangeId,
});

/** The card of a source that nothing came from. */
export const emptyCard = (dialect: Dialect): DialectCard => ({
  dialect,
  speaks: 'It looks a user up by a filter, creates them with POST, and tells each change with PATCH.',
  requests: 0,
  looksLike: [],
  hint: null,
  operations: [],
  habits: [],
  understood: [],
  unrecognised: { requests: 0, shapes: 0 },
});

/** The card of an Entra tenant that is labelled as something else, and of which not everything is understood. */
export const fullCard = (dialect: Dialect): DialectCard => ({
  ...emptyCard(dialect),
  requests: 48_211,
  looksLike: [
    {
      dialect: 'entra',
      way: 'with the flag',
      signs: [
        {
          sign: 'flag detected',
          explanation: 'The address has the query parameter aadOptscim062020.',
          ...seen(311, 40),
        },
      ],
    },
    {
      dialect: 'entra',
      way: 'without the flag',
      signs: [
        {
          sign: 'operations with a capital letter',
          explanation: 'Entra writes “Add”, “Replace” and “Remove” as long as the flag is not set.',
          ...seen(1_204, 3_600),
        },
      ],
    },
  ],
  hint: 'Contoso is labelled Okta, but its requests look like Microsoft Entra ID. Under this label “empty text for nothing” is not understood.',
  operations: [
    { operation: 'GET /Users?filter', ...seen(41_900, 12) },
    { operation: 'PATCH /Users/{id}', ...seen(6_311, 40) },
  ],
  habits: [
    'It looks users up by a filter before it creates them.',
    'Users are changed by PATCH only: what it leaves out stays.',
  ],
  understood: [
    {
      normaliser: 'boolean as text',
      explanation:
        'A boolean is sent as the text “True” or “False”, in bodies and in filters; it is read as the boolean.',
      dialects: null,
      ...seen(1_204, 40),
    },
    {
      normaliser: 'comma-separated list',
      explanation: 'Roles or entitlements are sent as “a,b”; they are split at the commas.',
      dialects: ['entra', 'onelogin'],
      ...seen(17, 86_400, null),
    },
    { normaliser: 'a former one', explanation: null, dialects: null, ...seen(2, 86_400) },
  ],
  unrecognised: { requests: 44, shapes: 2 },
});

export const someShapes: readonly UnrecognisedShape[] = [
  {
    id: 'shape-1',
    kind: 'refused',
    method: 'PATCH',
    path: '/Users/{id}',
    status: 400,
    scimType: 'invalidPath',
    parts: ['Replace urn:contoso:extension:2.0:User:badges[kind eq "…"].number'],
    sentence: '“urn:contoso:extension:2.0:User:badges” is no attribute of a User. See /Schemas for those that are.',
    ...seen(41, 60),
  },
  {
    id: 'shape-2',
    kind: 'dropped',
    method: 'POST',
    path: '/Users',
    status: 201,
    scimType: null,
    parts: ['shoeSize'],
    sentence: 'It was done without “shoeSize”, which this service does not know.',
    ...seen(3, 7_200),
  },
];
