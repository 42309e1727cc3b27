import { type ResourceType, resourceTypes } from '../../../electron/engine/scim/schema.ts';
import { attribute, type Schema } from '../../../electron/engine/scim/schemas/attribute.ts';

export const badgeUri = 'urn:example:badge:1.0:User';

/** An extension as somebody may define one: an attribute of every type that RFC 7643 §2.3 knows, and lists of them. */
const badge: Schema = {
  id: badgeUri,
  name: 'Badge',
  description: 'The badge of a user.',
  attributes: [
    attribute('level', 'A whole number.', { type: 'integer' }),
    attribute('hours', 'A number.', { type: 'decimal' }),
    attribute('since', 'A time.', { type: 'dateTime' }),
    attribute('permanent', 'Yes or no.', { type: 'boolean' }),
    attribute('code', 'A text with regard to case.', { caseExact: true }),
    attribute('serial', 'Never another one.', { mutability: 'immutable' }),
    attribute('card', 'A reference.', { type: 'reference', referenceTypes: ['external'] }),
    attribute('tags', 'Texts.', { multiValued: true }),
    attribute('times', 'Times.', { type: 'dateTime', multiValued: true }),
    attribute('counts', 'Numbers.', { type: 'integer', multiValued: true }),
    attribute('visits', 'Complex values.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('value', 'The door.'),
        attribute('at', 'When.', { type: 'dateTime' }),
        attribute('count', 'How often.', { type: 'integer' }),
        attribute('serial', 'Never another one.', { mutability: 'immutable' }),
        attribute('primary', 'Whether it is the usual door.', { type: 'boolean' }),
      ],
    }),
  ],
};

const { User } = resourceTypes;

/** A User with that extension beside the enterprise one. */
export const badgeUser: ResourceType = {
  ...User,
  extensions: [...User.extensions, badge],
  bySchema: new Map([
    ...User.bySchema,
    [
      badgeUri.toLowerCase(),
      new Map(
        badge.attributes.map((one) => [
          one.name.toLowerCase(),
          { attribute: one, extension: badge, key: `${badgeUri}:${one.name}` },
        ]),
      ),
    ],
  ]),
};
