import { type Attribute, attribute, type Schema } from './attribute.ts';

/*
 * RFC 7643 §5, §6, §7 with the characteristics of §8.7.2, and RFC 9865 §4: the schemas of what a service provider says of
 * itself. Everything in them is read-only.
 */

type Characteristics = NonNullable<Parameters<typeof attribute>[2]>;

const told = (name: string, description: string, characteristics: Characteristics = {}): Attribute =>
  attribute(name, description, { mutability: 'readOnly', ...characteristics });
const required = { required: true } as const;
const exact = { required: true, caseExact: true } as const;
const yesOrNo = { type: 'boolean', required: true } as const;

const complex = (
  name: string,
  description: string,
  subAttributes: readonly Attribute[],
  characteristics: Characteristics = {},
): Attribute => told(name, description, { type: 'complex', ...characteristics, subAttributes });

const supported = told('supported', 'Whether it is supported.', yesOrNo);

export const serviceProviderConfigSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig',
  name: 'ServiceProviderConfig',
  description: 'What of SCIM this service provider supports',
  attributes: [
    told('documentationUri', 'A page of help for people.', { type: 'reference', referenceTypes: ['external'] }),
    complex('patch', 'PATCH, RFC 7644 §3.5.2.', [supported], required),
    complex(
      'bulk',
      'Bulk operations, RFC 7644 §3.7.',
      [
        supported,
        told('maxOperations', 'How many operations one request may hold.', { type: 'integer', ...required }),
        told('maxPayloadSize', 'How long one request may be, in bytes.', { type: 'integer', ...required }),
      ],
      required,
    ),
    complex(
      'filter',
      'Filters, RFC 7644 §3.4.2.2.',
      [supported, told('maxResults', 'How many resources one page may hold.', { type: 'integer', ...required })],
      required,
    ),
    complex('changePassword', 'Changing passwords.', [supported], required),
    complex('sort', 'Sorted lists, RFC 7644 §3.4.2.3.', [supported], required),
    complex('etag', 'Versions of resources, RFC 7644 §3.14.', [supported], required),
    complex('pagination', 'How lists are paged, RFC 9865 §4.', [
      told('cursor', 'Whether by cursor.', yesOrNo),
      told('index', 'Whether by index.', yesOrNo),
      told('defaultPaginationMethod', 'How, when a client does not say.', { canonicalValues: ['cursor', 'index'] }),
      told('defaultPageSize', 'How many resources a page holds when a client does not say.', { type: 'integer' }),
      told('maxPageSize', 'How many resources a page holds at most.', { type: 'integer' }),
      told('cursorTimeout', 'For how many seconds a cursor can be gone on with.', { type: 'integer' }),
    ]),
    complex(
      'authenticationSchemes',
      'How clients show who they are.',
      [
        told('type', 'The kind of scheme.', {
          ...required,
          canonicalValues: ['oauth', 'oauth2', 'oauthbearertoken', 'httpbasic', 'httpdigest'],
        }),
        told('name', 'Its common name.', required),
        told('description', 'What it is.', required),
        told('specUri', 'Its specification.', { type: 'reference', referenceTypes: ['external'] }),
        told('documentationUri', 'A page of help on it.', { type: 'reference', referenceTypes: ['external'] }),
        told('primary', 'Whether it is the preferred one.', { type: 'boolean' }),
      ],
      { multiValued: true, ...required },
    ),
  ],
};

export const resourceTypeSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:ResourceType',
  name: 'ResourceType',
  description: 'A kind of resource',
  attributes: [
    told('name', 'The name of the resource type.', required),
    told('description', 'What its resources are.'),
    told('endpoint', 'Where its resources are, below the base URL.', {
      type: 'reference',
      referenceTypes: ['uri'],
      ...required,
    }),
    told('schema', 'The URI of its schema.', { type: 'reference', referenceTypes: ['uri'], ...exact }),
    complex(
      'schemaExtensions',
      'The URIs of its schema extensions.',
      [
        told('schema', 'The URI of the extension.', { type: 'reference', referenceTypes: ['uri'], ...exact }),
        told('required', 'Whether a resource must have it.', yesOrNo),
      ],
      { multiValued: true },
    ),
  ],
};

/** The characteristics of one attribute, or of a sub-attribute. */
const definition: readonly Attribute[] = [
  told('name', 'The name of the attribute.', exact),
  told('type', 'The type of its value.', {
    ...required,
    canonicalValues: ['string', 'complex', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'],
  }),
  told('multiValued', 'Whether it is a list of values.', yesOrNo),
  told('description', 'What it is, for people.', { caseExact: true }),
  told('required', 'Whether a resource must have it.', { type: 'boolean' }),
  told('canonicalValues', 'Values that are suggested.', { multiValued: true, caseExact: true }),
  told('caseExact', 'Whether its texts are told apart by their case.', { type: 'boolean' }),
  told('mutability', 'When it can be written.', {
    caseExact: true,
    canonicalValues: ['readOnly', 'readWrite', 'immutable', 'writeOnly'],
  }),
  told('returned', 'When it is answered.', {
    caseExact: true,
    canonicalValues: ['always', 'never', 'default', 'request'],
  }),
  told('uniqueness', 'How far its value is unique.', {
    caseExact: true,
    canonicalValues: ['none', 'server', 'global'],
  }),
  told('referenceTypes', 'What a reference may refer to.', { multiValued: true, caseExact: true }),
];

export const schemaSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Schema',
  name: 'Schema',
  description: 'What the attributes of a resource are',
  attributes: [
    told('name', 'The name of the schema, for people.', required),
    told('description', 'What it describes, for people.'),
    complex(
      'attributes',
      'The attributes.',
      [...definition, complex('subAttributes', 'The parts of a complex attribute.', definition, { multiValued: true })],
      { multiValued: true, ...required },
    ),
  ],
};
