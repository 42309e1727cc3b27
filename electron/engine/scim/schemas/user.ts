import { attribute, multiValued, type Schema } from './attribute.ts';

/** RFC 7643 §4.1, with the characteristics of §8.7.1. */
export const userSchema: Schema = {
  id: 'urn:ietf:params:scim:schemas:core:2.0:User',
  name: 'User',
  description: 'User Account',
  attributes: [
    attribute('userName', 'The name by which the user signs in; unique, whatever its case.', {
      required: true,
      uniqueness: 'server',
    }),
    attribute('name', 'The parts of the user’s name.', {
      type: 'complex',
      subAttributes: [
        attribute('formatted', 'The whole name, formatted for display.'),
        attribute('familyName', 'The family name, or last name.'),
        attribute('givenName', 'The given name, or first name.'),
        attribute('middleName', 'The middle name or names.'),
        attribute('honorificPrefix', 'The honorific prefix, or title, such as “Ms.”.'),
        attribute('honorificSuffix', 'The honorific suffix, such as “III”.'),
      ],
    }),
    attribute('displayName', 'The name to show to people.'),
    attribute('nickName', 'How the user is casually called.'),
    attribute('profileUrl', 'A page about the user.', { type: 'reference', referenceTypes: ['external'] }),
    attribute('title', 'The user’s title, such as “Vice President”.'),
    attribute('userType', 'The relationship between the organisation and the user, such as “Contractor”.'),
    attribute('preferredLanguage', 'The preferred language, as in Accept-Language.'),
    attribute('locale', 'The location for currency, date and number formats.'),
    attribute('timezone', 'The time zone, by its IANA name.'),
    attribute('active', 'Whether the user may sign in.', { type: 'boolean' }),
    attribute('password', 'The password. It is accepted, dropped at once and never stored.', {
      mutability: 'writeOnly',
      returned: 'never',
    }),
    multiValued('emails', 'E-mail addresses.', { of: 'e-mail address', types: ['work', 'home', 'other'] }),
    multiValued('phoneNumbers', 'Telephone numbers.', {
      of: 'telephone number',
      types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'],
    }),
    multiValued('ims', 'Instant messaging addresses.', {
      of: 'instant messaging address',
      types: ['aim', 'gtalk', 'icq', 'xmpp', 'msn', 'skype', 'qq', 'yahoo'],
    }),
    multiValued('photos', 'URLs of photos.', {
      of: 'photo',
      types: ['photo', 'thumbnail'],
      value: { type: 'reference', referenceTypes: ['external'] },
    }),
    attribute('addresses', 'Postal addresses.', {
      type: 'complex',
      multiValued: true,
      subAttributes: [
        attribute('formatted', 'The whole address, formatted for display.'),
        attribute('streetAddress', 'Street, house number and the like.'),
        attribute('locality', 'The city or locality.'),
        attribute('region', 'The state or region.'),
        attribute('postalCode', 'The postal code.'),
        attribute('country', 'The country, by its ISO 3166-1 code.'),
        attribute('type', 'What the address is used for.', { canonicalValues: ['work', 'home', 'other'] }),
        attribute('primary', 'Whether this is the primary or preferred address; true at most once.', {
          type: 'boolean',
        }),
      ],
    }),
    attribute('groups', 'The groups that the user is a member of; changed through the groups.', {
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      subAttributes: [
        attribute('value', 'The id of the group.', { mutability: 'readOnly' }),
        attribute('$ref', 'The URI of the group.', {
          type: 'reference',
          referenceTypes: ['User', 'Group'],
          mutability: 'readOnly',
        }),
        attribute('display', 'The name of the group, for display only.', { mutability: 'readOnly' }),
        attribute('type', 'Whether the user is a member itself or by another group.', {
          canonicalValues: ['direct', 'indirect'],
          mutability: 'readOnly',
        }),
      ],
    }),
    multiValued('entitlements', 'Things that the user has.', { of: 'entitlement' }),
    multiValued('roles', 'Roles of the user.', { of: 'role' }),
    multiValued('x509Certificates', 'Certificates of the user.', { of: 'certificate', value: { type: 'binary' } }),
  ],
};
