/**
 * How Google Workspace tells a SCIM server what changed: users only, no groups and no externalId, as application/json,
 * with a schema of SCIM 1.0 beside that of 2.0. Who left is suspended by PUT; nobody is deleted.
 */
import type { Person } from './company.ts';
import { ask } from './conversation.ts';
import { enterpriseSchema, filterOn, get, userSchema } from './requests.ts';
import { deletedStayInactive } from './seen.ts';
import type { Tongue } from './tongue.ts';
import { type Body, plainUser } from './user-body.ts';
import { tellWholeUsers, type WholeUserShapes } from './whole-user.ts';

const newUser = (person: Person): Body => ({
  ...plainUser(person),
  schemas: ['urn:scim:schemas:core:1.0', userSchema, enterpriseSchema],
});

const users: WholeUserShapes = {
  match: 'on conflict',
  find: (login) => get(`/Users?${filterOn('userName', login)}`),
  newUser,
  wholeUser: newUser,
  manager: false,
  deletes: false,
};

export const google: Tongue = {
  source: 'google',
  contentType: 'application/json',
  fate: { left: 'inactive', deleted: 'inactive', purged: 'inactive' },
  tellsGroups: false,
  sees: (company) => ({ ...deletedStayInactive(company), groups: [] }),
  *testConnection() {
    yield* ask(get('/Users'), [200]);
  },
  *tell(changes, recollection, moment) {
    yield* tellWholeUsers(changes, recollection, moment, users);
  },
};
