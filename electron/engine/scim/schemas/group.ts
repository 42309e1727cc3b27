import { attribute, type Schema } from './attribute.ts';

/** RFC 7643 §4.2, with the characteristics of §8.7.1 and the default sub-attribute `display` of §2.4. */
export const groupSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:Group',
  name: 'Group',
  description: 'Group',
  attributes: [
    // §8.7.1 says "required": false, the text of §4.2 says REQUIRED; the text is right, a group without a name is none.
    attribute('displayName', 'The name of the group.', { required: true }),
    attribute('members', 'The members of the group.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('value', 'The id of the member.', { mutability: 'immutable' }),
        attribute('$ref', 'The URI of the member.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'immutable',
        }),
        attribute('type', 'The resource type of the member.', {
          canonicalValues: ['User', 'Group'],
          mutability: 'immutable',
        }),
        attribute('display', 'The name of the member, for display only.', { mutability: 'readOnly' }),
      ],
    }),
  ],
};
