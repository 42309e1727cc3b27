/** Pretend people, made by number: the same one every time, about 800 bytes each, as Entra sends them. */

const departments = ['Sales', 'Marketing', 'Engineering', 'Finance', 'Support', 'Legal', 'Operations', 'Research'];
const sites = Array.from({ length: 20 }, (_, index) => `site${String(index).padStart(2, '0')}`);
/** One person in twenty has an e-mail address there. */
export const oneSite = 'site07';

const padded = (n: number): string => String(n).padStart(6, '0');
const siteOf = (n: number): string => sites[n % sites.length] ?? '';

export const userNameOf = (n: number): string => `person.${padded(n)}@contoso.example`;
export const externalIdOf = (n: number): string => `7d0f2f2e-5a1c-4c57-9f43-${padded(n).padStart(12, '0')}`;
export const emailOf = (n: number): string => `person.${padded(n)}@${siteOf(n)}.contoso.example`;
/** How many of the people 0 to `count - 1` are at the one site. */
export const atOneSite = (count: number): number =>
  Array.from({ length: count }, (_, n) => siteOf(n)).filter((site) => site === oneSite).length;

/** The body of POST /Users for person number `n`. */
export function personText(n: number): string {
  const name = `Person ${padded(n)}`;
  return JSON.stringify({
    schemas: [
      'urn:ietf:params:scim:schemas:core:2.0:User',
      'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    ],
    externalId: externalIdOf(n),
    userName: userNameOf(n),
    active: true,
    displayName: name,
    name: { formatted: name, givenName: 'Person', familyName: padded(n) },
    title: 'Senior Consultant',
    preferredLanguage: 'en-GB',
    emails: [{ primary: true, type: 'work', value: emailOf(n) }],
    phoneNumbers: [{ type: 'work', value: `+49 30 ${padded(n)}` }],
    addresses: [
      { type: 'work', streetAddress: `${n} Long Street`, locality: 'Berlin', postalCode: '10115', country: 'DE' },
    ],
    'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': {
      department: departments[n % departments.length],
      employeeNumber: padded(n),
      costCenter: `CC-${n % 40}`,
      organization: 'Contoso',
    },
  });
}

/** Entra's way of disabling and enabling. */
export const activeText = (active: boolean): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: 'active', value: active ? 'True' : 'False' }],
  });

/** Entra's way of changing one attribute. */
export const displayNameText = (displayName: string): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Replace', path: 'displayName', value: displayName }],
  });

export const addMembersText = (ids: readonly string[]): string =>
  JSON.stringify({
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'Add', path: 'members', value: ids.map((value) => ({ value })) }],
  });

export const groupText = (displayName: string): string =>
  JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:Group'], displayName });
