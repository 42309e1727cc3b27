import * as fc from 'fast-check';
import { problemsOfExtensions } from '../../../electron/engine/scim/schema.ts';
import type { SchemaExtension } from '../../../shared/model/schema-extension.ts';
import { SchemaExtension as Model } from '../../../shared/model/schema-extension.ts';

export const badgeUri = 'urn:example:scim:schemas:extension:badge:2.0:User';
export const roomUri = 'urn:example:scim:schemas:extension:room:2.0:Group';

/** An extension of users with an attribute of every type, single and as a list. */
export const badge: SchemaExtension = Model.parse({
  id: badgeUri,
  name: 'Badge',
  description: 'The badge at the door',
  attributes: [
    { name: 'badgeNumber', caseExact: true, description: 'As printed on it' },
    { name: 'floor', type: 'integer' },
    { name: 'height', type: 'decimal' },
    { name: 'photographed', type: 'boolean' },
    { name: 'validUntil', type: 'dateTime' },
    { name: 'page', type: 'reference', referenceTypes: ['external'] },
    { name: 'zones', multiValued: true, canonicalValues: ['lab', 'office'] },
    { name: 'pin', returned: 'request' },
    {
      name: 'car',
      type: 'complex',
      subAttributes: [
        { name: 'plate', caseExact: true },
        { name: 'seats', type: 'integer' },
      ],
    },
    {
      name: 'keys',
      type: 'complex',
      multiValued: true,
      subAttributes: [{ name: 'value' }, { name: 'type' }, { name: 'primary', type: 'boolean' }],
    },
  ],
});

/** One of groups. */
export const room: SchemaExtension = Model.parse({
  id: roomUri,
  resourceType: 'Group',
  name: 'Room',
  attributes: [{ name: 'roomNumber' }, { name: 'desks', type: 'integer' }],
});

const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{2,8}$/).map((text) => `x${text}`);
const types = ['string', 'boolean', 'decimal', 'integer', 'dateTime', 'binary', 'reference'] as const;
const part = {
  name,
  type: fc.constantFrom(...types),
  caseExact: fc.boolean(),
  description: fc.constantFrom('', 'What it is'),
};
const simple = { ...part, returned: fc.constantFrom('default' as const, 'request' as const) };
const attribute = fc.oneof(
  fc.record({ ...simple, multiValued: fc.boolean() }),
  fc.record({
    ...simple,
    type: fc.constant('complex' as const),
    multiValued: fc.boolean(),
    subAttributes: fc.uniqueArray(fc.record(part), {
      minLength: 1,
      maxLength: 4,
      selector: (one) => one.name.toLowerCase(),
    }),
  }),
);

/** Lists of extensions that go together. */
export const extensionLists: fc.Arbitrary<SchemaExtension[]> = fc
  .array(
    fc.record({
      id: fc.stringMatching(/^[a-z]{3,8}$/).map((text) => `urn:example:${text}:2.0`),
      resourceType: fc.constantFrom('User' as const, 'Group' as const),
      name: fc.constantFrom('Ausweis', '社員証'),
      attributes: fc.uniqueArray(attribute, { minLength: 1, maxLength: 4, selector: (one) => one.name.toLowerCase() }),
    }),
    { maxLength: 3 },
  )
  .map((list) => list.map((one) => Model.parse(one)))
  .filter((list) => problemsOfExtensions(list).length === 0);
