import type { SandboxDialect } from '../../shared/model/sandbox.ts';
import type { Event } from './told.ts';

const entra = (query: string, disable: string, members: Record<'Staff' | 'From' | 'To' | 'Both', string>) => {
  const look = (name: string) => `GET /Groups/${name}?excludedAttributes=members`;
  return {
    leaves: [`PATCH /Users/P${query} ${disable} active`],
    returns: [`PATCH /Users/P${query} ${disable} active`],
    deleted: [`PATCH /Users/P${query} ${disable} active ${disable} userName`],
    restored: [`PATCH /Users/P${query} ${disable} userName ${disable} active`],
    purged: ['DELETE /Users/P'],
    members: [look('Wiki Editors'), `PATCH /Groups/Wiki Editors${query} ${members.Both}`],
    renamed: [`PATCH /Groups/Wiki Editors${query} ${disable} displayName`],
    joins: [
      'GET /Users?filter=userName eq "login"',
      'POST /Users',
      `PATCH /Users/new${query} ${members.Staff.split(' ')[0]} manager`,
      look('All Staff'),
      `PATCH /Groups/All Staff${query} ${members.Staff}`,
      look('People'),
      `PATCH /Groups/People${query} ${members.Staff}`,
    ],
    moves: [
      'GET /Users/P',
      query === ''
        ? 'PATCH /Users/P Replace title Replace department'
        : `PATCH /Users/P${query} replace {title,department}`,
      `PATCH /Users/P${query} ${disable} manager`,
      look('Marketing'),
      `PATCH /Groups/Marketing${query} ${members.From}`,
      look('Sales'),
      `PATCH /Groups/Sales${query} ${members.To}`,
    ],
  };
};

const oinGroup = (name: string, operations: string) => [
  `PATCH /Groups/${name} replace {id,displayName}`,
  `PATCH /Groups/${name} ${operations}`,
];
const findOkta = 'GET /Users?filter=userName eq "login"&…';
const find = 'GET /Users?filter=userName eq "login"';
const findPing = 'GET /Users?filter=username Eq "login"';

/** The sequences of each dialect, as vendors' documentation and implementers have them. */
export const sequences: Readonly<Record<SandboxDialect, Readonly<Record<Event, readonly string[]>>>> = {
  entra: entra('', 'Replace', {
    Staff: 'Add members',
    From: 'Remove members',
    To: 'Add members',
    Both: 'Add members Remove members',
  }),
  'entra-flag': entra('?aadOptscim062020', 'replace', {
    Staff: 'add members',
    From: 'remove members[value eq "P"]',
    To: 'add members',
    Both: 'add members remove members[value eq "E"]',
  }),
  'okta-aiw': {
    joins: [findOkta, 'POST /Users', 'PUT /Groups/All Staff', 'PUT /Groups/People'],
    moves: ['GET /Users/P', 'PUT /Users/P', 'PUT /Groups/Marketing', 'PUT /Groups/Sales'],
    leaves: ['GET /Users/P', 'PUT /Users/P'],
    returns: [findOkta, 'PUT /Users/P'],
    deleted: ['PUT /Groups/All Staff', 'PUT /Groups/Marketing'],
    restored: [findOkta, 'PUT /Users/P', 'PUT /Groups/All Staff', 'PUT /Groups/Marketing'],
    purged: [],
    members: ['PUT /Groups/Wiki Editors'],
    renamed: ['PUT /Groups/Wiki Editors'],
  },
  'okta-oin': {
    joins: [findOkta, 'POST /Users', ...oinGroup('All Staff', 'add members'), ...oinGroup('People', 'add members')],
    moves: [
      'GET /Users/P',
      'PUT /Users/P',
      ...oinGroup('Marketing', 'remove members[value eq "P"]'),
      ...oinGroup('Sales', 'add members'),
    ],
    leaves: ['PATCH /Users/P replace {active}'],
    returns: ['PATCH /Users/P replace {active}'],
    deleted: [
      ...oinGroup('All Staff', 'remove members[value eq "P"]'),
      ...oinGroup('Marketing', 'remove members[value eq "P"]'),
    ],
    restored: [
      'PATCH /Users/P replace {active}',
      ...oinGroup('All Staff', 'add members'),
      ...oinGroup('Marketing', 'add members'),
    ],
    purged: [],
    members: oinGroup('Wiki Editors', 'remove members[value eq "E"] add members'),
    renamed: ['PATCH /Groups/Wiki Editors replace {id,displayName}'],
  },
  onelogin: {
    joins: [
      find,
      'POST /Users',
      'PATCH /Groups/All Staff add members[value eq "new"]',
      'PATCH /Groups/People add members[value eq "new"]',
    ],
    moves: [
      'PUT /Users/P',
      'PATCH /Groups/Marketing remove members[value eq "P"]',
      'PATCH /Groups/Sales add members[value eq "P"]',
    ],
    leaves: ['PATCH /Users/P replace active'],
    returns: ['PATCH /Users/P replace active'],
    deleted: ['DELETE /Users/P'],
    restored: [
      find,
      'POST /Users',
      'PATCH /Groups/All Staff add members[value eq "new"]',
      'PATCH /Groups/Marketing add members[value eq "new"]',
    ],
    purged: [],
    members: [
      'PATCH /Groups/Wiki Editors add members[value eq "1"] add members[value eq "2"] remove members[value eq "E"]',
    ],
    renamed: ['PATCH /Groups/Wiki Editors replace displayName'],
  },
  jumpcloud: {
    joins: [find, 'POST /Users', 'PATCH /Groups/All Staff add members', 'PATCH /Groups/People add members'],
    moves: ['PUT /Users/P', 'PATCH /Groups/Marketing remove members', 'PATCH /Groups/Sales add members'],
    leaves: ['PUT /Users/P'],
    returns: ['PUT /Users/P'],
    deleted: ['DELETE /Users/P'],
    restored: [find, 'POST /Users', 'PATCH /Groups/All Staff add members', 'PATCH /Groups/Marketing add members'],
    purged: [],
    members: [
      'PATCH /Groups/Wiki Editors add members',
      'PATCH /Groups/Wiki Editors add members',
      'PATCH /Groups/Wiki Editors remove members',
    ],
    renamed: ['PATCH /Groups/Wiki Editors replace displayName'],
  },
  google: {
    joins: ['POST /Users'],
    moves: ['PUT /Users/P'],
    leaves: ['PUT /Users/P'],
    returns: ['PUT /Users/P'],
    deleted: [],
    restored: ['PUT /Users/P'],
    purged: [],
    members: [],
    renamed: [],
  },
  ping: {
    joins: [findPing, 'POST /Users', 'PATCH /Groups/All Staff add members', 'PATCH /Groups/People add members'],
    moves: ['PUT /Users/P', 'PATCH /Groups/Marketing remove members[value eq "P"]', 'PATCH /Groups/Sales add members'],
    leaves: ['PUT /Users/P'],
    returns: ['PUT /Users/P'],
    deleted: ['DELETE /Users/P'],
    restored: [findPing, 'POST /Users', 'PATCH /Groups/All Staff add members', 'PATCH /Groups/Marketing add members'],
    purged: [],
    members: ['PATCH /Groups/Wiki Editors add members remove members[value eq "E"]'],
    renamed: ['PATCH /Groups/Wiki Editors replace displayName'],
  },
  authentik: {
    joins: [
      'POST /Users',
      'GET /ServiceProviderConfig',
      'PATCH /Groups/All Staff add members',
      'PATCH /Groups/People add members',
    ],
    moves: [
      'PUT /Users/P',
      'GET /ServiceProviderConfig',
      'PATCH /Groups/Marketing remove members',
      'PATCH /Groups/Sales add members',
    ],
    leaves: ['DELETE /Users/P'],
    returns: [
      'POST /Users',
      'GET /ServiceProviderConfig',
      'PATCH /Groups/All Staff add members',
      'PATCH /Groups/Marketing add members',
    ],
    deleted: [],
    restored: [
      'POST /Users',
      'GET /ServiceProviderConfig',
      'PATCH /Groups/All Staff add members',
      'PATCH /Groups/Marketing add members',
    ],
    purged: [],
    members: [
      'GET /ServiceProviderConfig',
      'PATCH /Groups/Wiki Editors add members add members',
      'PATCH /Groups/Wiki Editors remove members',
    ],
    renamed: ['PATCH /Groups/Wiki Editors replace {schemas,id,externalId,displayName}'],
  },
  generic: {
    joins: [
      find,
      'POST /Users',
      'PATCH /Users/new replace manager',
      'PATCH /Groups/All Staff add members',
      'PATCH /Groups/People add members',
    ],
    moves: [
      'PATCH /Users/P replace title replace department',
      'PATCH /Users/P replace manager',
      'PATCH /Groups/Marketing remove members[value eq "P"]',
      'PATCH /Groups/Sales add members',
    ],
    leaves: ['PATCH /Users/P replace active'],
    returns: ['PATCH /Users/P replace active'],
    deleted: [],
    restored: ['PATCH /Users/P replace active'],
    purged: ['DELETE /Users/P'],
    members: ['PATCH /Groups/Wiki Editors remove members[value eq "E"] add members'],
    renamed: ['PATCH /Groups/Wiki Editors replace displayName'],
  },
};
