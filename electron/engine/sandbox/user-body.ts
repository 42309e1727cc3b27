/** The parts that the bodies of users have in common. */
import { type Company, displayName, type Person, personOf } from './company.ts';
import { enterpriseSchema, userSchema } from './requests.ts';

export type Body = Readonly<Record<string, unknown>>;

/** The members of `name`; nothing for what somebody has not. */
export const nameBody = (person: Person): Readonly<Record<string, string>> => ({
  formatted: displayName(person),
  familyName: person.name.family.text,
  ...(person.name.given === null ? {} : { givenName: person.name.given.text }),
});

/** The one mail address, at work. */
export const emailsBody = (person: Person) => [{ primary: true, value: person.login, type: 'work' }];

/** The enterprise extension. @param more further attributes of it */
export const enterpriseBody = ({ employeeNumber, department }: Person, more: Body = {}): Body => ({
  [enterpriseSchema]: { employeeNumber, department, ...more },
});

/** A manager by sign-in name, as an identity provider sends it that keeps no server's ids of them. */
export function managerBody(person: Person, moment: Company): Body {
  const manager = person.managerId === null ? undefined : personOf(moment, person.managerId);
  return manager === undefined ? {} : { manager: { value: manager.login, displayName: displayName(manager) } };
}

/** A user as most identity providers that send whole users send one. */
export const plainUser = (person: Person): Body => ({
  schemas: [userSchema, enterpriseSchema],
  userName: person.login,
  name: nameBody(person),
  displayName: displayName(person),
  title: person.title,
  emails: emailsBody(person),
  active: person.presence === 'here',
  ...enterpriseBody(person),
});
