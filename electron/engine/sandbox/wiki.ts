import { wikiRoles } from './access.ts';
import { type AppPlan, anyOf, everyDepartment } from './app-plan.ts';
import { allStaff, wikiAdmins, wikiEditors } from './company.ts';

/** Team Wiki, as `resources/demo/team-wiki.sql` makes it: everybody reads, Marketing and a group edit. */
export const wiki: AppPlan = {
  name: 'Team Wiki',
  file: 'team-wiki.db',
  target: (file) => ({
    kind: 'sqlite',
    file,
    users: {
      table: 'users',
      id: 'id',
      login: 'username',
      active: { column: 'enabled', on: 1, off: 0 },
      columns: { email: 'mail', fullName: 'full_name', department: 'department', employeeNumber: 'employee_number' },
      email: 'email',
      employeeNumber: 'employeeNumber',
    },
    roles: { table: 'roles', id: 'id', name: 'name' },
    userRoles: { table: 'user_roles', user: 'user_id', role: 'role_id' },
  }),
  mappings: [
    { attribute: 'login', expression: 'user.userName' },
    { attribute: 'email', expression: 'primary(user.emails)' },
    { attribute: 'fullName', expression: 'user.displayName' },
    { attribute: 'department', expression: 'user.department' },
    { attribute: 'employeeNumber', expression: 'user.employeeNumber' },
  ],
  rules: [
    { name: 'Every department reads', role: 'reader', when: everyDepartment },
    { name: 'Marketing edits', role: 'editor', when: anyOf('Marketing') },
  ],
  groupRules: [
    { group: allStaff, name: `${allStaff} read`, role: 'reader' },
    { group: wikiEditors, name: `${wikiEditors} edit`, role: 'editor' },
    { group: wikiAdmins, name: `${wikiAdmins} administer`, role: 'admin' },
  ],
  roles: (company, person) => [...wikiRoles(company, person)].sort(),
};
