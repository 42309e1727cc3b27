import { type AppPlan, anyOf } from './app-plan.ts';
import { isMember, wikiAdmins } from './company.ts';

/** Ticket Desk, as `resources/demo/ticket-desk.sql` makes it: an app that only some have, laid out like no other. */
export const desk: AppPlan = {
  name: 'Ticket Desk',
  file: 'ticket-desk.db',
  target: (file) => ({
    kind: 'sqlite',
    file,
    users: {
      table: 'agents of the desk',
      id: 'agent key',
      login: 'sign-in',
      active: { column: 'standing', on: 'on duty', off: 'off duty' },
      columns: { email: 'post box', name: 'known as', team: 'team' },
      email: 'email',
      employeeNumber: null,
    },
    roles: { table: 'duties', id: 'code', name: 'says' },
    userRoles: { table: 'who does what', user: 'agent', role: 'duty' },
  }),
  mappings: [
    { attribute: 'login', expression: 'user.userName' },
    { attribute: 'email', expression: 'primary(user.emails)' },
    { attribute: 'name', expression: 'user.displayName' },
    { attribute: 'team', expression: 'user.department' },
  ],
  rules: [{ name: 'Support answers', role: 'answers tickets', when: anyOf('Support') }],
  groupRules: [
    { group: 'Sales', name: 'Sales reads', role: 'reads tickets' },
    { group: wikiAdmins, name: `${wikiAdmins} close`, role: 'closes tickets' },
  ],
  roles(company, person) {
    if (person.presence !== 'here') return [];
    const closes = isMember(company, wikiAdmins, person.id);
    const reads = isMember(company, 'Sales', person.id);
    return [
      ...(person.department === 'Support' ? ['answers tickets'] : []),
      ...(closes ? ['closes tickets'] : []),
      ...(reads ? ['reads tickets'] : []),
    ];
  },
};
